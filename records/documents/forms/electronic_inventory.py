"""Опись электронных дел: files with their volume in MB, and the registry of their containers with digests.

A megabyte is 1 048 576 bytes (ГОСТ 8.417-2002, Annex А); digests are SHA-512, as in the bag's own manifest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
    year_words,
)


@dataclass(frozen=True, slots=True)
class Container:
    """A file of an electronic dossier: name, when written (school's clock), bytes, digest in hexadecimal."""

    name: str
    written: datetime
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class ElectronicEntry:
    """An electronic dossier and its containers."""

    number: str
    index: str
    heading: str
    dates: Span
    keeping: Keeping
    containers: Sequence[Container]
    note: str = ""

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(container.size for container in self.containers)


@dataclass(frozen=True, slots=True)
class ElectronicInventory:
    """The inventory of a year's electronic dossiers. `algorithm` names the digest of every container."""

    TEMPLATE: ClassVar[str] = "electronic_inventory"
    head: Head
    year: str
    entries: Sequence[ElectronicEntry]
    compiler: Signatory
    approval: Signatory
    algorithm: str = "SHA-512"
    lettered: Sequence[str] = ()
    missing: Sequence[str] = ()
    protocol: CommissionProtocol = TO_COME

    @property
    def title(self) -> str:
        """What the file is called."""
        return f"{numbered('Опись', self.head.number)} электронных дел за {year_words(self.year)}"

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(entry.size for entry in self.entries)

    @property
    def files(self) -> int:
        """Containers in all."""
        return sum(len(entry.containers) for entry in self.entries)

    @property
    def numbering(self) -> Numbering:
        """From the first to the last number."""
        numbers = [entry.number for entry in self.entries]
        return Numbering(
            numbers[0] if numbers else "", numbers[-1] if numbers else "", self.lettered, self.missing
        )
