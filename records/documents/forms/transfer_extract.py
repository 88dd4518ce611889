"""Выписка текущих отметок for the next school: every mark of one pupil so far, by subject and date.

As of a moment, out of journals that are still open: it certifies no signed record unless periods are closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from records.documents.forms.parts import Head, MarkTable, Signatory, SignatureFacts, SignedRecord, numbered


@dataclass(frozen=True, slots=True)
class CurrentMark:
    """The marks of a lesson and the kind of work they are for."""

    on: date
    marks: str
    work: str = ""


@dataclass(frozen=True, slots=True)
class CurrentSubject:
    """A subject: teacher, marks in order of time, average where the school's policy shows one, lessons missed."""

    subject: str
    teacher: str
    marks: Sequence[CurrentMark]
    missed: int = 0
    average: str = ""


@dataclass(frozen=True, slots=True)
class TransferExtract:
    """The extract: pupil, class, from when to when, ground of leaving, current marks, closed periods, signatures."""

    TEMPLATE: ClassVar[str] = "transfer_extract"
    head: Head
    pupil: str
    born: date | None
    class_name: str
    year: str
    since: date
    as_of: date
    basis: str
    subjects: Sequence[CurrentSubject]
    signatories: Sequence[Signatory]
    closed: MarkTable | None = None
    records: Sequence[SignedRecord] = ()

    @property
    def title(self) -> str:
        """What the file is called."""
        return numbered("Выписка текущих отметок", self.head.number)

    @property
    def averaged(self) -> bool:
        """Whether any subject shows an average."""
        return any(subject.average for subject in self.subjects)

    @property
    def certificates(self) -> Sequence[SignatureFacts]:
        """Each certificate once, however many records it signed; the times stand beside the records."""
        found = {
            (facts.certificate, facts.role): replace(facts, signed="")
            for record in self.records
            for facts in record.signatures
        }
        return tuple(found.values())
