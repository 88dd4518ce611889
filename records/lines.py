"""What somebody typed as one line -> its words with single spaces between them, or nothing. Pure."""

from __future__ import annotations


def one_line(text: str, longest: int) -> str | None:
    """The words of the text; None for none at all, more than `longest` characters, or what cannot be shown."""
    words = " ".join(text.split())
    return words if words and len(words) <= longest and words.isprintable() else None
