"""Reads cases and their operations for people: rows, names and words -> facts.py. It judges and writes nothing."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.compromise.acts import wanted_changes
from records.compromise.cases import moments_of, unknown
from records.compromise.facts import CaseFacts, CaseFile, OperationFacts
from records.compromise.model import (
    CellVersion,
    DecisionVersion,
    Deed,
    Reference,
    Remedy,
    Verdict,
    parse_reference,
)
from records.compromise.rules import deadlines
from records.compromise.tables import Compromise, CompromisedOperation
from records.compromise.undoing import Lot, key_of
from records.gradebook.desk import see_desk
from records.gradebook.reading import JournalKey, people, read_class, read_policy
from records.gradebook.surroundings import read_surroundings
from records.gradebook.tables import CouncilDecision
from records.lifecycle import CompromiseState, OperationState
from records.log.store import LogEvent
from records.registers.tables import Record
from records.school.tables import Pupil, School
from records.times import local, russian_date

# Reference -> where it stands, what was written over what, and the log's name of it.
_Words = Mapping[str, tuple[str, str, str, str]]


def read_cases(session: Session, school: str, owner: str | None = None) -> Sequence[CaseFacts]:
    """The cases of the school, or of one owner, the newest first."""
    query = select(Compromise).where(Compromise.school_id == school)
    if owner is not None:
        query = query.where(Compromise.person_id == owner)
    rows = session.scalars(query.order_by(Compromise.reported_at.desc(), Compromise.id)).all()
    return [_case(session, row) for row in rows]


def count_open(session: Session, school: str) -> int:
    """How many cases are not closed."""
    query = select(func.count()).where(Compromise.school_id == school)
    return session.scalar(query.where(Compromise.state != CompromiseState.CLOSED.value)) or 0


def waits_for_answers(session: Session, school: str, owner: str) -> bool:
    """Whether operations of the owner's account wait for the owner's word."""
    query = (
        select(Compromise.id)
        .join(
            CompromisedOperation,
            and_(
                CompromisedOperation.school_id == Compromise.school_id,
                CompromisedOperation.compromise_id == Compromise.id,
            ),
        )
        .where(Compromise.school_id == school, Compromise.person_id == owner)
        .where(CompromisedOperation.state == OperationState.WAITING.value)
    )
    return session.scalars(query.limit(1)).first() is not None


def read_file(session: Session, actor: Actor, case: str, at: datetime) -> CaseFile:
    """A case with its operations in the order of time and the acts they ask for. Raises NotFoundError."""
    row = session.get(Compromise, (actor.school, case))
    if row is None:
        raise unknown(case)
    t = CompromisedOperation
    query = select(t).where(t.school_id == row.school_id, t.compromise_id == row.id)
    found = session.scalars(query.order_by(t.at, t.reference)).all()
    names = people(session, row.school_id, [one.answered_by for one in found if one.answered_by])
    words = _words(session, actor, [one.reference for one in found], at)
    operations = [_operation(one, names, words[one.reference]) for one in found]
    changes = wanted_changes(session, actor, row, found, at)
    return CaseFile(_case(session, row), operations, changes)


def _case(session: Session, row: Compromise) -> CaseFacts:
    t = CompromisedOperation
    counted = session.execute(
        select(t.state, func.count())
        .where(t.school_id == row.school_id, t.compromise_id == row.id)
        .group_by(t.state)
    )
    names = people(session, row.school_id, [row.person_id, row.reported_by])
    zone = session.get_one(School, row.school_id).zone
    rules = read_policy(session, row.school_id).compromise
    return CaseFacts(
        id=row.id,
        state=CompromiseState(row.state),
        account=row.account,
        login=row.login,
        owner=row.person_id,
        owner_name=names[row.person_id],
        number=row.number,
        reason=row.reason,
        moments=moments_of(row),
        learned=row.learned_at,
        reported_by=names[row.reported_by],
        reported_at=row.reported_at,
        closed_at=row.closed_at,
        outcome=row.outcome or "",
        due=deadlines(rules, local(row.learned_at, zone).date(), local(row.reported_at, zone).date()),
        counts=Counter({OperationState(state): count for state, count in counted}),
    )


def _operation(
    one: CompromisedOperation, names: Mapping[str, str], words: tuple[str, str, str, str]
) -> OperationFacts:
    where, before, value, kind = words
    return OperationFacts(
        reference=one.reference,
        deed=Deed(one.deed),
        kind=kind,
        at=one.at,
        where=where,
        before=before,
        value=value,
        verdict=Verdict(one.verdict),
        state=OperationState(one.state),
        answered_by=names.get(one.answered_by or "", ""),
        answer=one.answer or "",
        remedy=Remedy(one.remedy) if one.remedy else None,
        version=one.version,
    )


# --- Words ------------------------------------------------------------------------------------------------


def _words(session: Session, actor: Actor, references: Iterable[str], at: datetime) -> _Words:
    lots = defaultdict[Lot, list[CellVersion]](list)
    found: dict[str, tuple[str, str, str, str]] = {}
    for text in references:
        reference = parse_reference(text)
        if isinstance(reference, CellVersion):
            lots[Lot(reference.journal, reference.period)].append(reference)
        else:
            found[text] = _of_other(session, actor, reference, at)
    for lot, of_lot in lots.items():
        found |= _of_cells(session, actor, lot, of_lot, at)
    return found


def _of_cells(
    session: Session, actor: Actor, lot: Lot, references: Sequence[CellVersion], at: datetime
) -> _Words:
    desk, cells = (
        see_desk(session, actor, key_of(session, actor.school, lot), at),
        [reference.cell for reference in references],
    )
    around, versions = read_surroundings(session, desk, cells)
    title = desk.title if lot.period else desk.title.removesuffix(f", {desk.period.title}")
    found = {}
    for one in references:
        values = {version.seq: version.value for version in versions[one.cell]}
        where = f"{title}: {around.ground(one.cell, desk.state).where}"
        found[str(one)] = (where, values.get(one.seq - 1, ""), values[one.seq], "")
    return found


def _of_other(
    session: Session, actor: Actor, reference: Reference, at: datetime
) -> tuple[str, str, str, str]:
    school = actor.school
    if isinstance(reference, DecisionVersion):
        facts = read_class(session, school, reference.class_id)
        pupil = session.get_one(Pupil, (school, reference.pupil))
        t, key = CouncilDecision, (school, reference.class_id, reference.pupil)
        before = session.get(t, (*key, reference.seq - 1))
        value = session.get_one(t, (*key, reference.seq)).value
        return f"{facts.name}: {pupil.name}", before.value if before else "", value, ""
    if isinstance(reference, CellVersion):
        raise TypeError("cells are read by the journal")
    event = session.get_one(LogEvent, reference.id)
    body = json.loads(event.body) if event.body else {"subject": {}}
    where, value = _of_event(session, actor, body["subject"], at)
    return where, "", value, event.kind


def _of_event(session: Session, actor: Actor, said: Mapping[str, Any], at: datetime) -> tuple[str, str]:
    """Where an event happened and what was written, as far as its subject says it."""
    lesson = said.get("lesson")
    value = f"{russian_date(_day(lesson))}: {lesson.get('topic') or '—'}" if isinstance(lesson, dict) else ""
    if "journal" in said and "period" in said:
        key = JournalKey(actor.school, said["journal"], said["period"])
        return see_desk(session, actor, key, at).title, value
    if "class" in said:
        return read_class(session, actor.school, said["class"]).name, str(said.get("number", ""))
    record = session.get(Record, (actor.school, said.get("record", "")))
    return (record.title, "") if record else ("", "")


def _day(lesson: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(lesson["date"])
