"""Выписка for parents: the marks of one pupil of a year, out of a signed summary sheet or journal, true to it.

The marks of other pupils do not enter it. Current marks for another school have a form of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from records.documents.forms.parts import Head, MarkTable, Signatory, SignedRecord, numbered


@dataclass(frozen=True, slots=True)
class Extract:
    """Pupil, class and year, marks, absences in words, the record it is taken from, who certifies it."""

    TEMPLATE: ClassVar[str] = "extract"
    head: Head
    pupil: str
    born: date | None
    class_name: str
    year: str
    marks: MarkTable
    source: SignedRecord
    signatory: Signatory
    notes: Sequence[str] = ()

    @property
    def title(self) -> str:
        """What the file is called."""
        return numbered("Выписка из классного журнала", self.head.number)
