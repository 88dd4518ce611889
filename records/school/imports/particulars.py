"""Reads what a class list says of a pupil beside the name: address, parents, phone, and the council's decision.

Columns of the sheet «Класс» that a school may have, under the headings in use; of several for one thing (mother,
father) each adds to it. Mistakes go to the findings with their cell. It knows nothing of marks or membership.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from records.gradebook.year_content import Decision, Particulars
from records.school.imports.fields import SchoolYearSpan, parse_protocol, plain
from records.school.imports.grid import CellValue, blank
from records.school.imports.hygiene import MAX_ADDRESS, MAX_NAME
from records.school.imports.layout import Table
from records.school.imports.problems import Findings

# What a pupil has -> the headings under which schools write it.
HEADINGS: Final = {
    "address": ("Адрес", "Домашний адрес", "Адрес проживания", "Адрес места жительства"),
    "parents": (
        "Родители (законные представители)",
        "Родители",
        "ФИО родителей",
        "Ф.И.О. родителей",
        "Мать",
        "Отец",
        "Законный представитель",
    ),
    "phone": (
        "Телефон",
        "Телефоны",
        "Контактный телефон",
        "Телефон родителей",
        "Телефон матери",
        "Телефон отца",
    ),
    "decision": ("Решение педагогического совета", "Решение педсовета"),
    "protocol": ("Протокол", "Протокол №", "Протокол педагогического совета"),
}
COLUMNS: Final = tuple(name for names in HEADINGS.values() for name in names)
_MOST: Final = {"decision": MAX_NAME, "protocol": MAX_NAME}
_DASHES: Final = frozenset("-–—")
_BETWEEN_NAMES: Final = re.compile(r"[;,\n]+")
_NAME: Final = re.compile(r"[^\W\d_]{2}")
_LEAST_DIGITS: Final = 5  # of a telephone number in a village


def stated(table: Table) -> frozenset[str]:
    """What the list has a column for: a blank cell there says that nothing is known; no column says nothing."""
    return frozenset(field for field in HEADINGS if any(_columns(table, field)))


def columns_of(table: Table) -> frozenset[int]:
    """The columns that are read here."""
    return frozenset(column for field in HEADINGS for column in _columns(table, field))


def read_particulars(table: Table, row: int, findings: Findings) -> Particulars:
    """Address, parents and phone of the pupil in this row."""
    return Particulars(
        address="; ".join(plain(value) for _, value in _cells(table, row, "address", findings)) or None,
        parents=tuple(_parents(table, row, findings)),
        phone=", ".join(_phones(table, row, findings)) or None,
    )


def read_decision(table: Table, row: int, year: SchoolYearSpan | None, findings: Findings) -> Decision | None:
    """The council's decision and its minutes; None where the row has none, or minutes that cannot be read."""
    decided = [plain(value) for _, value in _cells(table, row, "decision", findings)]
    minutes = list(_cells(table, row, "protocol", findings))
    if not decided:
        for column, _ in minutes:
            findings.at("import.protocol_alone", table.sheet, row, column)
        return None
    column, value = minutes[0] if minutes else (next(_columns(table, "protocol"), 0), None)
    found = parse_protocol(value, year)
    if found is None:
        findings.note("import.protocol", table.sheet.title, row, column, value)
        return None
    if year and not year.starts <= found[1] <= year.ends:
        findings.at("import.date_outside_year", table.sheet, row, column, year=year.label)
    return Decision("; ".join(decided), *found)


def _columns(table: Table, field: str) -> Iterator[int]:
    return (table.columns[name] for name in HEADINGS[field] if name in table.columns)


def _cells(table: Table, row: int, field: str, findings: Findings) -> Iterator[tuple[int, CellValue]]:
    """The filled cells of a field; a dash is a way to leave one blank."""
    for column in _columns(table, field):
        value = table.sheet.at(row, column)
        if blank(value) or plain(value) in _DASHES:
            continue
        most = _MOST.get(field, MAX_ADDRESS)
        if len(plain(value)) > most:
            findings.at("import.text_too_long", table.sheet, row, column, most=str(most))
        yield column, value


def _parents(table: Table, row: int, findings: Findings) -> Iterator[str]:
    for column, value in _cells(table, row, "parents", findings):
        names = [plain(part) for part in _BETWEEN_NAMES.split(str(value))]
        for name in filter(None, names):
            if _NAME.search(name) is None or any(letter.isdecimal() for letter in name):
                findings.at("import.parents", table.sheet, row, column)
            yield name


def _phones(table: Table, row: int, findings: Findings) -> Iterator[str]:
    for column, value in _cells(table, row, "phone", findings):
        phone = plain(value)
        if sum(letter.isdecimal() for letter in phone) < _LEAST_DIGITS:
            findings.at("import.phone", table.sheet, row, column)
        yield phone
