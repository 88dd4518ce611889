"""Dossiers (дела): opened under a file-plan entry, closed at year end, held by order.

Finds or makes the entry and dossier of a class's records; sets and lifts a legal hold (MoReq2010 9).
Terms are counted in term.py; nothing here destroys.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.errors import NotFoundError, StateError
from records.gradebook.content import ClassFacts
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event
from records.registers.kinds import RecordKind
from records.registers.tables import Dossier, FilePlanEntry, LegalHold
from records.registers.term import StorageTerm, storage_term
from records.school.policy import Policy
from records.times import local

_TERM_OF = {
    RecordKind.PERIOD_JOURNAL: "class_journal",
    RecordKind.CLASS_JOURNAL: "class_journal",
    RecordKind.SUMMARY_SHEET: "summary_sheet",
}
_KEPT_FOR_EVER = float("inf")
_HEADING = {"class_journal": "Классный журнал", "summary_sheet": "Сводная ведомость учёта успеваемости"}


def longest_kept(kinds: Iterable[RecordKind], policy: Policy) -> RecordKind:
    """Of several kinds of record the one whose dossier is kept longest: there an act on all of them is filed."""

    def years(kind: RecordKind) -> float:
        found = policy.terms[_TERM_OF[kind]].years
        return _KEPT_FOR_EVER if found is None else found

    return max(sorted(kinds), key=years)


def dossier_for(
    session: Session, facts: ClassFacts, kind: RecordKind, policy: Policy, at: datetime, entropy: Entropy
) -> Dossier:
    """The dossier in which records of this kind and class gather; opened on first need."""
    name = _TERM_OF[kind]
    entry = _entry(session, facts, name, policy, entropy)
    found = session.scalar(
        select(Dossier).where(
            Dossier.school_id == facts.school.id, Dossier.entry_id == entry.id, Dossier.class_id == facts.id
        )
    )
    if found:
        return found
    dossier = Dossier(
        school_id=facts.school.id,
        id=random_id(entropy),
        entry_id=entry.id,
        class_id=facts.id,
        heading=f"{_HEADING[name]} {facts.name}, {facts.year_label}",
        opened_at=at,
        closed_at=None,
    )
    session.add(dossier)
    session.flush()
    return dossier


def _entry(session: Session, facts: ClassFacts, name: str, policy: Policy, entropy: Entropy) -> FilePlanEntry:
    term = policy.terms[name]
    found = session.scalar(
        select(FilePlanEntry).where(
            FilePlanEntry.school_id == facts.school.id,
            FilePlanEntry.year_id == facts.year_id,
            FilePlanEntry.index == term.index,
        )
    )
    if found:
        return found
    entry = FilePlanEntry(
        school_id=facts.school.id,
        id=random_id(entropy),
        year_id=facts.year_id,
        index=term.index,
        heading=term.heading,
        term_years=term.years,
        article=term.article,
    )
    session.add(entry)
    session.flush()
    return entry


def close_dossier(session: Session, actor: Actor, dossier: str, at: datetime, entropy: Entropy) -> None:
    """Close a dossier: from now on its term is known. Closing it again changes nothing."""
    row = session.get_one(Dossier, (actor.school, dossier))
    if row.closed_at is None:
        row.closed_at = at
        subject = {"dossier": dossier}
        append_event(session, actor.school, EventKind.DOSSIER_CLOSED, actor, at, subject, entropy)


def term_of(session: Session, dossier: Dossier, zone: str) -> StorageTerm | None:
    """The term of a closed dossier; None while it is open."""
    if dossier.closed_at is None:
        return None
    entry = session.get_one(FilePlanEntry, (dossier.school_id, dossier.entry_id))
    closed: date = local(dossier.closed_at, zone).date()
    return storage_term(closed, entry.term_years, entry.article)


def holds_on(session: Session, school: str, dossier: str) -> list[LegalHold]:
    """The holds in force on a dossier."""
    hold = LegalHold
    query = select(hold).where(hold.school_id == school, hold.dossier_id == dossier, hold.lifted_at.is_(None))
    return list(session.scalars(query.order_by(hold.set_at, hold.id)))


def count_holds(session: Session, school: str) -> int:
    """How many holds are in force."""
    hold = LegalHold
    in_force = select(func.count()).where(hold.school_id == school, hold.lifted_at.is_(None))
    return session.scalar(in_force) or 0


def set_hold(
    session: Session, actor: Actor, dossier: str, reason: str, order_no: str, at: datetime, entropy: Entropy
) -> LegalHold:
    """Forbid the destruction of a dossier until the hold is lifted. Raises NotFoundError."""
    if session.get(Dossier, (actor.school, dossier)) is None:
        raise NotFoundError("dossier.unknown", f"Дела {dossier} нет.", f"there is no dossier {dossier}")
    hold = LegalHold(
        school_id=actor.school,
        id=random_id(entropy),
        dossier_id=dossier,
        reason=reason,
        order_no=order_no,
        set_by=actor.person,
        set_at=at,
        lifted_by=None,
        lifted_at=None,
    )
    session.add(hold)
    subject = {"dossier": dossier, "hold": hold.id, "order": order_no, "reason": reason}
    append_event(session, actor.school, EventKind.HOLD_SET, actor, at, subject, entropy)
    return hold


def lift_hold(session: Session, actor: Actor, hold: str, at: datetime, entropy: Entropy) -> None:
    """Lift a hold. Raises NotFoundError, or StateError when it was lifted before."""
    row = session.get(LegalHold, (actor.school, hold))
    if row is None:
        raise NotFoundError("hold.unknown", f"Запрета {hold} нет.", f"there is no hold {hold}")
    if row.lifted_at is not None:
        raise StateError("hold.lifted", f"Запрет {hold} уже снят.", f"hold {hold} is lifted already")
    row.lifted_by, row.lifted_at = actor.person, at
    subject = {"dossier": row.dossier_id, "hold": hold}
    append_event(session, actor.school, EventKind.HOLD_LIFTED, actor, at, subject, entropy)
