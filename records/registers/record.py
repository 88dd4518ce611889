"""Records in the catalogue: made once for each identity and revision, with their snapshot and its log event.

Owns RecordState: a record's state moves only here, each move with exactly one log event (ADR 0012).
It renders, signs and stores nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.anchor import Anchor
from records.closing.snapshot import Snapshot
from records.closing.tables import SnapshotRow
from records.digest import Json
from records.errors import NotFoundError
from records.identity import Entropy
from records.lifecycle import GONE, RecordState
from records.log.audit import EventKind, append_event
from records.log.sequencer import position
from records.moves import move
from records.registers.kinds import RecordKind
from records.registers.tables import Record

EVENT_OF = {
    RecordState.RENDERED: EventKind.RECORD_RENDERED,
    RecordState.SIGNING: EventKind.RECORD_SUBMITTED,
    RecordState.SEALED: EventKind.RECORD_SEALED,
    RecordState.PACKED: EventKind.RECORD_PACKED,
    RecordState.REPLICATED: EventKind.RECORD_REPLICATED,
    RecordState.REPLACED: EventKind.RECORD_REPLACED,
}


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where a record belongs: class, year, dossier, and for a period journal its journal and period."""

    class_id: str
    year_id: str
    dossier_id: str
    title: str
    journal_id: str | None = None
    period_id: str | None = None


def identity(kind: RecordKind, *parts: str) -> str:
    """What a record records: `period_journal/<journal>/<period>`, `class_journal/<class>`, `supplement/<id>`."""
    return "/".join((kind.value, *parts))


def live_record(session: Session, school: str, what: str) -> Record | None:
    """The one revision of an identity that is neither replaced nor destroyed."""
    query = select(Record).where(
        Record.school_id == school, Record.identity == what, Record.state.not_in(GONE)
    )
    return session.scalar(query)


def live_states(session: Session, school: str) -> dict[str, tuple[str, str]]:
    """Of every identity the id and the state of its live revision, in one query: for whoever asks of all of them."""
    query = select(Record.identity, Record.id, Record.state)
    rows = session.execute(query.where(Record.school_id == school, Record.state.not_in(GONE)))
    return {what: (record, state) for what, record, state in rows}


def get_record(session: Session, school: str, record: str) -> Record:
    """The record with that id. Raises NotFoundError."""
    row = session.get(Record, (school, record))
    if row is None:
        raise NotFoundError(
            "record.unknown",
            f"Документа {record} нет. Список: letopis records.",
            f"there is no record {record}; see 'letopis records'",
        )
    return row


def register(
    session: Session,
    actor: Actor,
    what: str,
    place: RecordPlace,
    snapshot: Snapshot,
    at: datetime,
    entropy: Entropy,
) -> Record:
    """Enter a record with its snapshot; the snapshot's digest goes to the log in the same transaction.

    A crash before the commit leaves nothing; after it, a retry finds the record and makes no second one.
    """
    body = snapshot.body
    kind = RecordKind(body["kind"])
    record = Record(
        school_id=actor.school,
        id=body["record"]["id"],
        kind=kind.value,
        identity=what,
        revision=body["record"]["revision"],
        class_id=place.class_id,
        year_id=place.year_id,
        journal_id=place.journal_id,
        period_id=place.period_id,
        dossier_id=place.dossier_id,
        title=place.title,
        state=RecordState.COMPOSED.value,
        created_at=at,
        replaces_id=body["record"]["replaces"],
    )
    session.add(record)
    session.flush()
    subject: dict[str, Json] = {"record": record.id, "digest": snapshot.digest}
    event = append_event(session, actor.school, EventKind.SNAPSHOT_TAKEN, actor, at, subject, entropy)
    session.add(
        SnapshotRow(
            school_id=actor.school,
            record_id=record.id,
            digest=snapshot.digest,
            body=snapshot.data,
            taken_at=at,
            event_id=event,
        )
    )
    return record


def replace_record(
    session: Session, actor: Actor, record: Record, by: str, at: datetime, entropy: Entropy, reason: str = ""
) -> None:
    """Let the next revision take the place of a record; in the transaction that registers that one.

    What stands in the locations stays and goes on being verified. `reason` is a person's, who sent it again.
    """
    subject: dict[str, Json] = {"by": by, **({"reason": reason} if reason else {})}
    move_record(session, actor, record, RecordState.REPLACED, at, entropy, subject, replaced_by_id=by)


def anchor_of(session: Session, record: Record, log: str) -> Anchor:
    """Where the snapshot's digest stands in the log. Raises StateError `log.event.waiting` before it is sequenced."""
    snapshot = session.get_one(SnapshotRow, (record.school_id, record.id))
    index = position(session, record.school_id, snapshot.event_id)
    return Anchor(log, index, record.id, snapshot.digest)


def move_record(
    session: Session,
    actor: Actor,
    record: Record,
    after: RecordState,
    at: datetime,
    entropy: Entropy,
    subject: Mapping[str, Json],
    **values: object,
) -> None:
    """Move a record to its next state, set `values`, and append the event that says so."""
    key = {"school_id": record.school_id, "id": record.id}
    move(session, Record, key, RecordState(record.state), after, **values)
    facts: dict[str, Json] = {"record": record.id, **subject}
    append_event(session, record.school_id, EVENT_OF[after], actor, at, facts, entropy)
