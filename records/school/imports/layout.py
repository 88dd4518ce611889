"""Finds the parts of a sheet by their words: rows of a head, tables and columns, merged cells, formulas.

Grids in, places out; what should be there and is not goes to the findings. It reads no field and no mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from records.school.imports.fields import fold, plain
from records.school.imports.grid import CellValue, Formula, Sheet, blank, corners
from records.school.imports.problems import Findings

LIST_HEADER = "№"


@dataclass(frozen=True, slots=True)
class Field:
    """A value and where it stands."""

    row: int
    column: int
    value: CellValue


def head_field(sheet: Sheet, label: str, findings: Findings) -> Field | None:
    """The value right of `label` in column A; what is missing is noted and gives None."""
    row = find_row(sheet, label)
    if row is None:
        findings.note("import.header_missing", sheet.title, 0, 0, None, label=label)
        return None
    for column, value in enumerate(sheet.rows[row][1:], start=1):
        if not blank(value):
            return Field(row, column, value)
    findings.at("import.header_missing", sheet, row, 1, label=label)
    return None


def find_row(sheet: Sheet, label: str) -> int | None:
    """The first row that has `label` in column A."""
    wanted = fold(label)
    return next((row for row in range(len(sheet.rows)) if fold(plain(sheet.at(row, 0))) == wanted), None)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet: its header row and the column of each header."""

    sheet: Sheet
    header: int
    columns: dict[str, int]

    def value(self, row: int, name: str) -> CellValue:
        """The value of the column `name`; None when the table has no such column."""
        column = self.columns.get(name)
        return None if column is None else self.sheet.at(row, column)

    def rows(self, end: int) -> Iterator[int]:
        """The rows with something in them, from below the header to before `end`."""
        return (row for row in range(self.header + 1, end) if not self.sheet.is_blank(row))


def find_table(
    sheet: Sheet, first: str, required: tuple[str, ...], optional: tuple[str, ...], findings: Findings
) -> Table | None:
    """The table whose first header is `first` in column A; None, and a note, when a header is missing."""
    header = find_row(sheet, first)
    if header is None:
        findings.note("import.table_missing", sheet.title, 0, 0, None, label=first)
        return None
    places: dict[str, int] = {}
    for column, value in enumerate(sheet.rows[header]):
        places.setdefault(fold(plain(value)), column)
    missing = [name for name in required if fold(name) not in places]
    for name in missing:
        findings.note("import.column_missing", sheet.title, header, 0, sheet.at(header, 0), label=name)
    if missing:
        return None
    columns = {name: places[fold(name)] for name in (first, *required, *optional) if fold(name) in places}
    return Table(sheet, header, columns)


def without_formulas(sheet: Sheet, findings: Findings) -> Sheet:
    """The sheet with formulas noted and blanked: a record holds what a person entered."""
    rows = list(sheet.rows)
    for number, row in enumerate(sheet.rows):
        found = [column for column, value in enumerate(row) if isinstance(value, Formula)]
        for column in found:
            findings.at("import.formula", sheet, number, column)
        if found:
            rows[number] = tuple(None if isinstance(value, Formula) else value for value in row)
    return replace(sheet, rows=tuple(rows))


def note_merged(sheet: Sheet, first_row: int, findings: Findings) -> None:
    """Note each merged range that reaches `first_row` or below; a merged title above is harmless."""
    for reference in sheet.merged:
        top, left, bottom, _ = corners(reference)
        if bottom >= first_row:
            findings.note("import.merged_cells", sheet.title, top, left, reference)
