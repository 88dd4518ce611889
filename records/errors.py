"""The error tree of Letopis: a code, what is wrong, where, and what to do, in Russian and English.

Each package has its own branch below LetopisError. The texts are for the person who reads them;
the code is for tests, reports and exit codes. This module does not print or translate anything else.
"""

from __future__ import annotations

from typing import ClassVar, Literal

Language = Literal["ru", "en"]


class LetopisError(Exception):
    """A refusal or failure that a person can act on.

    `code` is stable and has a test; `ru` and `en` say what, where and what to do.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, code: str, ru: str, en: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.ru = ru
        self.en = en

    def text(self, language: Language = "ru") -> str:
        """The message for a reader of the given language."""
        return self.ru if language == "ru" else self.en


class RecordsError(LetopisError):
    """The documentary core refuses."""


class InputError(RecordsError):
    """What was given cannot be understood or is incomplete."""


class NotFoundError(RecordsError):
    """What was named does not exist in this school."""


class StateError(RecordsError):
    """The thing is not in a state that allows the operation."""


class FrozenError(RecordsError):
    """The rows are behind a cutoff: nothing of them changes any more."""

    exit_code = 3


class DatabaseError(RecordsError):
    """The database is away, full, read-only or damaged: what it committed before is kept."""


class SetupError(RecordsError):
    """The installation is not fit to work: a library, a guard or a setting is missing."""
