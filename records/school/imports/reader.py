"""Reads the sheets of a filled journal into an ImportedClass, and tells every mistake in it at once.

Grids in; a Reading out, whose value is there only when no error was found. Here sheets are compared with each
other: one journal a subject and group, one group a pupil. It opens no file and stores nothing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from records.gradebook.marks import FIVE_POINT, MarkScale
from records.school.imports.class_sheet import TITLE, ClassSheet, read_class_sheet
from records.school.imports.fields import fold
from records.school.imports.grid import Sheet
from records.school.imports.hygiene import without_invisible
from records.school.imports.journal_sheet import JournalSheet, read_journal_sheet
from records.school.imports.layout import without_formulas
from records.school.imports.model import ImportedClass
from records.school.imports.problems import EnoughError, Findings, Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook says and what is wrong in it. `value` is None exactly when a problem is an error."""

    value: ImportedClass | None
    problems: tuple[Problem, ...]


def read_class(sheets: tuple[Sheet, ...], scale: MarkScale = FIVE_POINT) -> Reading:
    """The class of a workbook, with all problems (but no more than MAX_PROBLEMS) in the order of the workbook.

    `scale` is the words of the school's journals (policy data).
    """
    findings = Findings()
    value = None
    with suppress(EnoughError):
        value = _read(sheets, scale, findings)
    return Reading(value, findings.ordered(sheets))


def _read(sheets: tuple[Sheet, ...], scale: MarkScale, findings: Findings) -> ImportedClass | None:
    usable = [without_invisible(sheet, findings) for sheet in _usable(sheets, findings)]
    visible = tuple(without_formulas(sheet, findings) for sheet in usable)
    if not visible:
        findings.note("import.empty", TITLE, 0, 0, None)
        return None
    first = next((sheet for sheet in visible if fold(sheet.title) == fold(TITLE)), None)
    if first is None:
        findings.note("import.class_sheet_missing", TITLE, 0, 0, None)
        return None
    frame = read_class_sheet(first, findings)
    journals = tuple(
        read_journal_sheet(sheet, frame, scale, findings) for sheet in visible if sheet is not first
    )
    if not journals:
        findings.note("import.no_journals", TITLE, 0, 0, None)
    _check_journals(journals, findings)
    _check_subgroups(journals, frame, findings)
    return _assemble(frame, journals, findings)


def _usable(sheets: tuple[Sheet, ...], findings: Findings) -> list[Sheet]:
    """The visible sheets that hold something. A hidden one is refused: nobody sees what becomes a record."""
    for sheet in sheets:
        if sheet.hidden:
            findings.note("import.hidden_sheet", sheet.title, 0, 0, None)
    return [sheet for sheet in sheets if sheet.rows and not sheet.hidden]


def _check_journals(sheets: tuple[JournalSheet, ...], findings: Findings) -> None:
    seen: dict[tuple[str, str], str] = {}
    for sheet in sheets:
        journal = sheet.journal
        first = seen.setdefault((fold(journal.subject), fold(journal.subgroup or "")), journal.sheet)
        if first != journal.sheet:
            name = f"{journal.subject} ({journal.subgroup})" if journal.subgroup else journal.subject
            findings.note("import.journal_twice", journal.sheet, *sheet.subject_at, name, first=first)


def _check_subgroups(sheets: tuple[JournalSheet, ...], frame: ClassSheet, findings: Findings) -> None:
    seen: dict[tuple[str, int], str] = {}
    for sheet in sheets:
        journal = sheet.journal
        if journal.subgroup is None:
            continue
        for pupil, row in sheet.pupil_rows.items():
            first = seen.setdefault((fold(journal.subject), pupil), journal.sheet)
            if first != journal.sheet:
                name = frame.pupils[pupil].name
                findings.note("import.subgroup_both", journal.sheet, row, 1, name, first=first)


def _assemble(
    frame: ClassSheet, sheets: tuple[JournalSheet, ...], findings: Findings
) -> ImportedClass | None:
    """The class, unless an error was found; every part that is empty left one."""
    if not (frame.school_name and frame.class_name and frame.grade and frame.year and frame.class_teacher):
        return None
    if findings.has_errors:
        return None
    return ImportedClass(
        school_name=frame.school_name,
        class_name=frame.class_name,
        grade=frame.grade,
        year_label=frame.year.label,
        class_teacher=frame.class_teacher,
        periods=frame.periods,
        pupils=frame.pupils,
        journals=tuple(sheet.journal for sheet in sheets),
        stated=frame.stated,
    )
