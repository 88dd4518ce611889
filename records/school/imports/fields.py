"""Reads the small things of a filled journal: dates, names, classes, years, periods, subjects, work kinds.

One function a field: what was typed -> a value, or None when it is not one. Typing habits are forgiven where
only one reading is left. It reports nothing: the reader says where the field stood and what was expected.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from records.gradebook.marks import cyrillic
from records.school.imports.grid import CellValue
from records.school.imports.model import PeriodKind, YearMarkKind

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_KINDS = {"четверть": PeriodKind.QUARTER, "полугодие": PeriodKind.HALF_YEAR}
_COUNTS = {PeriodKind.QUARTER: 4, PeriodKind.HALF_YEAR: 2}
_YEAR_MARKS = {
    "год": YearMarkKind.YEAR,
    "годовая": YearMarkKind.YEAR,
    "экзамен": YearMarkKind.EXAM,
    "экз": YearMarkKind.EXAM,
    "итог": YearMarkKind.FINAL,
    "итоговая": YearMarkKind.FINAL,
}
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?:\s*г\.?)?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_YEAR = re.compile(r"(20\d\d)\s*[/–—-]\s*(?:20)?(\d\d)(?!\d).*")
_CLASS = re.compile(r"(\d{1,2})\s*[«\"-]?\s*([А-ЯЁ]?)[»\"]?(?:\s*класс)?", re.IGNORECASE)
_PERIOD = re.compile(r"([IV]+|\d)(?:\s*-?\s*[яе])?\s+(\w+)")
_SUBGROUP = re.compile(r"(.+?)\s*\(([^()]*групп[^()]*)\)", re.IGNORECASE)
_INITIALS = re.compile(r"\b([А-ЯЁ])\.\s*(?=[А-ЯЁ]\.)")
_PROTOCOL = re.compile(r"(?:протокол\s*)?(?:№|N)?\s*([\w/.-]+)\s+от\s+(.+)", re.IGNORECASE)
_WORK_KIND = re.compile(r"[А-ЯЁ]{1,6}")
_MIXED_WORD = re.compile(r"\w*[А-Яа-яЁё]\w*")


@dataclass(frozen=True, slots=True)
class PeriodTitle:
    """What a period's title says. `text` is its one spelling, `I четверть`."""

    kind: PeriodKind
    number: int

    @property
    def text(self) -> str:
        """`I четверть`, `II полугодие`."""
        word = next(word for word, kind in _KINDS.items() if kind is self.kind)
        return f"{next(r for r, n in _ROMAN.items() if n == self.number)} {word}"


@dataclass(frozen=True, slots=True)
class SchoolYearSpan:
    """A school year by its label, `2025/2026`: from 1 September to 31 August."""

    first: int

    @property
    def label(self) -> str:
        """`2025/2026`."""
        return f"{self.first}/{self.first + 1}"

    @property
    def starts(self) -> date:
        """1 September."""
        return date(self.first, 9, 1)

    @property
    def ends(self) -> date:
        """31 August of the next year."""
        return date(self.first + 1, 8, 31)


