"""Лист-заверитель дела: how many sheets a bound paper volume has, counted after printing (domain.md, Last sheet).

An electronic file has a registry of its documents instead (file_registry.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from records.documents.forms.parts import Head, Numbering, Signatory, SignedRecord


class Printing(IntEnum):
    """Pages on a sheet of paper."""

    ONE_SIDE = 1
    BOTH_SIDES = 2


def sheets(pages: int, printing: Printing) -> int:
    """The sheets of paper that so many pages take."""
    return -(-pages // printing)


@dataclass(frozen=True, slots=True)
class Condition:
    """A peculiarity of the volume (a stain, a torn sheet) and the numbers of the sheets it is found on."""

    what: str
    sheets: str


@dataclass(frozen=True, slots=True)
class BindingSheet:
    """The last sheet of a volume. `pages` and `printing` give the sheets; the inner inventory is counted apart."""

    TEMPLATE: ClassVar[str] = "binding_sheet"
    head: Head
    index: str
    heading: str
    volume: int
    volumes: int
    pages: int
    printing: Printing
    signatory: Signatory
    lettered: Sequence[str] = ()
    missing: Sequence[str] = ()
    inventory_sheets: int = 0
    conditions: Sequence[Condition] = ()
    records: Sequence[SignedRecord] = ()

    @property
    def title(self) -> str:
        """What the file is called."""
        return f"Лист-заверитель дела № {self.index}"

    @property
    def sheets(self) -> int:
        """The sheets of the volume."""
        return sheets(self.pages, self.printing)

    @property
    def numbering(self) -> Numbering:
        """From 1 on; a missing number shifts the last one, a lettered one (12а) takes none."""
        last = self.sheets + len(self.missing) - len(self.lettered)
        return Numbering(
            "1" if self.sheets else "", str(last) if self.sheets else "", self.lettered, self.missing
        )

    @property
    def how_printed(self) -> str:
        """`с двух сторон листа`, or `с одной`."""
        return "с двух сторон листа" if self.printing is Printing.BOTH_SIDES else "с одной стороны листа"
