"""Re-reads every byte of every copy and moves each replica to the state that the findings give (PREMIS fixity check).

Also finds bags that no record owns and copies that were never made. It repairs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select

from records.lifecycle import MOVES, RecordState, ReplicaState
from records.log.audit import EventKind, append_event
from records.moves import move
from records.registers.tables import Record
from retention.errors import RetentionError
from retention.fixity import CheckedCopy, CopyToCheck, check_copies, judge
from retention.location import Location
from retention.replica import Replica
from retention.verification.broken import broken_row
from retention.verification.report import Problem, Report
from retention.workshop import Workshop

Tick = Callable[[], None]


def check_records(
    workshop: Workshop, records: Sequence[Record], at: datetime, report: Report, tick: Tick
) -> None:
    """Check every copy of these records."""
    wanted = {record.id: record for record in records}
    copies = _copies(workshop, wanted, report)
    for (replica, _), checked in zip(copies, check_copies(c for _, c in copies), strict=True):
        report.replicas += 1
        report.bytes += checked.octets
        try:
            _record(workshop, replica, checked, at)
        except ValueError as error:
            report.problems.append(broken_row(replica.record_id, error))
        for found in checked.findings:
            report.problems.append(
                Problem(
                    replica.record_id,
                    replica.location,
                    f"{replica.path}/{found.path}".rstrip("/"),
                    found.code.value,
                    found.detail_ru,
                    found.detail_en,
                )
            )
        tick()


def _copies(
    workshop: Workshop, wanted: dict[str, Record], report: Report
) -> list[tuple[Replica, CopyToCheck]]:
    with workshop.transaction() as session:
        rows = session.scalars(select(Replica).where(Replica.school_id == workshop.school)).all()
    known = {(row.record_id, row.location): row for row in rows if row.state != ReplicaState.ERASED}
    copies = []
    for record in wanted.values():
        if record.state != RecordState.REPLICATED or record.bag_digest is None:
            continue
        for location in workshop.locations:
            row = known.get((record.id, location.name))
            if row is None:
                report.problems.append(_never_made(record, location))
            else:
                copies.append((row, CopyToCheck(location, row.path, record.bag_digest)))
    return copies


def _never_made(record: Record, location: Location) -> Problem:
    return Problem(
        record.id,
        location.name,
        "",
        "replica.missing",
        f"В каталоге нет копии документа «{record.title}» в этом хранилище.",
        f"the catalogue has no copy of '{record.title}' in this location",
    )


def _record(workshop: Workshop, replica: Replica, checked: CheckedCopy, at: datetime) -> None:
    """Move the replica's state; a copy found damaged or lost is an event of the log."""
    before, after = ReplicaState(replica.state), judge(checked.findings)
    key = {
        "school_id": workshop.school,
        "record_id": replica.record_id,
        "location": replica.location,
    }
    with workshop.transaction() as session:
        # A copy known as lost or damaged stays so until it is whole; what is wrong with it now, the report says.
        if after not in MOVES[ReplicaState][before]:
            session.get_one(Replica, tuple(key.values())).checked_at = at
            return
        move(session, Replica, key, before, after, checked_at=at)
        if after in (ReplicaState.DAMAGED, ReplicaState.LOST):
            subject = {"record": replica.record_id, "location": replica.location, "state": after.value}
            append_event(
                session,
                workshop.school,
                EventKind.REPLICA_DAMAGED,
                workshop.actor,
                at,
                subject,
                workshop.entropy,
            )


def find_strangers(workshop: Workshop, report: Report) -> None:
    """Bags in the locations that no record owns."""
    with workshop.transaction() as session:
        rows = session.scalars(select(Replica).where(Replica.school_id == workshop.school)).all()
    known = {(row.location, row.path) for row in rows}
    for location in workshop.locations:
        for path in _bags(location):
            if (location.name, path) not in known:
                report.problems.append(
                    Problem(
                        "",
                        location.name,
                        path,
                        "bag.unknown",
                        "В хранилище лежит пакет, которого нет в каталоге.",
                        "the location holds a bag that the catalogue does not know",
                    )
                )


def _bags(location: Location) -> list[str]:
    """Every `records/<year>/<record>` in the location."""
    try:
        return sorted({"/".join(entry.path.split("/")[:3]) for entry in location.list("records")})
    except RetentionError:
        return []  # an unreachable location is a finding of every copy in it
