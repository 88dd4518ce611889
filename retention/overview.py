"""The archive as its pages show it: each location with its copies, the log's head, what is expected, a bag as one file.

Counted from the catalogue; only `probe` and a bag ask the locations themselves. What the copies are worth, verify.py
tells. It changes nothing.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from records.digest import sha512
from records.errors import NotFoundError
from records.lifecycle import ReplicaState
from records.log.sequencer import latest_head
from records.registers.record import get_record
from retention.errors import LocationError, StagingError
from retention.inspection import SEAL
from retention.location import Location, LocationState
from retention.replica import Replica
from retention.verification.completeness import check_completeness
from retention.verification.report import Expected, Report
from retention.workshop import Workshop

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # of every member: the same bag gives the same file


@dataclass(frozen=True, slots=True)
class Place:
    """A location: whether it answers, its copies by state, their size, when the oldest was last read."""

    name: str
    state: LocationState
    copies: Mapping[ReplicaState, int]
    octets: int
    oldest_check: datetime | None

    @property
    def sound(self) -> bool:
        """Whether it answers and no copy is known to be anything but whole or being written."""
        fine = (ReplicaState.HEALTHY, ReplicaState.WRITING, ReplicaState.ERASED)
        return self.state is not LocationState.UNREACHABLE and set(self.copies) <= set(fine)


def places(workshop: Workshop) -> tuple[Place, ...]:
    """Every location of the installation."""
    r = Replica
    query = (
        select(r.location, r.state, func.count(), func.sum(r.bytes), func.min(r.checked_at))
        .where(r.school_id == workshop.school)
        .group_by(r.location, r.state)
    )
    with workshop.transaction() as session:
        rows = session.execute(query).all()
    found = []
    for location in workshop.locations:
        own = [row for row in rows if row.location == location.name]
        copies = {ReplicaState(state): count for _, state, count, _, _ in own}
        oldest = min((moment for *_, moment in own), default=None)
        octets = int(sum(size for _, _, _, size, _ in own))
        found.append(Place(location.name, location.probe(), copies, octets, oldest))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Copy:
    """A record's copy in a location."""

    location: str
    path: str
    state: ReplicaState
    octets: int
    written_at: datetime
    checked_at: datetime


def copies_of(workshop: Workshop, record: str) -> tuple[Copy, ...]:
    """The copies of a record, location by location."""
    query = select(Replica).where(Replica.school_id == workshop.school, Replica.record_id == record)
    with workshop.transaction() as session:
        rows = session.scalars(query.order_by(Replica.location)).all()
    return tuple(
        Copy(row.location, row.path, ReplicaState(row.state), row.bytes, row.written_at, row.checked_at)
        for row in rows
    )


def checkpoint(workshop: Workshop) -> tuple[int, str]:
    """Size and signed note of the log's newest head (C2SP tlog-checkpoint); (0, '') before there is one."""
    with workshop.transaction() as session:
        try:
            head = latest_head(session, workshop.school)
        except NotFoundError:
            return 0, ""
    return head.head.size, head.note


def expected(workshop: Workshop, year: str | None, at: datetime) -> tuple[Expected, ...]:
    """What the curriculum and the file plan expect, and what became of it."""
    report = Report()
    check_completeness(workshop, year, at, report)
    return tuple(report.expected)


def bag_zip(workshop: Workshop, record_id: str) -> bytes:
    """A record's bag from its first copy whose seal is right, as one zip; unpacked it verifies by sha512sum.

    Raises NotFoundError, or StagingError when no copy can be read.
    """
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
    where = {copy.location: copy.path for copy in copies_of(workshop, record_id)}
    for location in workshop.locations:
        if location.name in where:
            files = _read(location, where[location.name])
            if record.bag_digest and sha512(files.get(SEAL, b"")) == record.bag_digest:
                return _zipped(record_id, files)
    raise StagingError(
        "bag.no_copy",
        f"«{record.title}»: ни одной целой копии. Выполните letopis verify и letopis repair.",
        f"'{record.title}' has no intact copy; run letopis verify and letopis repair",
    )


def _read(location: Location, path: str) -> dict[str, bytes]:
    try:
        entries = [entry.path for entry in location.list(path)]
        return {entry.removeprefix(f"{path}/"): location.get(entry) for entry in entries}
    except LocationError:
        return {}


def _zipped(record: str, files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(f"{record}/{path}", _EPOCH), data)
    return held.getvalue()
