"""A field of a form in prose: what test_fields.py looks for, and docs/forms.md lists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A field as a form's reader calls it, its page and place, and what stands there."""

    name: str
    page: int
    place: str
    text: str


def fields(*rows: tuple[str, int, str, str]) -> tuple[Field, ...]:
    return tuple(Field(*row) for row in rows)
