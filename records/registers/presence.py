"""The presence act from a real verification: findings in the copies of a year's dossiers -> counts and defects. Pure.

The unit is the dossier: missing where no copy of any of its documents is left in a location, damaged where any is
missing or faulty. Bound volumes are counted by hand: their line is left to the pen (domain.md, Presence act).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from records.documents.forms.parts import Head, Signatory
from records.documents.forms.presence_act import Defect, PresenceAct, PresenceCount
from records.registers.facts import DossierFacts, Staff

PAPER = "Бумажные тома"
NO_CHANGES = "электронные копии не изменялись"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A finding of the verification: record, location (empty: in every one), whether the copy is gone, in words."""

    record: str
    location: str
    gone: bool
    words: str


@dataclass(frozen=True, slots=True)
class PresenceGiven:
    """What the act says beside the counts; what is empty is filled in by pen."""

    basis: str
    inventories: str
    conditions: str
    changes: str
    checkers: Sequence[Signatory]


def build_presence_act(
    head: Head,
    day: date,
    dossiers: Sequence[DossierFacts],
    numbers: Mapping[str, int],
    locations: Sequence[str],
    flaws: Sequence[Flaw],
    given: PresenceGiven,
    staff: Staff,
) -> PresenceAct:
    """The act over these dossiers, checked in one day; what belongs to none is a defect of the whole archive."""
    counts = [PresenceCount(PAPER, None, None, None, None, None)]
    counts += [_count(dossiers, place, number, flaws) for number, place in enumerate(locations, start=1)]
    return PresenceAct(
        head,
        day,
        day,
        given.basis,
        given.inventories,
        counts,
        [*_defects(dossiers, numbers, flaws), *_elsewhere(dossiers, flaws)],
        given.changes,
        given.conditions,
        given.checkers,
        staff.director,
    )


def _count(dossiers: Sequence[DossierFacts], place: str, number: int, flaws: Sequence[Flaw]) -> PresenceCount:
    here = [flaw for flaw in flaws if flaw.location in ("", place)]
    faulty, gone = {flaw.record for flaw in here}, {flaw.record for flaw in here if flaw.gone}
    records = [{record.id for record in dossier.kept} for dossier in dossiers]
    missing = sum(bool(ids) and ids <= gone for ids in records)
    touched = sum(bool(ids & faulty) for ids in records)
    listed = len(dossiers)
    carrier = f"Электронные дела, копия {number}: {place}"
    return PresenceCount(carrier, listed, listed - missing, missing, 0, touched - missing)


def _defects(
    dossiers: Sequence[DossierFacts], numbers: Mapping[str, int], flaws: Sequence[Flaw]
) -> Sequence[Defect]:
    return [
        Defect(str(numbers.get(dossier.id, "")), dossier.heading, _finding(flaw, record.title), "")
        for dossier in dossiers
        for record in dossier.kept
        for flaw in flaws
        if flaw.record == record.id
    ]


def _elsewhere(dossiers: Sequence[DossierFacts], flaws: Sequence[Flaw]) -> Sequence[Defect]:
    listed = {record.id for dossier in dossiers for record in dossier.kept}
    return [
        Defect("", "Архив в целом", _finding(flaw, ""), "") for flaw in flaws if flaw.record not in listed
    ]


def _finding(flaw: Flaw, title: str) -> str:
    where = f"копия «{flaw.location}»" if flaw.location else ""
    return ": ".join(part for part in (title, where, flaw.words) if part)
