"""Russian numbers, counted nouns and dates in words: «121 (сто двадцать один) лист», «22 ноября 2026 г.»

Whole numbers below a thousand million, three genders, nominative, genitive and accusative (inanimate). Tabled:
num2words 0.5.14 says «одна миллион» and «двух тысячи», and stands on a package without a wheel. Pure; it
declines no names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from records.errors import InputError

LIMIT: Final = 1_000_000_000


class Gender(StrEnum):
    """The gender of a noun: «один лист», «одна страница», «одно дело»."""

    MASCULINE = "masculine"
    FEMININE = "feminine"
    NEUTER = "neuter"


class Case(StrEnum):
    """The cases that forms need: «внесено два дела», «в количестве двух дел», «передать одну папку»."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    ACCUSATIVE = "accusative"


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun as numbers govern it: 1 лист, 2 листа, 5 листов; `accusative` of one where it differs (страницу)."""

    one: str
    few: str
    many: str
    gender: Gender = Gender.MASCULINE
    accusative: str = ""

    def after(self, count: int, case: Case = Case.NOMINATIVE) -> str:
        """The form that stands after this number."""
        if _is_one(count):
            return {Case.GENITIVE: self.few, Case.ACCUSATIVE: self.accusative or self.one}.get(case, self.one)
        return self.few if case is not Case.GENITIVE and _is_few(count) else self.many


SHEET: Final = Noun("лист", "листа", "листов")
PAGE: Final = Noun("страница", "страницы", "страниц", Gender.FEMININE, "страницу")
DOSSIER: Final = Noun("дело", "дела", "дел", Gender.NEUTER)
VOLUME: Final = Noun("том", "тома", "томов")
FILE: Final = Noun("файл", "файла", "файлов")
DOCUMENT: Final = Noun("документ", "документа", "документов")
MARK: Final = Noun("отметка", "отметки", "отметок", Gender.FEMININE, "отметку")
YEAR: Final = Noun("год", "года", "лет")
DAY: Final = Noun("день", "дня", "дней")
LESSON: Final = Noun("урок", "урока", "уроков")
OPERATION: Final = Noun("операция", "операции", "операций", Gender.FEMININE, "операцию")

_UNITS: Final = (
    *("ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"),
    *("одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать"),
    *("семнадцать", "восемнадцать", "девятнадцать"),
)
_UNITS_OF: Final = (
    *("ноля", "одного", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти", "десяти"),
    *("одиннадцати", "двенадцати", "тринадцати", "четырнадцати", "пятнадцати", "шестнадцати"),
    *("семнадцати", "восемнадцати", "девятнадцати"),
)
_TENS: Final = (
    *("", "", "двадцать", "тридцать", "сорок", "пятьдесят"),
    *("шестьдесят", "семьдесят", "восемьдесят", "девяносто"),
)
_TENS_OF: Final = (
    *("", "", "двадцати", "тридцати", "сорока", "пятидесяти"),
    *("шестидесяти", "семидесяти", "восьмидесяти", "девяноста"),
)
_HUNDREDS: Final = (
    *("", "сто", "двести", "триста", "четыреста", "пятьсот"),
    *("шестьсот", "семьсот", "восемьсот", "девятьсот"),
)
_HUNDREDS_OF: Final = (
    *("", "ста", "двухсот", "трёхсот", "четырёхсот", "пятисот"),
    *("шестисот", "семисот", "восьмисот", "девятисот"),
)
_WORDS: Final = {
    Case.NOMINATIVE: (_UNITS, _TENS, _HUNDREDS),
    Case.GENITIVE: (_UNITS_OF, _TENS_OF, _HUNDREDS_OF),
    Case.ACCUSATIVE: (_UNITS, _TENS, _HUNDREDS),
}
_GENDERED: Final = {
    (1, Gender.FEMININE, Case.NOMINATIVE): "одна",
    (1, Gender.FEMININE, Case.GENITIVE): "одной",
    (1, Gender.FEMININE, Case.ACCUSATIVE): "одну",
    (1, Gender.NEUTER, Case.NOMINATIVE): "одно",
    (1, Gender.NEUTER, Case.ACCUSATIVE): "одно",
    (2, Gender.FEMININE, Case.NOMINATIVE): "две",
    (2, Gender.FEMININE, Case.ACCUSATIVE): "две",
}
_SCALE: Final = (
    (1_000_000, Noun("миллион", "миллиона", "миллионов")),
    (1_000, Noun("тысяча", "тысячи", "тысяч", Gender.FEMININE, "тысячу")),
)
_MONTHS_OF: Final = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


def in_words(count: int, gender: Gender = Gender.MASCULINE, case: Case = Case.NOMINATIVE) -> str:
    """`сто двадцать один`. Raises InputError for a number below nought or past the table."""
    if not 0 <= count < LIMIT:
        raise InputError(
            "numerals.range",
            f"Число {count} нельзя записать прописью: ожидается от 0 до {LIMIT - 1}.",
            f"{count} has no words here: 0 to {LIMIT - 1} have",
        )
    if count == 0:
        return _WORDS[case][0][0]
    return " ".join(_words(count, gender, case))


def counted(count: int, noun: Noun, case: Case = Case.NOMINATIVE) -> str:
    """`121 лист`."""
    return f"{count}\N{NO-BREAK SPACE}{noun.after(count, case)}"


def spelled(count: int, noun: Noun, case: Case = Case.NOMINATIVE) -> str:
    """`121 (сто двадцать один) лист`: in figures and in words, as acts and certification sheets count."""
    return f"{count} ({in_words(count, noun.gender, case)}) {noun.after(count, case)}"


def long_date(day: date) -> str:
    """`22 ноября 2026 г.`"""
    return f"{day.day}\N{NO-BREAK SPACE}{_MONTHS_OF[day.month - 1]} {day.year}\N{NO-BREAK SPACE}г."


def _words(count: int, gender: Gender, case: Case) -> Iterator[str]:
    for scale, noun in _SCALE:
        group, count = divmod(count, scale)
        if group:
            yield from (*_group(group, noun.gender, case), noun.after(group, case))
    yield from _group(count, gender, case)


def _group(count: int, gender: Gender, case: Case) -> Iterator[str]:
    """The words of a number below a thousand; none for nought."""
    units, tens, hundreds = _WORDS[case]
    if count >= 100:
        yield hundreds[count // 100]
    count %= 100
    if count >= 20:
        yield tens[count // 10]
        count %= 10
    if count:
        yield _GENDERED.get((count, gender, case), units[count])


def _is_one(count: int) -> bool:
    return count % 10 == 1 and count % 100 != 11


def _is_few(count: int) -> bool:
    return count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
