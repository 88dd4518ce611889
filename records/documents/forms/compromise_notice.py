"""Уведомление о нарушении доступа, to the account's owner: what happened, what follows, until when (R53, R79)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from records.documents.forms.parts import Head, Signatory, numbered


@dataclass(frozen=True, slots=True)
class CompromiseNotice:
    """The notice. Moments are texts by the school's clock, an empty one is filled in by pen; counts are operations."""

    TEMPLATE: ClassVar[str] = "compromise_notice"
    head: Head
    owner: str
    login: str
    order: str
    reason: str
    since: str
    learned: str
    told_director: str
    told_support: str
    blocked: str
    void_from: str
    void: int
    suspect: int
    answer_until: date
    access_until: date
    signatories: Sequence[Signatory]
    acquainted: Signatory

    @property
    def title(self) -> str:
        """What the file is called."""
        return numbered("Уведомление о нарушении конфиденциальности доступа", self.head.number)
