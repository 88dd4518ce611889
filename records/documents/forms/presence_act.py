"""Акт проверки наличия и состояния: listed, found, missing, lettered, damaged, changes (domain.md, Presence act)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from records.documents.forms.parts import Head, Signatory, numbered


@dataclass(frozen=True, slots=True)
class PresenceCount:
    """The counts for one kind of carrier («бумажные тома», «электронные дела, копия 1: серверная»); None by hand."""

    carrier: str
    listed: int | None
    found: int | None
    missing: int | None
    lettered: int | None
    damaged: int | None


@dataclass(frozen=True, slots=True)
class Defect:
    """A file that is missing or damaged: what is wrong, and what was done about it."""

    number: str
    heading: str
    finding: str
    deed: str


@dataclass(frozen=True, slots=True)
class PresenceAct:
    """The act of two persons over a span of days; `changes` since the last check, in words."""

    TEMPLATE: ClassVar[str] = "presence_act"
    head: Head
    began: date
    ended: date
    basis: str
    inventories: str
    counts: Sequence[PresenceCount]
    defects: Sequence[Defect]
    changes: str
    conditions: str
    checkers: Sequence[Signatory]
    approval: Signatory

    @property
    def title(self) -> str:
        """What the file is called."""
        return numbered("Акт проверки наличия и состояния дел", self.head.number)
