"""Реестр документов дела: every document of an electronic dossier with file, volume, digest and signatures (к).

It stands where a paper volume has its лист-заверитель.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from records.documents.forms.parts import Head, Keeping, Signatory, SignatureFacts


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """A record: title, id, revision, date, pages, file name, bytes, digest in hexadecimal, signatures."""

    title: str
    record: str
    revision: int
    dated: date
    pages: int
    file: str
    size: int
    digest: str
    signatures: Sequence[SignatureFacts] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileRegistry:
    """The registry of one dossier. `algorithm` names the digest of every file."""

    TEMPLATE: ClassVar[str] = "file_registry"
    head: Head
    index: str
    heading: str
    keeping: Keeping
    documents: Sequence[FiledDocument]
    signatory: Signatory
    algorithm: str = "SHA-512"

    @property
    def title(self) -> str:
        """What the file is called."""
        return f"Реестр документов дела № {self.index}"

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(document.size for document in self.documents)

    @property
    def pages(self) -> int:
        """Pages in all."""
        return sum(document.pages for document in self.documents)