def tidy(value: CellValue) -> str:
    """The text as typed, in NFC, outer blanks off and inner runs of blanks one; "" for nothing."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def plain(value: CellValue) -> str:
    """`tidy`, and Latin letters inside a word that has Cyrillic ones become the letters they look like."""
    return _MIXED_WORD.sub(lambda word: cyrillic(word.group()), tidy(value))


def fold(text: str) -> str:
    """The key by which two spellings are one: no case, no ё, no blanks doubled, no colon at the end."""
    return " ".join(text.casefold().replace("ё", "е").split()).rstrip(" :.")


def parse_date(value: CellValue, year: SchoolYearSpan | None = None) -> date | None:
    """A date cell, `02.09.2025`, `2.9.25` or `2025-09-02`; `02.09` too when the school year is known."""
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else None
    if isinstance(value, date):
        return value
    text = plain(value)
    try:
        if iso := _ISO_DATE.fullmatch(text):
            return date(*(int(part) for part in iso.groups()))
        if found := _DATE.fullmatch(text):
            day, month, typed = found.groups()
            number = _full_year(typed, int(month), year)
            return date(number, int(month), int(day)) if number else None
    except ValueError:
        return None
    return None


def _full_year(typed: str | None, month: int, year: SchoolYearSpan | None) -> int | None:
    if typed:
        return int(typed) if len(typed) == 4 else 2000 + int(typed)
    if year is None:
        return None
    return year.first if month >= 9 else year.first + 1


def parse_year(value: CellValue) -> SchoolYearSpan | None:
    """`2025/2026`, `2025-26`, `2025–2026 уч. год`."""
    found = _YEAR.fullmatch(plain(value))
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        return None
    return SchoolYearSpan(int(found[1]))


def parse_class_name(value: CellValue) -> tuple[str, int] | None:
    """`9А`, `9 «а»`, Latin `9A` -> ("9А", 9). Grades run from 1 to 11."""
    found = _CLASS.fullmatch(cyrillic(plain(value)))
    if found is None or not 1 <= int(found[1]) <= 11:
        return None
    return f"{int(found[1])}{found[2].upper()}", int(found[1])


def parse_person(value: CellValue) -> tuple[str, str, str | None] | None:
    """Surname, given name, patronymic or None. At least two words, of letters."""
    words = plain(value).split()
    if len(words) < 2 or not all(re.fullmatch(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?", word) for word in words):
        return None
    return words[0], words[1], " ".join(words[2:]) or None


def parse_staff(value: CellValue) -> str | None:
    """A teacher's name, with a full name or initials, always spaced alike: `Кузнецова Т. А.`."""
    name = _INITIALS.sub(r"\1. ", plain(value))
    return name if re.search(r"[А-ЯЁа-яё]{2}", name) and not re.search(r"\d", name) else None


def parse_period(value: CellValue) -> PeriodTitle | None:
    """`I четверть`, `1 четверть`, `2-е полугодие`; the Roman figure in any letters that look like it."""
    # Ukrainian І and Cyrillic У stand for Roman figures where no Latin layout was at hand.
    text = plain(value).replace("І", "I").replace("|", "I")
    found = _PERIOD.fullmatch(text.replace("1V", "IV"))
    kind = _KINDS.get(found[2].casefold()) if found else None
    if found is None or kind is None:
        return None
    number = _ROMAN.get(found[1]) or (int(found[1]) if found[1].isdigit() else 0)
    return PeriodTitle(kind, number) if 1 <= number <= _COUNTS[kind] else None


def parse_year_mark_kind(value: CellValue) -> YearMarkKind | None:
    """The header of a year's column: `Год`, `Экзамен`, `Итоговая`."""
    return _YEAR_MARKS.get(fold(plain(value)).removesuffix(" отметка").removesuffix(" оценка"))


def parse_subject(value: CellValue) -> tuple[str, str | None]:
    """`Английский язык (1 группа)` -> subject and subgroup; other brackets belong to the subject."""
    text = plain(value)
    found = _SUBGROUP.fullmatch(text)
    return (found[1], found[2].strip()) if found else (text, None)


def parse_protocol(value: CellValue, year: SchoolYearSpan | None = None) -> tuple[str, date] | None:
    """The number and the date of minutes, `№ 5 от 29.05.2026`."""
    found = _PROTOCOL.fullmatch(plain(value))
    day = parse_date(found[2], year) if found else None
    return (f"№ {found[1]}", day) if found and day else None


def parse_work_kind(value: CellValue) -> str | None:
    """An abbreviation of a kind of work in capital letters, `КР`."""
    text = cyrillic(plain(value)).upper()
    return text if _WORK_KIND.fullmatch(text) else None


def parse_hours(value: CellValue) -> int | None:
    """A whole number of hours from 1 to 8."""
    text = plain(value)
    return int(text) if text.isdecimal() and 1 <= int(text) <= 8 else None


def parse_ordinal(value: CellValue) -> int | None:
    """The number of a row in a list, `3` or `3.`."""
    text = plain(value).rstrip(".")
    return int(text) if text.isdecimal() and 1 <= int(text) <= 999 else None
