"""Акт о выделении к уничтожению документов, не подлежащих хранению (domain.md, Destruction act; Росархив № 77, 2023).

A form, not a decision: what may enter it is decided elsewhere. The mark of destruction is filled in afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from records.documents.forms.parts import (
    TO_COME,
    CommissionProtocol,
    Head,
    Keeping,
    Signatory,
    Span,
    numbered,
)


@dataclass(frozen=True, slots=True)
class Discarded:
    """A row of the act; `inventory` is the number of the inventory or of the file plan."""

    heading: str
    dates: Span
    inventory: str
    index: str
    volume: str
    quantity: int
    keeping: Keeping
    note: str = ""


@dataclass(frozen=True, slots=True)
class InventoryApproval:
    """The inventory of files over 10 years for these years is approved: number, protocol, date."""

    years: str
    number: str
    protocol: CommissionProtocol = TO_COME


@dataclass(frozen=True, slots=True)
class MarkOfDestruction:
    """What was done: when, how, on which carriers, by whom and before whom."""

    on: date
    way: str
    carriers: str
    by: Sequence[Signatory]


@dataclass(frozen=True, slots=True)
class DestructionAct:
    """The act; `destroyed` is None until it is carried out, and its mark is then left to the pen."""

    TEMPLATE: ClassVar[str] = "destruction_act"
    head: Head
    basis: Sequence[str]
    entries: Sequence[Discarded]
    approval: Signatory
    compiler: Signatory
    inventories: Sequence[InventoryApproval] = ()
    protocol: CommissionProtocol = TO_COME
    commission: Sequence[Signatory] = ()
    destroyed: MarkOfDestruction | None = None

    @property
    def title(self) -> str:
        """What the file is called."""
        return numbered("Акт о выделении к уничтожению документов", self.head.number)

    @property
    def quantity(self) -> int:
        """Files in all."""
        return sum(entry.quantity for entry in self.entries)

    @property
    def years(self) -> str:
        """`2020–2026`: over all rows; empty without rows."""
        if not self.entries:
            return ""
        first = min(entry.dates.first.year for entry in self.entries)
        last = max(entry.dates.last.year for entry in self.entries)
        return str(first) if first == last else f"{first}–{last}"
