"""Reads a machine-readable power of attorney (МЧД; 63-ФЗ, art. 17.2; the unified format EMCHD, versions 002 and 003).

Checked: size, no DTD or entities, the root and ВерсФорм, one principal that is a Russian organisation, one
representative who is a natural person, the forms of number, dates, ИНН and ОГРН, at least one power. Namespaces are not
looked at. Not checked: the rest of the XSD, code lists of powers, limits of powers, whether powers are held jointly,
control digits, the registry of the tax service (so no recall there). A power given in sub-delegation is refused. The
representative's СНИЛС and ИНН are not taken out of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from records.errors import InputError

MAX_POWER: Final = 1 << 18  # octets; a power with a hundred codes has 40 KB
# Version 003 calls itself by the name of the whole format.
_FORMATS: Final = {"002": "002", "003": "003", "EMCHD_1": "003"}
_NUMBER: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INN, _OGRN = re.compile(r"[0-9]{10}"), re.compile(r"[0-9]{13}")


@dataclass(frozen=True, slots=True)
class Principal:
    """The organisation that gives the power."""

    name: str
    inn: str
    ogrn: str


@dataclass(frozen=True, slots=True)
class Granted:
    """One power: its code in the classifier, "" for words alone, and its words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Power:
    """What a power of attorney says; both days belong to its term."""

    format: str
    number: str
    issued: date
    until: date
    principal: Principal
    representative: str
    granted: tuple[Granted, ...]

    def covers(self, day: date) -> bool:
        """Whether the day belongs to its term."""
        return self.issued <= day <= self.until


def read_power(data: bytes) -> Power:
    """What the file says; that somebody signed it is asked in signing/power_signature.py.

    Raises InputError: power.large, power.unreadable, power.format, power.subdelegated, power.parties,
    power.incomplete.
    """
    root = _root(data)
    version = _version(root)
    body = _body(_one(root, "Документ"))
    about, organisation = _one(body, "СвДов"), _principal(body)
    issued, until = _day(about, "ДатаВыдДовер"), _day(about, "СрокДейст")
    if until < issued:
        raise _incomplete("СрокДейст")
    return Power(
        version,
        _formed(about, "НомДовер", _NUMBER, lower=True),
        issued,
        until,
        Principal(
            _text(organisation, "НаимОрг"),
            _formed(organisation, "ИННЮЛ", _INN),
            _formed(organisation, "ОГРН", _OGRN),
        ),
        _representative(body),
        _granted(_one(body, "СвПолн")),
    )


def _root(data: bytes) -> Element:
    if len(data) > MAX_POWER:
        raise InputError(
            "power.large",
            f"Файл доверенности больше {MAX_POWER >> 10} КиБ: это не машиночитаемая доверенность.",
            f"the file is larger than {MAX_POWER >> 10} KiB; it is no machine-readable power of attorney",
        )
    try:
        found: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, ValueError, LookupError) as error:  # expat, defusedxml, an unknown encoding
        raise InputError(
            "power.unreadable",
            "Файл доверенности не читается как XML, или в нём есть DTD. Возьмите XML там, где доверенность создана.",
            f"the power of attorney is no readable XML, or has a DTD; take the XML anew: {error!r:.200}",
        ) from error
    return found


def _version(root: Element) -> str:
    told = root.get("ВерсФорм", "")
    if _local(root) == "Доверенность" and told in _FORMATS:
        return _FORMATS[told]
    raise InputError(
        "power.format",
        f"Это не доверенность единого формата 002 или 003: корень «{_local(root):.60}», ВерсФорм «{told:.20}». "
        "Возьмите файл ON_EMCHD_….xml.",
        f"this is no power of attorney of the unified format 002 or 003: root {_local(root)!r:.60}, version "
        f"{told!r:.20}; take the file ON_EMCHD_….xml",
    )


def _body(document: Element) -> Element:
    if any(_children(document, "Передов")):
        raise InputError(
            "power.subdelegated",
            "Доверенность выдана в порядке передоверия: такие не принимаются. Нужна доверенность от самой организации.",
            "the power was given in sub-delegation, which is not taken; one by the organisation itself is needed",
        )
    return _one(document, "Довер")


def _principal(body: Element) -> Element:
    return _party(body, "СвДоверит", "Доверит", "РосОргДовер", "СвРосОрг")


def _representative(body: Element) -> str:
    person = _party(body, "СвУпПред", "Пред", "СведФизЛ")
    within = [*_children(person, "СведФЛ")] or [person]  # version 003 wraps it once more
    name = _one(within[0], "ФИО")
    parts = (_text(name, "Фамилия"), _text(name, "Имя"), " ".join(name.get("Отчество", "").split()))
    return " ".join(part for part in parts if part)


def _party(body: Element, *path: str) -> Element:
    """The one element at the path. Raises InputError power.parties when there is none, or more than one."""
    found = [body]
    for name in path:
        found = [child for parent in found for child in _children(parent, name)]
    # One that is of another kind counts too: it is a second party.
    if len(found) == 1 and len([*_children(body, path[0])]) == 1:
        return found[0]
    raise InputError(
        "power.parties",
        f"В доверенности должны быть одна российская организация и один представитель, физическое лицо: {path[0]}.",
        f"the power has to have one Russian organisation and one natural person as representative: {path[0]}",
    )


def _granted(powers: Element) -> tuple[Granted, ...]:
    coded = [Granted(_text(one, "КодПолн"), _text(one, "НаимПолн")) for one in _children(powers, "МашПолн")]
    words = [" ".join((one.text or "").split()) for one in _children(powers, "ТекстПолн")]
    found = (*coded, *(Granted("", text) for text in words if text))
    if not found:
        raise _incomplete("СвПолн")
    return found


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(parent: Element, name: str) -> Iterator[Element]:
    return (child for child in parent if _local(child) == name)


def _one(parent: Element, name: str) -> Element:
    found = [*_children(parent, name)]
    if len(found) != 1:
        raise _incomplete(name)
    return found[0]


def _text(element: Element, name: str) -> str:
    value = " ".join(element.get(name, "").split())
    if not value:
        raise _incomplete(name)
    return value


def _formed(element: Element, name: str, form: re.Pattern[str], *, lower: bool = False) -> str:
    value = _text(element, name)
    value = value.lower() if lower else value
    if not form.fullmatch(value):
        raise _incomplete(name)
    return value


def _day(element: Element, name: str) -> date:
    value = _formed(element, name, _DAY)
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _incomplete(name) from error


def _incomplete(name: str) -> InputError:
    return InputError(
        "power.incomplete",
        f"В доверенности нет «{name}», или записано не так, как велит формат. Попросите выпустить её заново.",
        f"the power of attorney lacks {name}, or it is not written as the format says; have it issued anew",
    )
