"""Reads the sheet of a subject into an ImportedJournal: its head, the grid of marks and the table of lessons.

The left and right page of the printed journal (domain.md, Printed forms). Every mistake goes to the findings.
It compares no sheets with each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from records.gradebook.marks import MarkScale
from records.school.imports.class_list import NAME
from records.school.imports.class_sheet import ClassSheet, read_teacher
from records.school.imports.columns import Area, Columns, read_columns
from records.school.imports.fields import fold, parse_class_name, parse_subject, parse_year, plain
from records.school.imports.grid import Sheet, blank
from records.school.imports.grid_rows import Rows, read_rows
from records.school.imports.hygiene import note_long
from records.school.imports.layout import LIST_HEADER, find_row, find_table, head_field, note_merged
from records.school.imports.lesson_table import FIRST, read_lessons
from records.school.imports.model import ImportedJournal
from records.school.imports.problems import Findings

_WORK_KINDS = "Вид работы"
_TAB_LENGTH = 31  # a spreadsheet cuts the name of a tab there


@dataclass(frozen=True, slots=True)
class JournalSheet:
    """A journal and where its subject and its pupils (index -> row) stand, for checks across sheets."""

    journal: ImportedJournal
    subject_at: tuple[int, int]
    pupil_rows: dict[int, int]


def read_journal_sheet(sheet: Sheet, frame: ClassSheet, scale: MarkScale, findings: Findings) -> JournalSheet:
    """The sheet as a journal of the class that `frame` describes."""
    _check_class_and_year(sheet, frame, findings)
    found = head_field(sheet, "Предмет", findings)
    subject, subgroup = parse_subject(found.value if found else sheet.title)
    if found:
        note_long(sheet, found.row, found.column, findings)
    if found and _tab(plain(found.value)) != _tab(plain(sheet.title)):
        findings.at("import.subject_mismatch", sheet, found.row, found.column, wanted=sheet.title)
    teacher = read_teacher(sheet, "Учитель", findings)
    lessons = read_lessons(sheet, frame, findings)
    columns, rows = Columns({}, {}, {}, ()), Rows()
    if area := _area(sheet, findings):
        columns = read_columns(area, frame, lessons, findings)
        rows = read_rows(area, columns, frame, scale, findings)
    journal = ImportedJournal(
        sheet=sheet.title,
        subject=subject,
        subgroup=subgroup,
        teacher=teacher or "",
        pupils=tuple(rows.pupils),
        lessons=tuple(row.lesson for row in lessons or ()),
        columns=columns.made,
        periods=tuple(columns.periods.values()),
        year_kinds=tuple(columns.years.values()),
        cells=tuple(rows.cells),
        period_marks=tuple(rows.period_marks),
        year_marks=tuple(rows.year_marks),
    )
    return JournalSheet(journal, (found.row, found.column) if found else (0, 0), rows.pupils)


def _check_class_and_year(sheet: Sheet, frame: ClassSheet, findings: Findings) -> None:
    if found := head_field(sheet, "Класс", findings):
        name = parse_class_name(found.value)
        if frame.class_name and (name is None or name[0] != frame.class_name):
            findings.at("import.class_mismatch", sheet, found.row, found.column, wanted=frame.class_name)
    if (found := head_field(sheet, "Учебный год", findings)) and frame.year:
        year = parse_year(found.value)
        if year != frame.year:
            findings.at("import.year_mismatch", sheet, found.row, found.column, wanted=frame.year.label)


def _tab(text: str) -> str:
    """A subject as far as the name of a tab can show it: 31 characters, and not all of them."""
    return "".join(letter for letter in fold(text[:_TAB_LENGTH]) if letter.isalnum())


def _area(sheet: Sheet, findings: Findings) -> Area | None:
    table = find_table(sheet, LIST_HEADER, (NAME,), (), findings)
    if table is None:
        return None
    note_merged(sheet, table.header, findings)
    lessons = find_row(sheet, FIRST)
    names = table.columns[NAME]
    kinds: int | None = table.header + 1
    if fold(plain(sheet.at(table.header + 1, names))) != fold(_WORK_KINDS):
        findings.at("import.column_missing", sheet, table.header + 1, names, label=_WORK_KINDS)
        kinds = None
    first = table.header + (2 if kinds or blank(sheet.at(table.header + 1, 0)) else 1)
    rows = table.rows(_first_blank(sheet, table.header) if lessons is None else lessons)
    return Area(sheet, table.header, kinds, names, tuple(row for row in rows if row >= first))


def _first_blank(sheet: Sheet, start: int) -> int:
    rows = range(start, len(sheet.rows))
    return next((row for row in rows if sheet.is_blank(row)), len(sheet.rows))
