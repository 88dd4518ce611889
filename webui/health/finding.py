"""A finding of the doctor: a code, how bad it is, where, and in words what it is and what to do about it.

The texts stand in words.py; a text may hold {values} of the place. It examines nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from records.digest import Json
from records.errors import Language, LetopisError
from webui.health.words import WORDS


class Weight(StrEnum):
    """How much it matters."""

    BAD = "bad"  # to be mended before anybody relies on the installation
    WEAK = "weak"  # works, and protects less than it could


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. `todo_ru` and `todo_en` are empty where the text already says it."""

    code: str
    weight: Weight
    where: str
    ru: str
    en: str
    todo_ru: str = ""
    todo_en: str = ""

    @classmethod
    def of(cls, code: str, weight: Weight, where: str, **values: object) -> Self:
        """The finding with that code; `values` fill its text."""
        words = WORDS[code]
        ru, en = words.ru.format(**values), words.en.format(**values)
        return cls(code, weight, where, ru, en, words.todo_ru, words.todo_en)

    @classmethod
    def refused(cls, error: LetopisError, where: str) -> Self:
        """The finding that the installation, or a part of it, refuses to work."""
        return cls(error.code, Weight.BAD, where, error.ru, error.en)

    def what(self, language: Language) -> str:
        """What it is."""
        return self.ru if language == "ru" else self.en

    def todo(self, language: Language) -> str:
        """What to do."""
        return self.todo_ru if language == "ru" else self.todo_en

    def json(self, language: Language) -> Json:
        """The finding for programs."""
        return {
            "code": self.code,
            "weight": self.weight.value,
            "where": self.where,
            "what": self.what(language),
            "todo": self.todo(language),
        }
