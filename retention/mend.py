"""Repairs the archive: rebuilds damaged and missing copies from a healthy one and keeps the damaged one aside.

A record without any healthy copy is reported and not touched. Damage found and each repair are events of the log; a
crash between writing and the row leaves a whole copy that the next run finds and logs. Reading is fixity's part.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.errors import LetopisError
from records.lifecycle import MOVES, RecordState, ReplicaState
from records.log.audit import EventKind, append_event
from records.log.merkle import root_of
from records.log.sequencer import integrate
from records.log.store import LogStore
from records.log.treehead import TreeHead
from records.moves import move
from records.registers.tables import Record
from retention.errors import RepairError, RetentionError
from retention.fixity import CopyToCheck, examine, judge
from retention.location import Location
from retention.publication import publish, restore_log
from retention.repair import load_bag, write_copy
from retention.replica import Replica
from retention.steps.package import bag_path
from retention.workshop import Workshop

_BROKEN = (ReplicaState.DAMAGED, ReplicaState.LOST)


@dataclass(frozen=True, slots=True)
class Mended:
    """A copy that was rebuilt, and where the damaged one lies now (None if nothing was there)."""

    record: str
    title: str
    location: str
    source: str
    aside: str | None


@dataclass(frozen=True, slots=True)
class Hopeless:
    """A copy that could not be rebuilt, and why."""

    record: str
    title: str
    location: str
    code: str
    ru: str
    en: str


def mend_archive(workshop: Workshop, at: datetime) -> tuple[tuple[Mended, ...], tuple[Hopeless, ...]]:
    """Check every copy and rebuild what is not healthy."""
    _enter_forgotten(workshop, at)
    mended: list[Mended] = []
    hopeless: list[Hopeless] = []
    for record, rows in _replicas(workshop):
        expected = record.bag_digest or ""
        places = {location.name: location for location in workshop.locations}
        rows = [row for row in rows if row.location in places]
        seen = {r.location: examine(CopyToCheck(places[r.location], r.path, expected)) for r in rows}
        states = {location: judge(checked.findings) for location, checked in seen.items()}
        healthy = [(places[r.location], r.path) for r in rows if states[r.location] is ReplicaState.HEALTHY]
        for row in rows:
            if states[row.location] is ReplicaState.HEALTHY:
                _settle(workshop, row, seen[row.location].octets, at)
                continue
            if healthy:
                _enter_damage(workshop, row, states[row.location], at)
            result = _mend(workshop, record, row, places[row.location], healthy, expected, at)
            if isinstance(result, Mended):
                mended.append(result)
            else:
                hopeless.append(result)
    return tuple(mended), tuple(hopeless)


def _enter_forgotten(workshop: Workshop, at: datetime) -> None:
    """Enter as lost each copy of a kept record that the catalogue has no row for: it is looked for then.

    A replaced record is kept like the one that came after it, if it was ever packed.
    """
    kept = (RecordState.REPLICATED.value, RecordState.REPLACED.value)
    with workshop.transaction() as session:
        query = select(Record).where(Record.school_id == workshop.school, Record.state.in_(kept))
        for record in session.scalars(query.where(Record.bag_digest.is_not(None))).all():
            for location in workshop.locations:
                if session.get(Replica, (workshop.school, record.id, location.name)) is None:
                    session.add(_lost(record, location.name, at))


def _lost(record: Record, location: str, at: datetime) -> Replica:
    return Replica(
        school_id=record.school_id,
        record_id=record.id,
        location=location,
        path=bag_path(record),
        state=ReplicaState.LOST.value,
        bytes=0,
        written_at=at,
        checked_at=at,
    )


def mend_log(workshop: Workshop, at: datetime) -> tuple[tuple[tuple[str, str], ...], tuple[Hopeless, ...]]:
    """Restore the log's files in every location: (location, path) of each, and where that failed.

    Raises RepairError: nothing is restored from a database whose own entries were altered, for the locations have
    the right ones.
    """
    head = integrate(workshop.engine, workshop.school, at, workshop.log_signer)
    _check_entries(workshop, head.head)
    # What is merely behind is brought up to date first, so that only damage goes to quarantine below.
    with suppress(LetopisError):
        publish(workshop, at)
    restored: list[tuple[str, str]] = []
    failed: list[Hopeless] = []
    for location in workshop.locations:
        try:
            restored += [(location.name, path) for path in restore_log(workshop, location, head)]
        except RetentionError as error:
            failed.append(Hopeless("", "журнал событий", location.name, error.code, error.ru, error.en))
    return tuple(restored), tuple(failed)


def _check_entries(workshop: Workshop, head: TreeHead) -> None:
    with workshop.transaction() as session:
        entries = LogStore(session, workshop.school).entries(0, head.size)
    if root_of(entries) != head.root:
        raise RepairError(
            "repair.log_altered",
            "Записи журнала событий в базе данных изменены: из них ничего не восстанавливается, файлы журнала в "
            "хранилищах не тронуты. Верны они; сообщите администратору.",
            "the log's entries in the database were altered: nothing is restored from them, the log's files in the "
            "locations were not touched and are the right ones; tell the administrator",
        )


def _replicas(workshop: Workshop) -> list[tuple[Record, list[Replica]]]:
    with workshop.transaction() as session:
        query = select(Replica, Record).join(
            Record, (Record.school_id == Replica.school_id) & (Record.id == Replica.record_id)
        )
        query = query.where(Replica.school_id == workshop.school, Record.bag_digest.is_not(None))
        # The conveyor completes the copies of a record that is only packed.
        under_way = (Replica.state == ReplicaState.WRITING.value) & (Record.state == RecordState.PACKED.value)
        query = query.where(~under_way, Replica.state != ReplicaState.ERASED.value)
        rows = session.execute(query.order_by(Record.created_at, Record.id))
        found: dict[str, tuple[Record, list[Replica]]] = {}
        for replica, record in rows:
            found.setdefault(record.id, (record, []))[1].append(replica)
    return list(found.values())


def _mend(
    workshop: Workshop,
    record: Record,
    row: Replica,
    damaged: Location,
    healthy: list[tuple[Location, str]],
    expected: str,
    at: datetime,
) -> Mended | Hopeless:
    if not healthy:
        return Hopeless(
            record.id,
            record.title,
            row.location,
            "repair.no_healthy_copy",
            "Целой копии нет ни в одном хранилище: ничего не тронуто. Ищите копию на носителях в сейфе.",
            "no location has a healthy copy: nothing was touched; look for a copy on other media",
        )
    source, path = healthy[0]
    try:
        bag = load_bag(source, path, expected)
        aside = write_copy(damaged, row.path, bag.files, expected, record.id)
    except RetentionError as error:
        return Hopeless(record.id, record.title, row.location, error.code, error.ru, error.en)
    with workshop.transaction() as session:
        _enter_healthy(session, row, bag.octets, at)
        _log_repair(session, workshop, row, at, source.name, aside)
    return Mended(record.id, record.title, row.location, source.name, aside)


def _enter_damage(workshop: Workshop, row: Replica, found: ReplicaState, at: datetime) -> None:
    """Say what was found before anything is touched: a crash after it leaves a row that asks for the repair's event."""
    if found not in _BROKEN or found not in MOVES[ReplicaState][ReplicaState(row.state)]:
        return
    with workshop.transaction() as session:
        move(session, Replica, _key(row), ReplicaState(row.state), found, checked_at=at)
        subject = {"record": row.record_id, "location": row.location, "state": found.value}
        kind = EventKind.REPLICA_DAMAGED
        append_event(session, workshop.school, kind, workshop.actor, at, subject, workshop.entropy)
    row.state = found.value


def _settle(workshop: Workshop, row: Replica, octets: int, at: datetime) -> None:
    """Say that the copy is healthy; one that was broken before, an interrupted repair has rebuilt."""
    if row.state == ReplicaState.HEALTHY:
        return
    with workshop.transaction() as session:
        _enter_healthy(session, row, octets, at)
        if row.state in _BROKEN:
            _log_repair(session, workshop, row, at, None, None)


def _enter_healthy(session: Session, row: Replica, octets: int, at: datetime) -> None:
    before = ReplicaState(row.state)
    if before is not ReplicaState.HEALTHY:
        move(session, Replica, _key(row), before, ReplicaState.HEALTHY, checked_at=at, bytes=octets)


def _log_repair(
    session: Session, workshop: Workshop, row: Replica, at: datetime, source: str | None, aside: str | None
) -> None:
    subject = {"record": row.record_id, "location": row.location, "source": source, "aside": aside}
    kind = EventKind.REPLICA_REPAIRED
    append_event(session, workshop.school, kind, workshop.actor, at, subject, workshop.entropy)


def _key(row: Replica) -> dict[str, str]:
    return {"school_id": row.school_id, "record_id": row.record_id, "location": row.location}
