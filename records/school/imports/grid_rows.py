"""Reads the rows of the grid: whose they are, and the marks by the grammar of records/gradebook/marks.py.

A mark outside the pupil's time in the class is refused. It does not know how columns were found.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from records.gradebook.content import MembershipFacts
from records.gradebook.marks import MarkError, MarkScale, parse_cell, parse_period_mark
from records.school.imports.class_sheet import ClassSheet
from records.school.imports.columns import FIRST_COLUMN, Area, Columns
from records.school.imports.fields import fold, parse_ordinal, plain
from records.school.imports.grid import address, blank
from records.school.imports.model import (
    ImportedCell,
    ImportedPeriodMark,
    ImportedPupil,
    ImportedYearMark,
)
from records.school.imports.problems import Findings


@dataclass(slots=True)
class Rows:
    """The rows read so far: index of pupil -> row of the sheet, and the marks."""

    pupils: dict[int, int] = field(default_factory=dict)
    cells: list[ImportedCell] = field(default_factory=list)
    period_marks: list[ImportedPeriodMark] = field(default_factory=list)
    year_marks: list[ImportedYearMark] = field(default_factory=list)


def read_rows(area: Area, columns: Columns, frame: ClassSheet, scale: MarkScale, findings: Findings) -> Rows:
    """Every pupil's row of the grid."""
    roster = _by_name(frame.pupils)
    reader = _RowReader(area, columns, frame, scale, findings)
    for row in area.rows:
        pupil = _pupil(area, row, roster, frame, findings)
        if pupil is None:
            continue
        first = reader.rows.pupils.setdefault(pupil, row)
        if first != row and not frame.pupils[pupil].membership.earlier:
            place = address(first, area.names)
            findings.at("import.pupil_twice", area.sheet, row, area.names, first=place)
        else:
            reader.read(row, pupil)
    return reader.rows


def _by_name(pupils: tuple[ImportedPupil, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index, pupil in enumerate(pupils):
        found[fold(pupil.name)].append(index)
    return dict(found)


def _pupil(
    area: Area, row: int, roster: dict[str, list[int]], frame: ClassSheet, findings: Findings
) -> int | None:
    """The pupil of the row; namesakes are told apart by the number of the class list."""
    found = roster.get(fold(plain(area.sheet.at(row, area.names))), [])
    if not found:
        findings.at("import.pupil_unknown", area.sheet, row, area.names)
        return None
    if len(found) == 1:
        return found[0]
    ordinal = parse_ordinal(area.sheet.at(row, 0))
    chosen = [index for index in found if frame.pupils[index].ordinal == ordinal]
    if len(chosen) != 1:
        findings.at("import.pupil_ambiguous", area.sheet, row, area.names)
        return None
    return chosen[0]


class _RowReader:
    """Reads one row after the other into `rows`."""

    def __init__(
        self, area: Area, columns: Columns, frame: ClassSheet, scale: MarkScale, findings: Findings
    ) -> None:
        self.sheet, self.columns, self.frame, self.findings = area.sheet, columns, frame, findings
        self.scale, self.rows = scale, Rows()
        self._read: dict[tuple[int, int], int] = {}  # of one who came back the rows may not say a thing twice

    def read(self, row: int, pupil: int) -> None:
        for column in range(FIRST_COLUMN, len(self.sheet.rows[row])):
            if blank(self.sheet.at(row, column)):
                continue
            first = self._read.setdefault((pupil, column), row)
            if first != row:
                self._refuse("import.mark_twice", row, column, first=address(first, column))
                continue
            try:
                if column in self.columns.dated:
                    self._lesson_mark(row, column, pupil)
                elif column in self.columns.periods:
                    self._period_mark(row, column, pupil)
                elif column in self.columns.years:
                    self._year_mark(row, column, pupil)
            except MarkError as error:
                self.findings.mark(error, self.sheet, row, column)

    def _lesson_mark(self, row: int, column: int, pupil: int) -> None:
        place = self.columns.dated[column]
        cell = parse_cell(self.sheet.at(row, column), self.scale)
        member = self.frame.pupils[pupil].membership
        if not member.present(place.day, place.day):
            self._refuse_outside(row, column, member, place.day)
        elif cell:
            self.rows.cells.append(ImportedCell(pupil, place.index, cell))

    def _period_mark(self, row: int, column: int, pupil: int) -> None:
        index = self.columns.periods[column]
        value = parse_period_mark(self.sheet.at(row, column), self.scale)
        period, member = self.frame.periods[index], self.frame.pupils[pupil].membership
        if not member.present(period.starts, period.ends):
            self._refuse("import.not_in_period", row, column)
        elif value:
            self.rows.period_marks.append(ImportedPeriodMark(pupil, index, value))

    def _year_mark(self, row: int, column: int, pupil: int) -> None:
        if value := parse_period_mark(self.sheet.at(row, column), self.scale):
            kind = self.columns.years[column]
            self.rows.year_marks.append(ImportedYearMark(pupil, kind, value))

    def _refuse_outside(self, row: int, column: int, member: MembershipFacts, day: date) -> None:
        left = max((time.left for time in member.times if time.left and time.left < day), default=None)
        came = min(
            (time.arrived for time in member.times if time.arrived and time.arrived > day), default=None
        )
        words = {"left": f"{left:%d.%m.%Y}" if left else "", "came": f"{came:%d.%m.%Y}" if came else ""}
        code = "away" if left and came else "after_leaving" if left else "before_arrival"
        self._refuse(f"import.{code}", row, column, **words)

    def _refuse(self, code: str, row: int, column: int, **words: str) -> None:
        self.findings.at(code, self.sheet, row, column, **words)
