"""Опись дел свыше 10 лет хранения: files by year, continuous numbers, a tail that counts them in words (Росархив № 77).

Electronic files have an inventory of their own (electronic_inventory.py), journals a register (journal_register.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from records.documents.forms.parts import (
    TO_COME,
    CommissionProtocol,
    Head,
    Keeping,
    Numbering,
    Signatory,
    Span,
    numbered,
)


@dataclass(frozen=True, slots=True)
class InventoryEntry:
    """A file: number in the inventory, index, heading, dates, sheets (None: electronic), term, note."""

    number: str
    index: str
    heading: str
    dates: Span
    sheets: int | None
    keeping: Keeping
    note: str = ""


@dataclass(frozen=True, slots=True)
class YearSection:
    """The yearly section («годовой раздел»)."""

    year: str
    entries: Sequence[InventoryEntry]


@dataclass(frozen=True, slots=True)
class Inventory:
    """The inventory; numbers continue across its sections."""

    TEMPLATE: ClassVar[str] = "inventory"
    head: Head
    sections: Sequence[YearSection]
    compiler: Signatory
    approval: Signatory
    lettered: Sequence[str] = ()
    missing: Sequence[str] = ()
    protocol: CommissionProtocol = TO_COME

    @property
    def title(self) -> str:
        """What the file is called."""
        return f"{numbered('Опись', self.head.number)} дел свыше 10 лет хранения"

    @property
    def count(self) -> int:
        """How many files it lists."""
        return sum(len(section.entries) for section in self.sections)

    @property
    def numbering(self) -> Numbering:
        """From the first to the last number."""
        numbers = [entry.number for section in self.sections for entry in section.entries]
        return Numbering(
            numbers[0] if numbers else "", numbers[-1] if numbers else "", self.lettered, self.missing
        )
