"""Reads the sheet «Класс»: school, class, year, class teacher, teaching periods and the list of pupils.

What the list says of pupils beside names and movement is read by particulars.py.

A grid in, a ClassSheet out; every mistake goes to the findings and leaves its part empty, so that the sheets
of the subjects can still be checked against the rest. It reads no marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from records.gradebook.content import MembershipFacts
from records.school.imports import particulars
from records.school.imports.class_list import ARRIVED, LEFT, NAME, ClassList
from records.school.imports.fields import (
    SchoolYearSpan,
    fold,
    parse_class_name,
    parse_date,
    parse_ordinal,
    parse_period,
    parse_person,
    parse_staff,
    parse_year,
    plain,
    tidy,
)
from records.school.imports.grid import Sheet, blank
from records.school.imports.hygiene import MAX_SCHOOL, note_long
from records.school.imports.layout import (
    LIST_HEADER,
    Table,
    find_row,
    find_table,
    head_field,
    note_merged,
)
from records.school.imports.model import ImportedPeriod, ImportedPupil
from records.school.imports.problems import Findings

TITLE = "Класс"
_PERIOD, _STARTS, _ENDS = "Период", "Начало", "Окончание"
_BORN, _FILE, _ORDER = "Дата рождения", "Личное дело", "Приказ"


@dataclass(frozen=True, slots=True)
class ClassSheet:
    """What the sheet says; None and empty tuples for what could not be read."""

    school_name: str | None
    class_name: str | None
    grade: int | None
    year: SchoolYearSpan | None
    class_teacher: str | None
    periods: tuple[ImportedPeriod, ...]
    pupils: tuple[ImportedPupil, ...]
    stated: frozenset[str] = frozenset()


def read_class_sheet(sheet: Sheet, findings: Findings) -> ClassSheet:
    """The sheet «Класс» as a value."""
    school = head_field(sheet, "Образовательная организация", findings)
    if school:
        note_long(sheet, school.row, school.column, findings, MAX_SCHOOL)
    name = _class_name(sheet, findings)
    year = _year(sheet, findings)
    teacher = read_teacher(sheet, "Классный руководитель", findings)
    periods = _periods(sheet, year, findings)
    table = _list_of_pupils(sheet, findings)
    pupils = _pupils(table, year, findings) if table else ()
    first_table = find_row(sheet, _PERIOD)
    note_merged(sheet, first_table if first_table is not None else 0, findings)
    return ClassSheet(
        school_name=tidy(school.value) if school else None,
        class_name=name[0] if name else None,
        grade=name[1] if name else None,
        year=year,
        class_teacher=teacher,
        periods=periods,
        pupils=pupils,
        stated=_stated(table) if table else frozenset(),
    )


def read_teacher(sheet: Sheet, label: str, findings: Findings) -> str | None:
    """The name of a member of staff in the head of a sheet."""
    row = find_row(sheet, label)
    if row is None:
        findings.note("import.header_missing", sheet.title, 0, 0, None, label=label)
        return None
    name = parse_staff(sheet.at(row, 1))
    if name is None:
        findings.at("import.teacher_missing", sheet, row, 1)
    note_long(sheet, row, 1, findings)
    return name


def _class_name(sheet: Sheet, findings: Findings) -> tuple[str, int] | None:
    field = head_field(sheet, "Класс", findings)
    if field is None:
        return None
    name = parse_class_name(field.value)
    if name is None:
        findings.at("import.class_name", sheet, field.row, field.column)
    return name


def _year(sheet: Sheet, findings: Findings) -> SchoolYearSpan | None:
    field = head_field(sheet, "Учебный год", findings)
    if field is None:
        return None
    year = parse_year(field.value)
    if year is None:
        findings.at("import.year_label", sheet, field.row, field.column)
    return year


def _periods(sheet: Sheet, year: SchoolYearSpan | None, findings: Findings) -> tuple[ImportedPeriod, ...]:
    table = find_table(sheet, _PERIOD, (_STARTS, _ENDS), (), findings)
    if table is None:
        return ()
    end = find_row(sheet, LIST_HEADER)
    periods: list[ImportedPeriod] = []
    for row in table.rows(len(sheet.rows) if end is None else end):
        period = _period(table, row, year, findings)
        if period is None:
            continue
        if any((p.kind, p.number) == (period.kind, period.number) for p in periods):
            findings.at("import.period_twice", sheet, row, 0)
        elif not _fits(period, periods, year):
            findings.at("import.period_bounds", sheet, row, table.columns[_STARTS])
        else:
            periods.append(period)
    return tuple(periods)


def _period(table: Table, row: int, year: SchoolYearSpan | None, findings: Findings) -> ImportedPeriod | None:
    title = parse_period(table.sheet.at(row, 0))
    if title is None:
        findings.at("import.period_title", table.sheet, row, 0)
    starts = _date(table, row, _STARTS, year, findings)
    ends = _date(table, row, _ENDS, year, findings)
    for name, day in ((_STARTS, starts), (_ENDS, ends)):
        if day is None and blank(table.value(row, name)):
            findings.at("import.date", table.sheet, row, table.columns[name])
    if title is None or starts is None or ends is None:
        return None
    return ImportedPeriod(title.number, title.text, title.kind, starts, ends)


def _fits(period: ImportedPeriod, others: list[ImportedPeriod], year: SchoolYearSpan | None) -> bool:
    inside = year is None or year.starts <= period.starts < period.ends <= year.ends
    apart = all(period.ends < other.starts or other.ends < period.starts for other in others)
    return inside and apart and period.starts < period.ends


def _list_of_pupils(sheet: Sheet, findings: Findings) -> Table | None:
    optional = (_BORN, _FILE, ARRIVED, LEFT, *particulars.COLUMNS)
    return find_table(sheet, LIST_HEADER, (NAME,), optional, findings)


def _stated(table: Table) -> frozenset[str]:
    own = {"birth_date": _BORN, "file_no": _FILE}
    return particulars.stated(table) | {fact for fact, name in own.items() if name in table.columns}


def _pupils(table: Table, year: SchoolYearSpan | None, findings: Findings) -> tuple[ImportedPupil, ...]:
    found = ClassList(table, findings)
    for row in table.rows(len(table.sheet.rows)):
        if pupil := _pupil(table, row, year, findings):
            found.add(pupil, row)
    return tuple(found.pupils)


def _pupil(table: Table, row: int, year: SchoolYearSpan | None, findings: Findings) -> ImportedPupil | None:
    ordinal = parse_ordinal(table.value(row, LIST_HEADER))
    if ordinal is None:
        findings.at("import.ordinal", table.sheet, row, table.columns[LIST_HEADER])
    name = parse_person(table.value(row, NAME))
    if name is None:
        findings.at("import.pupil_name", table.sheet, row, table.columns[NAME])
    for column in set(range(len(table.sheet.rows[row]))) - particulars.columns_of(table):
        note_long(table.sheet, row, column, findings)
    born = _date(table, row, _BORN, None, findings)
    arrived = _date(table, row, ARRIVED, year, findings)
    left = _date(table, row, LEFT, year, findings)
    if arrived and left and left < arrived:
        words = {"arrived": f"{arrived:%d.%m.%Y}"}
        findings.at("import.membership_order", table.sheet, row, table.columns[LEFT], **words)
        arrived = left = None  # marks are not judged by dates that contradict each other
    if ordinal is None or name is None:
        return None
    return ImportedPupil(
        ordinal=ordinal,
        surname=name[0],
        given=name[1],
        patronymic=name[2],
        birth_date=born,
        file_no=tidy(table.value(row, _FILE)) or None,
        membership=MembershipFacts(arrived, _order(table, row, ARRIVED), left, _order(table, row, LEFT)),
        particulars=particulars.read_particulars(table, row, findings),
        decision=particulars.read_decision(table, row, year, findings),
    )


def _date(table: Table, row: int, name: str, year: SchoolYearSpan | None, findings: Findings) -> date | None:
    value = table.value(row, name)
    if blank(value):
        return None
    day = parse_date(value, year)
    if day is None:
        findings.at("import.date", table.sheet, row, table.columns[name])
    return day


def _order(table: Table, row: int, after: str) -> str | None:
    """The order by which the pupil came or went: the column «Приказ» right beside the date."""
    column = table.columns.get(after)
    if column is None or fold(plain(table.sheet.at(table.header, column + 1))) != fold(_ORDER):
        return None
    return tidy(table.sheet.at(row, column + 1)) or None
