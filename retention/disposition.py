"""Decides whether a dossier may enter the destruction act of a year: retain or eligible, with every reason (R90).

It may when its term has expired by 1 January of that year, no hold forbids it, and a journal's summary sheet lies in
the archive and agrees with it mark for mark (domain.md, Terms; MoReq2010 8-9). Pure; it destroys nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from records.documents.reading import Node, nodes, text
from records.registers.facts import DossierFacts
from records.times import russian_date


class Ground(StrEnum):
    """Why a dossier is retained."""

    OPEN = "dossier_open"
    FOR_EVER = "kept_for_ever"
    TERM = "term_not_expired"
    HELD = "hold"
    NO_SUMMARY = "summary_sheet_missing"
    MARKS_DIFFER = "marks_differ"


class SummaryStanding(StrEnum):
    """What the archive has beside a class journal."""

    AGREES = "agrees"
    DIFFERS = "differs"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground of retention, in words."""

    ground: Ground
    words: str


@dataclass(frozen=True, slots=True)
class Disposition:
    """The decision on one dossier: eligible when nothing retains it."""

    dossier: DossierFacts
    reasons: Sequence[Reason]

    @property
    def eligible(self) -> bool:
        """Whether it may enter the act."""
        return not self.reasons


def decide(dossier: DossierFacts, summary: SummaryStanding, act_year: int) -> Disposition:
    """Whether the dossier may enter an act of that calendar year."""
    found = [*_of_term(dossier, date(act_year, 1, 1)), *_of_summary(summary)]
    held = (Reason(Ground.HELD, f"уничтожение запрещено: {h.reason} ({h.order_no})") for h in dossier.holds)
    return Disposition(dossier, (*found, *held))


def _of_term(dossier: DossierFacts, day: date) -> list[Reason]:
    term = dossier.term
    if term is None:
        return [Reason(Ground.OPEN, "дело не закрыто: срок ещё не начался")]
    if term.act_from is None:
        return [Reason(Ground.FOR_EVER, "хранится постоянно")]
    if term.act_from > day:
        return [Reason(Ground.TERM, f"срок не истёк: в акт не ранее {russian_date(term.act_from)}")]
    return []


def _of_summary(summary: SummaryStanding) -> list[Reason]:
    if summary is SummaryStanding.MISSING:
        return [Reason(Ground.NO_SUMMARY, "сводной ведомости этого класса в архиве нет")]
    if summary is SummaryStanding.DIFFERS:
        return [Reason(Ground.MARKS_DIFFER, "сводная ведомость расходится с журналом в отметках")]
    return []


def compare_marks(journal: Node | None, sheet: Node | None) -> SummaryStanding:
    """How the summary sheet stands to a class journal (snapshots); without a journal nothing can disagree."""
    if sheet is None:
        return SummaryStanding.MISSING
    if journal is None or _marks(journal) == _marks(sheet):
        return SummaryStanding.AGREES
    return SummaryStanding.DIFFERS


def _marks(snapshot: Node) -> Mapping[str, Sequence[Node]]:
    return {text(pupil, "id"): nodes(pupil, "marks") for pupil in nodes(snapshot, "pupils")}
