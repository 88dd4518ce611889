"""Архивная справка: what the archive's files say of a person, with the files as ground, signed by the director."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from records.documents.forms.parts import Head, MarkTable, Signatory, SignedRecord, numbered


@dataclass(frozen=True, slots=True)
class ArchiveCertificate:
    """The certificate: to whom, about whom, paragraphs, marks where asked for, ground (index, sheets), signatures."""

    TEMPLATE: ClassVar[str] = "archive_certificate"
    head: Head
    addressee: str
    subject: str
    paragraphs: Sequence[str]
    grounds: Sequence[str]
    signatory: Signatory
    marks: MarkTable | None = None
    records: Sequence[SignedRecord] = ()
    executor: str = ""

    @property
    def title(self) -> str:
        """What the file is called."""
        return numbered("Архивная справка", self.head.number)
