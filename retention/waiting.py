"""What waits for a person's signature: each record with the digest of the very file that stands to be signed.

Whose turn it is follows from the requests in order (steps/sign.py). It asks no rights and signs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from records.actor import Role
from records.errors import StateError
from records.gradebook.reading import people
from records.lifecycle import RecordState, RequestState
from records.registers.kinds import RecordKind
from records.registers.tables import Record
from records.school.signing_rules import AskedKey
from retention.jobs.kinds import Errand, JobKind
from retention.jobs.tables import Job
from retention.sealed import read_sealed
from retention.staging import fetch
from retention.steps.asked import current_file, requests_of
from retention.workshop import Workshop
from signing.request import SignatureRequest


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature on a record."""

    role: Role
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits for a signature: whose, in what role, since when, until which day, with what key, which file.

    `busy` while it is being made.
    """

    record: str
    kind: RecordKind
    title: str
    revision: int
    class_id: str
    journal: str | None
    period: str | None
    person: str
    role: Role
    asked_at: datetime
    due: date | None
    asks: AskedKey
    file: str
    signed: tuple[Signed, ...]
    busy: bool


Stands: TypeAlias = Collection[tuple[str, Role]]


def turns(school: str) -> Select[SignatureRequest, Record]:
    """The requests whose turn it is: they wait, for nobody before, and none of the record was declined."""
    mine, before = SignatureRequest, aliased(SignatureRequest)
    halting = or_(
        and_(before.position < mine.position, before.state == RequestState.WAITING.value),
        before.state == RequestState.DECLINED.value,
    )
    earlier = select(before.position).where(
        before.school_id == mine.school_id, before.record_id == mine.record_id, halting
    )
    return (
        select(mine, Record)
        .join(Record, and_(Record.school_id == mine.school_id, Record.id == mine.record_id))
        .where(mine.school_id == school)
        .where(mine.state == RequestState.WAITING.value, Record.state == RecordState.SIGNING.value)
        .where(~earlier.exists())
    )


def _turns_of(school: str, person: str, stands: Stands) -> Select[SignatureRequest, Record]:
    """Those that wait for this person or for whom they stand in."""
    mine = SignatureRequest
    theirs = or_(mine.person_id == person, tuple_(mine.person_id, mine.role).in_(list(stands)))
    return turns(school).where(theirs)


def count_waiting(session: Session, school: str, person: str, stands: Stands = ()) -> int:
    """How many records wait for this person's signature now, their own or in another's place."""
    turns = _turns_of(school, person, stands).with_only_columns(func.count())
    return session.scalar(turns) or 0


def count_late(session: Session, school: str, today: date, person: str | None = None) -> int:
    """How many turns are past their last day, of one person or of all."""
    late = turns(school).with_only_columns(func.count()).where(SignatureRequest.due < today)
    mine = late.where(SignatureRequest.person_id == person) if person else late
    return session.scalar(mine) or 0


def late_records(session: Session, school: str, today: date) -> frozenset[str]:
    """The records whose turn is past its last day."""
    late = turns(school).with_only_columns(Record.id).where(SignatureRequest.due < today)
    return frozenset(session.scalars(late))


def waiting_for(workshop: Workshop, person: str, stands: Stands = ()) -> tuple[Waiting, ...]:
    """The records whose next signature is this person's, or that of whom they stand in for, in the order of asking."""
    query = _turns_of(workshop.school, person, stands).order_by(
        SignatureRequest.asked_at, Record.title, Record.id
    )
    with workshop.transaction() as session:
        rows = session.execute(query).all()
        busy = _busy(session, workshop.school)
        return tuple(_waiting(session, record, request, busy) for request, record in rows)


def _busy(session: Session, school: str) -> set[str]:
    """The slots of the signatures that a worker is to make."""
    query = select(Job.slot).where(Job.school_id == school, Job.kind == JobKind.SIGN.value)
    return {slot for slot in session.scalars(query.where(Job.slot.is_not(None))) if slot}


def _waiting(session: Session, record: Record, request: SignatureRequest, busy: set[str]) -> Waiting:
    asked = requests_of(session, record.school_id, record.id)
    return Waiting(
        record=record.id,
        kind=RecordKind(record.kind),
        title=record.title,
        revision=record.revision,
        class_id=record.class_id,
        journal=record.journal_id,
        period=record.period_id,
        person=request.person_id,
        role=Role(request.role),
        asked_at=request.asked_at,
        due=request.due,
        asks=request.asks,
        file=current_file(record, asked),
        signed=_signed(session, asked),
        busy=Errand(JobKind.SIGN, record.id, "").slot in busy,
    )


def _signed(session: Session, asked: Sequence[SignatureRequest]) -> tuple[Signed, ...]:
    names = people(session, asked[0].school_id, {request.signer for request in asked})
    return tuple(Signed(Role(r.role), names[r.signer], r.signed_at) for r in asked if r.signed_at)


def current_pdf(workshop: Workshop, record_id: str) -> bytes:
    """The record's file as it stands: from the copies when it is kept, else from staging.

    Raises StagingError, StateError record.not_kept for a revision that was replaced before all had signed it.
    """
    with workshop.transaction() as session:
        record = session.get_one(Record, (workshop.school, record_id))
        digest = current_file(record, requests_of(session, workshop.school, record_id))
    if record.state == RecordState.REPLACED and record.sealed_sha256 is None:
        raise StateError(
            "record.not_kept",
            f"«{record.title}», редакция {record.revision}: подписали не все, файл не хранится. Смотрите следующую.",
            f"'{record.title}', revision {record.revision} was not signed by all and is not kept; see the next one",
        )
    if record.state in (RecordState.REPLICATED, RecordState.REPLACED):
        return read_sealed(workshop, record_id).pdf
    return fetch(workshop.locations, digest)
