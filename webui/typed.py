"""What people type into a form, as values: a line, a day, a number."""

from __future__ import annotations

from datetime import date

from flask import request

from records.errors import InputError


def line(name: str) -> str:
    """A field of the form without the blanks that nobody sees; "" where there is none."""
    return one_line(request.form.get(name, ""))


def one_line(text: str) -> str:
    """The text in one line, a single space between its words."""
    return " ".join(text.split())


def day(name: str, code: str) -> date | None:
    """The day of a field, None when it was left empty. Raises InputError of that code."""
    text = request.form.get(name, "").strip()
    return day_of(text, code) if text else None


def day_of(text: str, code: str) -> date:
    """The day that a text names. Raises InputError of that code."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            code,
            f"«{text[:20]}» — не дата. Нужно, например, 2025-09-16.",
            f"{text[:20]!r} is no date; for instance 2025-09-16",
        ) from None


def number_of(text: str) -> int:
    """A number as typed; 0, which no rule allows, for what is none."""
    return int(text) if text.isdecimal() and len(text) < 4 else 0
