"""Акт об исправлении отметки: what a mark was and is now, whose, why; made where a cutoff has passed.

The record it touches stays as it was signed; the act is filed beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from records.documents.forms.parts import Head, Signatory, SignedRecord, numbered


@dataclass(frozen=True, slots=True)
class Correction:
    """One mark: pupil, lesson (None: a period or year mark), what it is for, what it was and what it is now."""

    pupil: str
    lesson: date | None
    work: str
    was: str
    now: str
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectionAct:
    """The corrections of one journal, the record they touch and who signs."""

    TEMPLATE: ClassVar[str] = "correction_act"
    head: Head
    class_name: str
    subject: str
    period: str
    basis: str
    corrections: Sequence[Correction]
    touches: SignedRecord
    signatories: Sequence[Signatory]

    @property
    def title(self) -> str:
        """What the file is called."""
        act = "Акт об исправлении отметки" if len(self.corrections) == 1 else "Акт об исправлении отметок"
        return numbered(act, self.head.number)
