"""Реестр классных журналов: files of 10 years or less, which have no approved inventory (domain.md, Terms)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from records.documents.forms.parts import Head, Keeping, Signatory, year_words


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A class journal: inventory number, index, class, class teacher, carriers, place, term, first act, who took it.

    `volumes` and `sheets` are None where the paper is counted by hand.
    """

    number: str
    index: str
    class_name: str
    class_teacher: str
    copies: int
    volumes: int | None
    sheets: int | None
    place: str
    keeping: Keeping
    act_from: date | None
    received: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class JournalRegister:
    """The register of a school year."""

    TEMPLATE: ClassVar[str] = "journal_register"
    head: Head
    year: str
    entries: Sequence[JournalEntry]
    signatories: Sequence[Signatory]

    @property
    def title(self) -> str:
        """What the file is called."""
        return f"Реестр классных журналов за {year_words(self.year)}"

    @property
    def counted(self) -> bool:
        """Whether the paper of every journal is counted."""
        return all(entry.volumes is not None and entry.sheets is not None for entry in self.entries)

    @property
    def volumes(self) -> int:
        """Paper volumes in all."""
        return sum(entry.volumes or 0 for entry in self.entries)

    @property
    def sheets(self) -> int:
        """Sheets of paper in all."""
        return sum(entry.sheets or 0 for entry in self.entries)
