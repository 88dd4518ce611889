"""Reads the headers of the grid of marks: which column is a lesson's, a period's or the year's.

Dated columns are matched with the lessons of the table below by date: the only lesson of the date, or the
n-th one for the n-th column. It reads no marks.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from records.school.imports.class_sheet import ClassSheet
from records.school.imports.fields import (
    parse_date,
    parse_period,
    parse_work_kind,
    parse_year_mark_kind,
)
from records.school.imports.grid import Sheet, address, blank
from records.school.imports.lesson_table import LessonRow, period_of
from records.school.imports.model import ImportedColumn, YearMarkKind
from records.school.imports.problems import Findings

FIRST_COLUMN = 2  # after the number and the name


@dataclass(frozen=True, slots=True)
class Area:
    """Where the grid lies: header row, row of work kinds or None, column of names, rows of pupils."""

    sheet: Sheet
    header: int
    kinds: int | None
    names: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DatedColumn:
    """A column of marks: the date in its header and its index in `Columns.made`."""

    day: date
    index: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of the sheet -> what they hold: a lesson's marks, a period (index), a mark of the year."""

    dated: dict[int, DatedColumn]
    periods: dict[int, int]
    years: dict[int, YearMarkKind]
    made: tuple[ImportedColumn, ...]


def read_columns(
    area: Area, frame: ClassSheet, lessons: tuple[LessonRow, ...] | None, findings: Findings
) -> Columns:
    """What each column of the grid holds. `lessons` None: the table is missing, columns are not matched."""
    days: dict[int, date] = {}
    periods: dict[int, int] = {}
    years: dict[int, YearMarkKind] = {}
    for column in _used(area):
        header = area.sheet.at(area.header, column)
        if day := parse_date(header, frame.year):
            days[column] = day
            period_of(area.sheet, area.header, column, day, frame, findings)
        elif kind := parse_year_mark_kind(header):
            _note_twice(area, column, [c for c, k in years.items() if k is kind], findings)
            years[column] = kind
        elif (period := _period(area, column, frame, findings)) is not None:
            _note_twice(area, column, [c for c, p in periods.items() if p == period], findings)
            periods[column] = period
    made = () if lessons is None else _match(area, days, lessons, findings)
    dated = {column: DatedColumn(day, index) for index, (column, day) in enumerate(days.items())}
    return Columns(dated, periods, years, made)


def _used(area: Area) -> list[int]:
    """The columns with something in them, header or marks."""
    rows = (area.header, *area.rows)
    width = max(len(area.sheet.rows[row]) for row in rows)
    return [c for c in range(FIRST_COLUMN, width) if any(not blank(area.sheet.at(row, c)) for row in rows)]


def _period(area: Area, column: int, frame: ClassSheet, findings: Findings) -> int | None:
    title = parse_period(area.sheet.at(area.header, column))
    if title is None:
        findings.at("import.column_unknown", area.sheet, area.header, column)
        return None
    for index, period in enumerate(frame.periods):
        if (period.kind, period.number) == (title.kind, title.number):
            return index
    if frame.periods:
        findings.at("import.period_not_in_class", area.sheet, area.header, column)
    return None


def _note_twice(area: Area, column: int, before: list[int], findings: Findings) -> None:
    if before:
        first = address(area.header, before[0])
        findings.at("import.column_twice", area.sheet, area.header, column, first=first)


def _match(
    area: Area, days: dict[int, date], lessons: tuple[LessonRow, ...], findings: Findings
) -> tuple[ImportedColumn, ...]:
    of_date: dict[date, list[int]] = defaultdict(list)
    for index, row in enumerate(lessons):
        of_date[row.lesson.date].append(index)
    counts: dict[date, int] = defaultdict(int)
    positions: dict[int, int] = defaultdict(int)
    made: list[ImportedColumn] = []
    for column, day in days.items():
        candidates = of_date[day]
        nth = counts[day] if len(candidates) > 1 else 0
        counts[day] += 1
        kind = _work_kind(area, column, findings)
        if nth < len(candidates):
            lesson = candidates[nth]
            positions[lesson] += 1
            made.append(ImportedColumn(lesson, positions[lesson], kind))
        else:
            findings.at("import.column_without_lesson", area.sheet, area.header, column)
            made.append(ImportedColumn(-1, 0, kind))
    for index, row in enumerate(lessons):
        if not positions[index]:
            findings.at("import.lesson_without_column", area.sheet, row.row, 0)
    return tuple(made)


def _work_kind(area: Area, column: int, findings: Findings) -> str:
    if area.kinds is None:
        return ""
    kind = parse_work_kind(area.sheet.at(area.kinds, column))
    if kind is None:
        findings.at("import.work_kind", area.sheet, area.kinds, column)
    return kind or ""
