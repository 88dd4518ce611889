"""Re-reads every byte of every copy and moves each replica to the state that the findings give (PREMIS fixity check).

Also finds bags that no record owns and copies that were never made. It repairs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from records.lifecycle import MOVES, RecordState, ReplicaState
from records.log.audit import EventKind, append_event
from records.moves import move
from records.registers.tables import Record
from retention.errors import RetentionError
from retention.fixity import CheckedCopy, CopyToCheck, check_copies, judge
from retention.location import Location, LocationState
from retention.replica import Replica
from retention.verification.broken import UNREADABLE, broken_row, rows_of
from retention.verification.report import Problem, Report
from retention.workshop import Workshop

Tick = Callable[[], None]
_RECORDS = "records"


def is_kept(record: Record) -> bool:
    """Whether copies of the record must lie in every location: replicated, or replaced after that."""
    kept = (RecordState.REPLICATED, RecordState.REPLACED)
    return record.state in kept and record.bag_digest is not None


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
        except UNREADABLE as error:
            report.problems.append(broken_row(replica.record_id, error))
        if not checked.findings and replica.bytes != checked.octets:
            report.problems.append(_other_size(replica, checked))
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
        rows = rows_of(session, Replica, workshop.school, report)
    known = {(row.record_id, row.location): row for row in rows if row.state != ReplicaState.ERASED}
    copies = []
    for record in wanted.values():
        if record.bag_digest is None:
            continue
        for location in workshop.locations:
            row = known.get((record.id, location.name))
            if row is None:
                report.problems.append(_never_made(record, location))
            else:
                copies.append((row, CopyToCheck(location, row.path, record.bag_digest)))
    return copies


def _other_size(replica: Replica, checked: CheckedCopy) -> Problem:
    return Problem(
        replica.record_id,
        replica.location,
        replica.path,
        "replica.size",
        f"В каталоге записан размер копии {replica.bytes}, а в ней {checked.octets} байт: каталог изменён.",
        f"the catalogue has {replica.bytes} bytes of a copy that has {checked.octets}: the catalogue was altered",
    )


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
        rows = rows_of(session, Replica, workshop.school, report)
    known = {(row.location, row.path) for row in rows}
    for location in workshop.locations:
        for path in _bags(location, report):
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


def _bags(location: Location, report: Report) -> list[str]:
    """Every `records/<year>/<record>` in the location; one that cannot be looked through is a problem."""
    try:
        return sorted({"/".join(entry.path.split("/")[:3]) for entry in location.list(_RECORDS)})
    except RetentionError as error:
        if location.probe() is not LocationState.UNREACHABLE:  # that is a finding of every copy in it
            report.problems.append(Problem("", location.name, _RECORDS, error.code, error.ru, error.en))
        return []
