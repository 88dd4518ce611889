"""A notice -> its sentence in a language: titles, days and moments filled in. Pure.

Whatever came from outside, as a browser's name for itself, is told only in words that we know: a stranger writes no
line of a letter of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from records.errors import Language
from records.times import local, parse_rfc3339, russian_date
from webui import words as shared
from webui.notices.kinds import NoticeKind
from webui.notices.words import WORDS

# What stands in Russian whatever the reader's language: titles, names, orders.
RUSSIAN: Final = frozenset({"journal", "period", "holder", "order", "title"})
_DAYS = frozenset({"since", "until", "date", "day"})
# The first that the name contains: browsers name those before them as well.
_BROWSERS: Final = (
    *(("YaBrowser", "Яндекс Браузер"), ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox")),
    *(("Chrome", "Chrome"), ("Safari", "Safari")),
)
_SYSTEMS: Final = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS", "macOS"), ("Linux", "Linux")),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a notice says."""

    title: str
    text: str


def say(kind: NoticeKind, told: Mapping[str, str], language: Language, zone: str) -> Sentence:
    """The notice in words."""
    words = WORDS[language]
    return Sentence(words[kind.value], words[f"{kind.value}_text"].format(**spelled(told, language, zone)))


def spelled(told: Mapping[str, str], language: Language, zone: str) -> dict[str, str]:
    """What a notice names, as a reader of that language reads it."""
    return {name: _spell(name, value, language, zone) for name, value in told.items()}


def device(agent: str) -> str:
    """Browser and system of a User-Agent, empty for one that we do not know. Versions are left out on purpose: an
    update is no new device."""
    found = [next((name for sign, name in known if sign in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)


def _spell(name: str, value: str, language: Language, zone: str) -> str:
    words = WORDS[language]
    if name in _DAYS:
        return russian_date(date.fromisoformat(value)) if value else words["no_day"]
    if name == "moment":
        return local(parse_rfc3339(value), zone).strftime("%d.%m.%Y %H:%M")
    if name == "role":
        return shared.WORDS[language].get(value, value)
    return value or words["unknown_device"] if name == "device" else value
