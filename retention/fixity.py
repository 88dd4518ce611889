"""A copy in a location against the bag it should be: every byte is read again, every fault becomes a finding.

PREMIS event "fixity check". Bags are read in parallel: small files wait for the disk, and hashlib lets other
threads run. It writes nothing, repairs nothing, and does not look into the documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from records.lifecycle import ReplicaState
from retention.errors import RetentionError
from retention.findings import Finding, FixityCode, finding
from retention.inspection import Depth, Seen, inspect, look, payload_algorithms
from retention.location import Entry, Location, LocationState

READERS = 8
_WINDOW = 256  # copies under way or waiting to be reported: bounds the memory of a check of a whole archive

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
    copies: Iterable[CopyToCheck], depth: Depth = Depth.ROUTINE, readers: int = READERS
) -> Iterator[CheckedCopy]:
    """Check many copies with `readers` threads; the results in the order given."""
    waiting = iter(copies)
    with ThreadPoolExecutor(readers, thread_name_prefix="fixity") as pool:
        while window := tuple(islice(waiting, _WINDOW)):
            yield from pool.map(lambda copy: examine(copy, depth), window)


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
