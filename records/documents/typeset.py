"""Text into a given width: shrink a line, break a paragraph, by the advances of the font itself.

Pure; widths and sizes are points. Every text is first made visible (faces.py). It knows no page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from records.documents.faces import Metrics, visible

SMALLEST: Final = 0.66  # of the size wanted: below it a line is cut with an ellipsis instead
ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, the size it is set in and the width it then takes."""

    text: str
    size: float
    width: float


def fit(text: str, metrics: Metrics, size: float, width: float, smallest: float = SMALLEST) -> Line:
    """One line no wider than `width`: shrunk to `smallest` of its size at most, then cut with an ellipsis."""
    shown = visible(text, metrics)
    natural = metrics.width(shown, size)
    if natural <= width:
        return Line(shown, size, natural)
    scale = max(smallest, width / natural)
    if scale > smallest:
        return Line(shown, size * scale, width)
    while shown and metrics.width(shown + ELLIPSIS, size * scale) > width:
        shown = shown[:-1]
    cut = shown.rstrip() + ELLIPSIS
    return Line(cut, size * scale, metrics.width(cut, size * scale))


def wrap(text: str, metrics: Metrics, size: float, width: float) -> list[str]:
    """The text as lines no wider than `width`, broken at spaces, inside a word only when it is too long."""
    lines: list[str] = []
    line, taken = "", 0.0
    space = metrics.width(" ", size)
    for word in _pieces(visible(text, metrics).split(), metrics, size, width):
        length = metrics.width(word, size)
        if line and taken + space + length > width:
            lines.append(line)
            line, taken = word, length
        else:
            line, taken = (f"{line} {word}", taken + space + length) if line else (word, length)
    return [*lines, line] if line else lines


def _pieces(words: Sequence[str], metrics: Metrics, size: float, width: float) -> list[str]:
    pieces: list[str] = []
    for word in words:
        rest = word
        while metrics.width(rest, size) > width and len(rest) > 1:
            count = len(rest) - 1
            while count > 1 and metrics.width(rest[:count], size) > width:
                count -= 1
            pieces.append(rest[:count])
            rest = rest[count:]
        pieces.append(rest)
    return pieces
