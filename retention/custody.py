"""The chain of custody of a record: what the log tells of it, from the draft to the last check, each line proven.

Events whose body names the record, or the journal's period or the class's year that it records, in their order; a line
is proven when its body gives the entry and the entry stands in the tree of the newest head (RFC 9162, 2.1.3).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, LargeBinary, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from records.digest import Json
from records.errors import LetopisError
from records.gradebook.reading import JournalKey, people
from records.log.errors import ProofError
from records.log.event import EventKind
from records.log.merkle import leaf_hash, verify_inclusion
from records.log.sequencer import latest_head, proof
from records.log.store import LogEvent
from records.registers.kinds import RecordKind
from records.registers.record import get_record
from records.registers.tables import Record
from retention.verification.stored_log import is_told_truly
from retention.workshop import Workshop

_BEFORE: Final = (EventKind.DRAFT_CONFIRMED, EventKind.PERIOD_CUT)
_BEFORE_YEAR: Final = (EventKind.YEAR_CONFIRMED, EventKind.YEAR_CUT)


@dataclass(frozen=True, slots=True)
class Link:
    """One event in a record's life. `person` is None for the conveyor; `proven` that the log's tree holds it."""

    kind: EventKind
    at: datetime
    person: str | None
    on_behalf_of: str | None
    subject: Mapping[str, Json]
    index: int | None
    proven: bool


def custody(workshop: Workshop, record_id: str) -> tuple[Link, ...]:
    """What the log tells of this record, the oldest first. Raises NotFoundError."""
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        rows = session.scalars(
            select(LogEvent)
            .where(LogEvent.school_id == workshop.school, _concerns(session, record))
            .order_by(LogEvent.id)
        ).all()
        size = _size(session, workshop.school)
        told = [(row, json.loads(row.body or b"{}")) for row in rows]
        actors = [body["actor"] for _, body in told]
        named = {actor[name] for actor in actors for name in ("person", "on_behalf_of") if actor[name]}
        names = people(session, workshop.school, named)
        return tuple(
            Link(
                kind=EventKind(row.kind),
                at=row.at,
                person=names.get(body["actor"]["person"]),
                on_behalf_of=names.get(body["actor"]["on_behalf_of"]),
                subject=body["subject"],
                index=row.idx,
                proven=_is_proven(session, row, size),
            )
            for row, body in told
        )


def last_confirmed(workshop: Workshop, key: JournalKey) -> datetime | None:
    """When the draft of a period was confirmed last, as the log tells it: an edit takes it out of the row."""
    query = select(func.max(LogEvent.at)).where(
        LogEvent.school_id == key.school, LogEvent.kind == EventKind.DRAFT_CONFIRMED.value
    )
    with workshop.transaction() as session:
        return session.scalar(
            query.where(_names(session, "journal", key.journal), _names(session, "period", key.period))
        )


def _concerns(session: Session, record: Record) -> ColumnElement[bool]:
    """Events that name the record, and those before it that name what it records."""
    own = _names(session, "record", record.id)
    if record.kind == RecordKind.SIGNATURE_REPORT:
        return or_(own, _names(session, "report", record.id))
    if record.journal_id and record.period_id:
        of_period = and_(
            _names(session, "journal", record.journal_id), _names(session, "period", record.period_id)
        )
        return or_(own, and_(LogEvent.kind.in_([kind.value for kind in _BEFORE]), of_period))
    of_year = _names(session, "class", record.class_id)
    return or_(own, and_(LogEvent.kind.in_([kind.value for kind in _BEFORE_YEAR]), of_year))


def _names(session: Session, name: str, value: str) -> ColumnElement[bool]:
    """That the canonical body has this member: bodies are bytes, and ids need no escapes."""
    needle = literal(f'"{name}":"{value}"'.encode(), LargeBinary)
    if session.get_bind().dialect.name == "sqlite":
        return func.instr(LogEvent.body, needle) > 0
    return func.position(needle.op("IN")(LogEvent.body)) > 0


def _size(session: Session, school: str) -> int:
    try:
        return latest_head(session, school).head.size
    except LetopisError:
        return 0


def _is_proven(session: Session, row: LogEvent, size: int) -> bool:
    if row.idx is None or row.idx >= size or not is_told_truly(row):
        return False
    try:
        root = latest_head(session, row.school_id).head.root
        verify_inclusion(
            leaf_hash(row.entry), row.idx, size, proof(session, row.school_id, row.idx, size), root
        )
    except ProofError:
        return False
    return True
