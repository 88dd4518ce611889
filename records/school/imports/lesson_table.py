"""Reads the lower table of a subject's sheet, the right page of the journal: dates, hours, topics, homework.

Gives lessons in order of date, numbered within a date, with the row of each. It knows no marks, no columns.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from records.school.imports.class_sheet import ClassSheet
from records.school.imports.fields import parse_date, parse_hours, parse_staff, tidy
from records.school.imports.grid import Sheet, blank
from records.school.imports.hygiene import note_long
from records.school.imports.layout import Table, find_table
from records.school.imports.model import ImportedLesson
from records.school.imports.problems import Findings

FIRST = "Дата"
_HOURS, _TOPIC, _HOMEWORK, _SUBSTITUTE = "Кол-во часов", "Тема урока", "Домашнее задание", "Замена"


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson and the row it came from."""

    row: int
    lesson: ImportedLesson


def read_lessons(sheet: Sheet, frame: ClassSheet, findings: Findings) -> tuple[LessonRow, ...] | None:
    """The lessons of the sheet, ordered by date and then as they stand; None when their table is missing."""
    table = find_table(sheet, FIRST, (_HOURS, _TOPIC), (_HOMEWORK, _SUBSTITUTE), findings)
    if table is None:
        return None
    dated: list[tuple[date, int]] = []
    for row in table.rows(len(sheet.rows)):
        day = parse_date(sheet.at(row, 0), frame.year)
        if day is None:
            findings.at("import.date", sheet, row, 0)
        else:
            dated.append((day, row))
    counts: dict[date, int] = defaultdict(int)
    lessons: list[LessonRow] = []
    for day, row in sorted(dated):
        counts[day] += 1
        lessons.append(LessonRow(row, _lesson(table, row, day, counts[day], frame, findings)))
    return tuple(lessons)


def _lesson(
    table: Table, row: int, day: date, number: int, frame: ClassSheet, findings: Findings
) -> ImportedLesson:
    sheet = table.sheet
    hours = parse_hours(table.value(row, _HOURS))
    if hours is None:
        findings.at("import.hours", sheet, row, table.columns[_HOURS])
    topic = tidy(table.value(row, _TOPIC)) or None
    if topic is None:
        findings.at("import.topic_missing", sheet, row, table.columns[_TOPIC])
    substitute = None
    if not blank(table.value(row, _SUBSTITUTE)):
        substitute = parse_staff(table.value(row, _SUBSTITUTE))
        if substitute is None:
            findings.at("import.substitute", sheet, row, table.columns[_SUBSTITUTE])
        note_long(sheet, row, table.columns[_SUBSTITUTE], findings)
    return ImportedLesson(
        date=day,
        number=number,
        period=period_of(sheet, row, 0, day, frame, findings),
        hours=hours or 0,
        topic=topic,
        homework=tidy(table.value(row, _HOMEWORK)) or None,
        substitute=substitute,
    )


def period_of(sheet: Sheet, row: int, column: int, day: date, frame: ClassSheet, findings: Findings) -> int:
    """The index of the period that holds the day; -1 and a finding when none does."""
    if frame.year and not frame.year.starts <= day <= frame.year.ends:
        findings.at("import.date_outside_year", sheet, row, column, year=frame.year.label)
        return -1
    for index, period in enumerate(frame.periods):
        if period.holds(day):
            return index
    if frame.periods:
        findings.at("import.date_outside_periods", sheet, row, column)
    return -1
