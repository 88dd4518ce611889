"""Лист подтверждения операций: each operation of a compromised account, what it is worth, the owner's word (R79)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from records.documents.forms.parts import Head, Signatory, numbered


@dataclass(frozen=True, slots=True)
class ListedOperation:
    """An operation: when (school's clock), what and where, before and after, its worth, the answer or "" by pen."""

    at: str
    deed: str
    where: str
    before: str
    after: str
    worth: str
    answer: str


@dataclass(frozen=True, slots=True)
class WantedAct:
    """A mark behind a cutoff that a correction act must mend: where, what stands, what must stand, how far it is."""

    where: str
    standing: str
    wanted: str
    state: str


@dataclass(frozen=True, slots=True)
class CompromiseList:
    """The list of a case, by the order that opened it, with the acts that it asks for."""

    TEMPLATE: ClassVar[str] = "compromise_list"
    head: Head
    owner: str
    login: str
    order: str
    since: str
    void_from: str
    answer_until: date
    operations: Sequence[ListedOperation]
    acts: Sequence[WantedAct]
    signatories: Sequence[Signatory]

    @property
    def title(self) -> str:
        """What the file is called."""
        return numbered("Лист подтверждения операций", self.head.number)
