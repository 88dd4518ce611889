"""A copy in a location against the bag it should be: every byte is read again, every fault becomes a finding.

PREMIS event "fixity check". A copy on a disk is first looked at as a whole one (intact.py), by a crew of processes
when there are many; any other is read through its location and judged file by file (inspection.py), to say what is
wrong with it. It writes nothing, repairs nothing, and does not look into the documents.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice

from records.lifecycle import ReplicaState
from retention.crew import Crew
from retention.disk import DiskLocation
from retention.errors import RetentionError
from retention.findings import Finding, FixityCode, finding
from retention.inspection import Depth, Seen, inspect, look, payload_algorithms
from retention.intact import CopyOnDisk, Intact, look_at
from retention.location import Entry, Location, LocationState

READERS = 8  # at least so many at once: they hide the latency of a cold disk
FEW = 256  # copies that this process checks before a crew would have started
_BATCH = 64

_STATES = {
    LocationState.READY: FixityCode.COPY_MISSING,
    LocationState.EMPTY: FixityCode.LOCATION_EMPTY,
    LocationState.UNREACHABLE: FixityCode.LOCATION_UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class CopyToCheck:
    """One copy: where it should stand, and the SHA-512 of its tag manifest (Bag.digest), kept elsewhere."""

    location: Location
    prefix: str
    expected: str


@dataclass(frozen=True, slots=True)
class CheckedCopy:
    """The result for one copy: its findings, and how many files and octets were read."""

    copy: CopyToCheck
    findings: tuple[Finding, ...]
    files: int
    octets: int


def check_copy(
    location: Location, prefix: str, expected: str, depth: Depth = Depth.ROUTINE
) -> tuple[Finding, ...]:
    """The findings of one copy, () when it is whole and the expected one. Never raises for what it finds."""
    return examine(CopyToCheck(location, prefix, expected), depth).findings


def check_copies(
    copies: Iterable[CopyToCheck], processes: int = max(READERS, os.cpu_count() or 1)
) -> Iterator[CheckedCopy]:
    """The routine check of many copies; the results in the order given."""
    waiting = iter(copies)
    few = tuple(islice(waiting, FEW))
    if len(few) < FEW or processes == 1:
        yield from _check_here(chain(few, waiting))
        return
    with Crew(processes) as crew:
        batches = _batches(waiting)
        asked = deque(islice(batches, 2 * processes))
        for batch in asked:
            crew.ask(_on_disk(batch))
        yield from _check_here(iter(few))  # while the crew gets up
        for batch in batches:
            crew.ask(_on_disk(batch))
            asked.append(batch)
            yield from _settle(asked.popleft(), crew.answer())
        for batch in asked:
            yield from _settle(batch, crew.answer())


def _check_here(copies: Iterator[CopyToCheck]) -> Iterator[CheckedCopy]:
    for batch in _batches(copies):
        yield from _settle(batch, look_at(_on_disk(batch)))


def _batches(copies: Iterator[CopyToCheck]) -> Iterator[Sequence[CopyToCheck]]:
    while batch := tuple(islice(copies, _BATCH)):
        yield batch


def _on_disk(copies: Iterable[CopyToCheck]) -> list[CopyOnDisk]:
    return [
        (str(copy.location.root), copy.prefix, copy.expected)
        for copy in copies
        if isinstance(copy.location, DiskLocation)
    ]


def _settle(batch: Sequence[CopyToCheck], seen: Iterable[Intact | None]) -> Iterator[CheckedCopy]:
    """Copies seen whole are right, the others are examined. `seen` tells of the copies on disks alone."""
    looks = iter(seen)
    whole = [next(looks) if isinstance(copy.location, DiskLocation) else None for copy in batch]
    if all(whole):
        yield from [
            CheckedCopy(copy, (), *intact) for copy, intact in zip(batch, whole, strict=True) if intact
        ]
        return
    with ThreadPoolExecutor(READERS, thread_name_prefix="fixity") as readers:
        examined = readers.map(_examine, [c for c, intact in zip(batch, whole, strict=True) if not intact])
        for copy, intact in zip(batch, whole, strict=True):
            yield CheckedCopy(copy, (), *intact) if intact else next(examined)


def examine(copy: CopyToCheck, depth: Depth = Depth.ROUTINE) -> CheckedCopy:
    """Read one copy and judge it."""
    if depth is Depth.THOROUGH:
        return _examine(copy, depth)
    (checked,) = _settle([copy], look_at(_on_disk([copy])))
    return checked


def _examine(copy: CopyToCheck, depth: Depth = Depth.ROUTINE) -> CheckedCopy:
    """Any copy in any location. A routine check that finds a fault is repeated in depth, to say what."""
    try:
        entries = tuple(copy.location.list(copy.prefix))
    except RetentionError as error:
        return CheckedCopy(copy, (finding(FixityCode.LOCATION_UNREACHABLE, "", error.en),), 0, 0)
    if not entries:
        return CheckedCopy(copy, (finding(_STATES[copy.location.probe()]),), 0, 0)
    checked = _read_and_inspect(copy, entries, depth)
    if checked.findings and depth is Depth.ROUTINE:
        return _read_and_inspect(copy, entries, Depth.THOROUGH)
    return checked


def _read_and_inspect(copy: CopyToCheck, entries: Sequence[Entry], depth: Depth) -> CheckedCopy:
    start = len(copy.prefix) + 1
    algorithms = payload_algorithms({entry.path[start:] for entry in entries}, depth)
    view = {e.path[start:]: _look(copy.location, e, e.path[start:], algorithms) for e in entries}
    findings = inspect(view, copy.expected)
    return CheckedCopy(copy, findings, len(view), sum(seen.octets for seen in view.values() if seen))


def _look(location: Location, entry: Entry, path: str, algorithms: tuple[str, ...]) -> Seen | None:
    if entry.octets is None:
        return None
    try:
        return look(path, location.chunks(entry.path), algorithms)
    except RetentionError:
        return None  # a bad sector, a name that is no text, a file that went away


def judge(findings: Sequence[Finding]) -> ReplicaState:
    """The state that a check leaves a replica in; every set of findings has exactly one."""
    codes = {found.code for found in findings}
    if not codes:
        return ReplicaState.HEALTHY
    if codes <= {FixityCode.LOCATION_UNREACHABLE, FixityCode.LOCATION_EMPTY}:
        return ReplicaState.SUSPECT
    return ReplicaState.LOST if codes == {FixityCode.COPY_MISSING} else ReplicaState.DAMAGED
