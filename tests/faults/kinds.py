"""What can go wrong under the † modules: the kinds of fault, one fault of a trial, and how a seed draws it.

A Tally is what a run in peace did: a fault is one of its operations, by number. It breaks nothing itself.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from enum import StrEnum

PLACES = ("locations/server", "locations/safe")
_SOON = 60  # changes between a lost sync and the power failure that shows it


class Kind(StrEnum):
    """A way to fail; the value is the word of the table."""

    BEFORE = "fails before"
    AFTER = "fails after"
    TORN = "torn write"
    LYING = "torn, said whole"
    ENOSPC = "no space"
    EIO = "medium dies"
    EROFS = "read-only"
    POWER = "power lost"
    LOST_SYNC = "sync lost"
    READ = "read fails"
    COMMIT_LOST = "commit lost"
    COMMIT_UNHEARD = "commit unheard"
    STATEMENT_LOST = "connection lost"
    DATABASE_FULL = "database full"
    DATABASE_READ_ONLY = "database read-only"
    STAMP_DOWN = "stamps down"
    STAMP_SLOW = "stamps slow"
    STAMP_GARBAGE = "stamps garbage"
    CLOCK_BACK = "clock back"


LASTING = frozenset({Kind.ENOSPC, Kind.EIO, Kind.EROFS})
POWERED = frozenset({Kind.POWER, Kind.LOST_SYNC})
ON_DATABASE = frozenset(
    {
        Kind.COMMIT_LOST,
        Kind.COMMIT_UNHEARD,
        Kind.STATEMENT_LOST,
        Kind.DATABASE_FULL,
        Kind.DATABASE_READ_ONLY,
    }
)
ON_STAMPS = frozenset({Kind.STAMP_DOWN, Kind.STAMP_SLOW, Kind.STAMP_GARBAGE})
ON_DISK = frozenset(Kind) - ON_DATABASE - ON_STAMPS - {Kind.CLOCK_BACK, Kind.READ}
# The medium says that all is well: only verification can see it, and repair mends it.
DECEIVING = frozenset({Kind.LYING, Kind.LOST_SYNC})


class Garbage(StrEnum):
    """What a timestamp authority can answer instead of a token for our request."""

    REJECTED = "status: rejection"
    OTHER_IMPRINT = "the imprint of something else"
    OTHER_KEY = "signed with another key"
    TRUNCATED = "half of the token"
    FAR_OFF = "ten years later"
    WRONG_NONCE = "another nonce"
    NOISE = "no DER at all"


@dataclass(frozen=True, slots=True)
class Tally:
    """The operations of a run in peace: every change of the disk by name, and how many of the other sorts."""

    changes: tuple[str, ...]
    reads: int = 0
    commits: int = 0
    statements: int = 0
    begins: int = 0
    stamps: int = 0

    def has(self, kind: Kind) -> bool:
        """Whether such a fault can fall on this run at all."""
        return bool(self._numbers(kind))

    def _numbers(self, kind: Kind) -> range | list[int]:
        if kind in (Kind.TORN, Kind.LYING):
            return [n for n, name in enumerate(self.changes) if name == "write"]
        if kind is Kind.LOST_SYNC:
            return [n for n, name in enumerate(self.changes[:-1]) if name == "fsync"]
        if kind in ON_STAMPS:
            return range(self.stamps)
        counts = {
            Kind.READ: self.reads,
            Kind.COMMIT_LOST: self.commits,
            Kind.COMMIT_UNHEARD: self.commits,
            Kind.STATEMENT_LOST: self.statements,
            Kind.DATABASE_FULL: self.begins,
            Kind.DATABASE_READ_ONLY: self.begins,
        }
        return range(counts.get(kind, len(self.changes)))

    def draw(self, kind: Kind, seed: str) -> Fault:
        """The fault of that kind which the seed gives."""
        dice = random.Random(seed)
        fault = Fault(kind, dice.choice(self._numbers(kind)), seed, garbage=dice.choice(list(Garbage)))
        if kind is Kind.LOST_SYNC:
            until = dice.randint(fault.number + 1, min(fault.number + _SOON, len(self.changes) - 1))
            return replace(fault, until=until)
        return replace(fault, place=dice.choice(PLACES))


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: kind and number of the operation; `place` limits a lasting one, `until` is when power goes."""

    kind: Kind
    number: int
    seed: str = ""
    place: str = ""
    until: int = -1
    garbage: Garbage = Garbage.REJECTED

    def __str__(self) -> str:
        """In a line of the report."""
        more = self.garbage.value if self.kind is Kind.STAMP_GARBAGE else ""
        more = self.place if self.kind in LASTING else more
        return f"{self.kind} at {self.number}{f' ({more})' if more else ''}"
