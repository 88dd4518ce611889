"""A sheet as a raw grid of values, and the A1 names of its cells (ECMA-376 part 1, 18.3.1.4).

Values only: nothing here knows workbooks, journals or files. Rows and columns count from zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula where a value should stand; its result is not read, for it is another program's."""

    text: str


CellValue: TypeAlias = "str | int | float | bool | datetime | date | time | timedelta | Formula | None"

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d*)(?::([A-Z]{1,3})([1-9]\d*))?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title, its rows (each as long as it needs to be) and the ranges of its merged cells."""

    title: str
    rows: tuple[tuple[CellValue, ...], ...]
    merged: tuple[str, ...] = ()
    hidden: bool = False

    def at(self, row: int, column: int) -> CellValue:
        """The value there; None beyond the edges."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def is_blank(self, row: int) -> bool:
        """Whether the row holds nothing but blanks."""
        return all(blank(value) for value in self.rows[row])


def blank(value: CellValue) -> bool:
    """Whether a person sees nothing in the cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: CellValue) -> str:
    """The value as a message quotes it: dates as 02.09.2025, nothing as `""`, at most 80 characters.

    What is not visible is escaped, so that a message means what it looks like.
    """
    if value is None:
        return ""
    if isinstance(value, Formula):
        return _visible(value.text[:80])
    if isinstance(value, datetime | date):
        return value.strftime("%d.%m.%Y")
    return _visible(str(value).strip()[:80])


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\xa0" else ascii(c)[1:-1] for c in text)


def address(row: int, column: int) -> str:
    """`C7` for row 6, column 2."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def corners(reference: str) -> tuple[int, int, int, int]:
    """`B2:C7` -> first row, first column, last row, last column. Raises ValueError for anything else."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(f"not a range of cells: {reference!r}")
    first, top, last, bottom = found.groups()
    return int(top) - 1, _column(first), int(bottom or top) - 1, _column(last or first)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
