"""Refuses text of a filled journal that does not read as it prints: invisible characters, and endless text.

A record is read by eye and searched by machine for 25 years: a bidi override, a zero-width letter or a NUL would
make the two differ, so it is named with its place (Unicode 15, general categories C*). Nothing is mended silently.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from records.school.imports.fields import plain
from records.school.imports.grid import CellValue, Sheet
from records.school.imports.problems import Findings

MAX_NAME = 120  # letters of a person, a subject, a document of a pupil
MAX_SCHOOL = 300  # full names of schools are long
MAX_ADDRESS = 300  # an address, the names of the parents, their telephones
MAX_TEXT = 2000  # a topic, homework
_BLANKS = frozenset("\t\n\r")


def without_invisible(sheet: Sheet, findings: Findings) -> Sheet:
    """The sheet with invisible characters and text without end noted, and then taken out."""
    rows = list(sheet.rows)
    _look(sheet.title, sheet, 0, 0, findings)
    for number, row in enumerate(sheet.rows):
        if not all(map(_harmless, row)):
            rows[number] = tuple(
                _look(value, sheet, number, column, findings) for column, value in enumerate(row)
            )
    return replace(sheet, rows=tuple(rows))


def note_long(sheet: Sheet, row: int, column: int, findings: Findings, most: int = MAX_NAME) -> None:
    """Note the name that stands there when it has more than `most` characters."""
    if len(plain(sheet.at(row, column))) > most:
        findings.at("import.name_too_long", sheet, row, column, most=str(most))


def _harmless(value: CellValue) -> bool:
    return not isinstance(value, str) or (value.isprintable() and len(value) <= MAX_TEXT)


def _look(value: CellValue, sheet: Sheet, row: int, column: int, findings: Findings) -> CellValue:
    if not isinstance(value, str):
        return value
    if len(value) > MAX_TEXT:
        findings.note("import.text_too_long", sheet.title, row, column, value, most=str(MAX_TEXT))
        value = value[:MAX_TEXT]
    hidden = sorted({c for c in value if unicodedata.category(c).startswith("C")} - _BLANKS)
    if not hidden:
        return value
    names = ", ".join(f"U+{ord(character):04X}" for character in hidden[:4])
    findings.note("import.invisible", sheet.title, row, column, value, names=names)
    return "".join(character for character in value if character not in hidden)
