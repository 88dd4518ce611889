"""A copy in a location against the bag it should be: every byte is read again, every fault becomes a finding.

PREMIS event "fixity check". Bags are read in parallel: by threads while the disk is waited for, by processes
when there are many, since the interpreter costs as much as the hashing. It writes nothing, repairs nothing,
and does not look into the documents.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context

from records.lifecycle import ReplicaState
from retention.errors import RetentionError
from retention.findings import Finding, FixityCode, finding
from retention.inspection import Depth, Seen, inspect, look, payload_algorithms
from retention.location import Entry, Location, LocationState

READERS = (
    4  # threads a process: they hide the latency of a cold disk; warm, they wait for the interpreter's lock
)
FEW = 1024  # copies that one process checks before others would have started
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
    copies: Iterable[CopyToCheck], depth: Depth = Depth.ROUTINE, processes: int = os.cpu_count() or 1
) -> Iterator[CheckedCopy]:
    """Check many copies; the results in the order given. Copies are pickled: their locations must allow it."""
    waiting = iter(copies)
    few = tuple(islice(waiting, FEW))
    if len(few) < FEW or processes == 1:
        yield from _check_batch(few, depth)
        while batch := tuple(islice(waiting, FEW)):
            yield from _check_batch(batch, depth)
        return
    # A fork would copy the locks of a web server's threads; a fresh start costs a third of a second.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        under_way: deque[Future[list[CheckedCopy]]] = deque()
        rest = chain(few, waiting)
        while batch := tuple(islice(rest, _BATCH)):
            under_way.append(pool.submit(_check_batch, batch, depth))
            if len(under_way) > 2 * processes:
                yield from under_way.popleft().result()
        for done in under_way:
            yield from done.result()


def _check_batch(batch: Sequence[CopyToCheck], depth: Depth) -> list[CheckedCopy]:
    with ThreadPoolExecutor(READERS, thread_name_prefix="fixity") as readers:
        return list(readers.map(lambda copy: examine(copy, depth), batch))


def examine(copy: CopyToCheck, depth: Depth = Depth.ROUTINE) -> CheckedCopy:
    """Read one copy and judge it. A routine check that finds a fault is repeated in depth, to say what."""
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
