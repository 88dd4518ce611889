"""The records in whose signature somebody declined and that wait for the deputy head: who, when and why.

Read from the requests (retention/steps/decline.py moves them). It asks no rights and sends nothing again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, Select, and_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from records.actor import Role
from records.gradebook.reading import people
from records.lifecycle import RecordState, RequestState
from records.registers.kinds import RecordKind
from records.registers.tables import Record
from signing.request import SignatureRequest


@dataclass(frozen=True, slots=True)
class Declined:
    """A declined record: in what role who declined, in whose place by which order where it was not their own."""

    record: str
    kind: RecordKind
    title: str
    revision: int
    class_id: str
    role: Role
    by: str
    in_place_of: str | None
    order: str | None
    at: datetime
    reason: str


def declined_records(session: Session, school: str) -> tuple[Declined, ...]:
    """The declined records of the school, the oldest refusal first."""
    query = _waiting(school).order_by(SignatureRequest.declined_at, Record.id)
    rows = session.execute(query).all()
    names = people(session, school, {p for one, _ in rows for p in (one.signer, one.person_id)})
    return tuple(_declined(one, record, names) for one, record in rows)


def was_declined(school: InstrumentedAttribute[str], record: InstrumentedAttribute[str]) -> Exists:
    """Over a request's columns: whether one of the record's signatures was declined."""
    one = aliased(SignatureRequest)
    query = select(one.position).where(one.school_id == school, one.record_id == record)
    return query.where(one.state == RequestState.DECLINED.value).exists()


def _waiting(school: str) -> Select[SignatureRequest, Record]:
    one = SignatureRequest
    return (
        select(one, Record)
        .join(Record, and_(Record.school_id == one.school_id, Record.id == one.record_id))
        .where(one.school_id == school, one.state == RequestState.DECLINED.value)
        .where(Record.state == RecordState.SIGNING.value)
    )


def _declined(one: SignatureRequest, record: Record, names: dict[str, str]) -> Declined:
    return Declined(
        record=record.id,
        kind=RecordKind(record.kind),
        title=record.title,
        revision=record.revision,
        class_id=record.class_id,
        role=Role(one.role),
        by=names[one.signer],
        in_place_of=names[one.person_id] if one.signed_by else None,
        order=one.order_no,
        at=one.declined_at or one.asked_at,
        reason=one.reason or "",
    )
