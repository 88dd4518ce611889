"""A point at which a run is killed, and the counting of low-level operations that leads a process there.

An operation is what may be durable or not: a call that writes, syncs, links, renames or removes in a folder, an SQL
statement, a commit. The process dies before the n-th one, after it, in the middle of it (half of a write), or a few
milliseconds later, wherever it is then. SIGKILL: nothing is flushed, no handler runs.
"""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from multiprocessing import parent_process
from pathlib import Path
from threading import Timer
from typing import Any

from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

VARIABLE = "LETOPIS_TEST_KILL"


class Family(StrEnum):
    """What is counted."""

    CALL = "call"
    STATEMENT = "statement"
    COMMIT = "commit"


_NAMES = {
    Family.CALL: ("write", "fsync", "link", "rename", "replace", "mkdir", "unlink"),
    Family.STATEMENT: ("do_execute", "do_executemany"),
    Family.COMMIT: ("do_commit",),
}


class Manner(StrEnum):
    """When, by the operation."""

    BEFORE = "before"
    TORN = "torn"
    AFTER = "after"
    LATER = "later"


class Victim(StrEnum):
    """Whom the process that reaches the point kills."""

    ITSELF = "itself"
    PARENT = "its parent"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Point:
    """The operation, counted from 0 in one process and family; `delay` is in seconds and for LATER only."""

    family: Family
    operation: int
    manner: Manner
    victim: Victim = Victim.ITSELF
    delay: float = 0.0

    def __str__(self) -> str:
        later = f" by {self.delay * 1000:.0f} ms" if self.manner is Manner.LATER else ""
        return f"{self.victim} {self.manner} {self.family} {self.operation}{later}"


@dataclass(frozen=True, slots=True)
class Order:
    """A point for a child process: `process` is `main` or `worker`; of several workers the first takes `claim`."""

    process: str
    point: Point
    claim: str

    def text(self) -> str:
        """The value of the environment variable."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Order:
        """The order that `text` gives."""
        value = json.loads(text)
        point = value["point"]
        family, manner, victim = Family(point["family"]), Manner(point["manner"]), Victim(point["victim"])
        read = Point(family, point["operation"], manner, victim, point["delay"])
        return cls(value["process"], read, value["claim"])


@dataclass(slots=True)
class Fuse:
    """Counts operations and kills at the point, if there is one and nobody else has claimed it."""

    point: Point | None
    claim: Path | None = None
    passed: Counter[Family] = field(default_factory=Counter)

    def around(self, function: Callable[..., Any], family: Family, name: str) -> Callable[..., Any]:
        """The function, counted."""

        def counted(*given: Any, **named: Any) -> Any:
            here = (family, self.passed[family])
            self.passed[family] += 1
            if self.point is None or here != (self.point.family, self.point.operation):
                return function(*given, **named)
            return self._at_the_point(function, name, given, named)

        return counted

    def _at_the_point(
        self, function: Callable[..., Any], name: str, given: tuple[Any, ...], named: dict[str, Any]
    ) -> Any:
        assert self.point
        if self.claim and not _claimed(self.claim):
            return function(*given, **named)
        if self.point.manner is Manner.LATER:
            Timer(self.point.delay, self._kill).start()
        elif self._tears(name):
            descriptor, data = given
            function(descriptor, bytes(data)[: len(data) // 2])
            self._kill()
        elif self.point.manner is not Manner.AFTER:
            self._kill()
        try:
            return function(*given, **named)
        finally:
            if self.point.manner is Manner.AFTER:
                self._kill()

    def _tears(self, name: str) -> bool:
        """Only who dies itself leaves half of a write."""
        assert self.point
        torn = self.point.manner is Manner.TORN and self.point.victim is not Victim.PARENT
        return torn and name == "write"

    def _kill(self) -> None:
        assert self.point
        if self.point.victim is Victim.ALL:
            os.killpg(0, signal.SIGKILL)
        if self.point.victim is Victim.ITSELF:
            os.kill(os.getpid(), signal.SIGKILL)
        parent = parent_process()  # whoever asked for this worker; it was forked from another process
        if parent and parent.pid and parent.is_alive():  # the number of a dead one may be somebody else's
            os.kill(parent.pid, signal.SIGKILL)


def _claimed(claim: Path) -> bool:
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def install(fuse: Fuse) -> None:
    """Count every operation of this process from here to its end."""
    for family, names in _NAMES.items():
        for owner, call in {place for name in names for place in _places(family, name)}:
            setattr(owner, call, fuse.around(getattr(owner, call), family, call))


def _places(family: Family, name: str) -> Iterator[tuple[Any, str]]:
    if family is Family.CALL:
        yield os, name
        return
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        yield next(place for place in dialect.__mro__ if name in vars(place)), name
