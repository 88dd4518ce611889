"""Reads what was typed to `letopis print`: dates, protocols, people and sections in words -> the values of an Order.

A word that cannot be read is refused with what was found and what is wanted. It asks nothing of the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from records.documents.forms.parts import TO_COME, CommissionProtocol, Signatory
from records.errors import InputError

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def read_day(typed: str | None) -> date | None:
    """The day of `26.06.2026`; None for nothing."""
    if not typed:
        return None
    found = _DAY.fullmatch(typed.strip())
    try:
        return date(*map(int, reversed(found.groups()))) if found else _refuse_day(typed)
    except ValueError:
        return _refuse_day(typed)


def _refuse_day(typed: str) -> date:
    raise _refused("--date", typed, "дата, как 26.06.2026", "a date such as 26.06.2026")


def read_protocol(typed: str | None) -> CommissionProtocol:
    """The protocol of `4 от 25.06.2026`; nothing: still to come."""
    if not typed:
        return TO_COME
    number, between, day = typed.partition(" от ")
    if not between:
        raise _refused("--protocol", typed, "номер и дата, как «4 от 25.06.2026»", "number and date")
    return CommissionProtocol(number.strip().removeprefix("№").strip(), read_day(day))


def read_person(option: str, typed: str | None) -> Signatory | None:
    """The signatory of `Секретарь; О. В. Белова`; None for nothing."""
    if not typed:
        return None
    position, between, name = typed.partition(";")
    if not between or not position.strip():
        raise _refused(option, typed, "«Должность; Фамилия И. О.»", "'Position; Name'")
    return Signatory(position.strip(), name.strip())


def read_people(typed: Sequence[str]) -> Sequence[Signatory]:
    """The members of a commission, or those who check."""
    return tuple(person for word in typed if (person := read_person("--member", word)))


def read_sections(typed: Sequence[str]) -> Mapping[str, str]:
    """Index -> name of `02=Учебная работа`."""
    found = {}
    for word in typed:
        index, between, name = word.partition("=")
        if not between or not index.strip():
            raise _refused("--section", word, "«02=Учебная работа»", "'02=Name'")
        found[index.strip()] = name.strip()
    return found


def read_pages(typed: str | None) -> Sequence[int]:
    """The pages of each volume of `64,56`; nothing: not told."""
    if not typed:
        return ()
    parts = [part.strip() for part in typed.split(",")]
    if not all(part.isdecimal() and len(part) < 6 and int(part) for part in parts):
        raise _refused("--pages", typed, "страницы томов через запятую, как 64,56", "pages of the volumes")
    return tuple(map(int, parts))


def _refused(option: str, typed: str, ru: str, en: str) -> InputError:
    return InputError(
        "print.typed",
        f"{option}: найдено «{typed}». Нужно: {ru}.",
        f"{option}: found {typed!r}; wanted: {en}",
    )
