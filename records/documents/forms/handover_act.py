"""Акт приёма-передачи: deputy head to secretary, secretary to archive; paper volumes and electronic copies alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from records.documents.forms.parts import Head, Signatory, Span, numbered


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A file as handed over: carriers («2 тома, 121 лист», «флеш-накопитель № 4») and bytes where electronic."""

    index: str
    heading: str
    dates: Span
    carriers: str
    size: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandoverAct:
    """Who hands over to whom, on what ground, what and in which condition."""

    TEMPLATE: ClassVar[str] = "handover_act"
    head: Head
    basis: str
    condition: str
    entries: Sequence[HandedOver]
    giver: Signatory
    taker: Signatory

    @property
    def title(self) -> str:
        """What the file is called."""
        return numbered("Акт приёма-передачи", self.head.number)

    @property
    def size(self) -> int:
        """Bytes of the electronic copies in all."""
        return sum(entry.size or 0 for entry in self.entries)
