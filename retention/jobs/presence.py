"""† Who of the workers lives: each holds a lock under its name, and the next one tries whether it is free.

SQLite is one machine, where the kernel frees a lock on a file however its process ends. Machines that share PostgreSQL
see no lock of each other's: there the lock is an advisory one of a connection that only the living worker holds, and
the server frees it with the connection. No clock and no heartbeat row decide; it does no job and takes none back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import Connection, Engine, text

from records.digest import sha256
from retention.runlock import alone
from retention.workshop import Workshop

# A machine that lost its power closes no connection: the server asks after 30 seconds of silence and gives up a minute
# later. Without effect on a Unix socket, whose ends die with their processes.
_ASK_AFTER_A_BREAK: Final = (
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 15",
    "SET tcp_keepalives_count = 4",
)
_TAKE: Final = text("SELECT pg_try_advisory_lock(:key)")
_TRY: Final = text("SELECT pg_try_advisory_xact_lock(:key)")
_STILL_THERE: Final = text("SELECT 1")


class Held(Protocol):
    """The lock of a living worker."""

    def check(self) -> None:
        """Raise DatabaseError when the lock is gone with its connection: others take this worker for dead."""
        ...


class Presence(Protocol):
    """Where workers show that they live."""

    def hold(self, worker: str) -> AbstractContextManager[Held]:
        """Hold the lock of that name for as long as the block lasts."""
        ...

    def absent(self, worker: str) -> AbstractContextManager[bool]:
        """Whether the worker of that name is dead; if so, nobody else finds it dead while the block lasts."""
        ...


def presence_of(workshop: Workshop) -> Presence:
    """How the workers of this installation know of each other."""
    if workshop.engine.dialect.name == "postgresql":
        return OnServer(workshop.engine, workshop.school)
    return OnMachine(workshop.run_lock)


@dataclass(frozen=True, slots=True)
class OnMachine:
    """Locks on files beside the lock of runs. A crash leaves the file, unlocked; whoever finds it removes it."""

    run_lock: Path

    @contextmanager
    def hold(self, worker: str) -> Iterator[Held]:
        """Hold the lock of that name for as long as the block lasts."""
        lock = self._file(worker)
        with alone(lock):
            yield _OfFile()
        lock.unlink(missing_ok=True)

    @contextmanager
    def absent(self, worker: str) -> Iterator[bool]:
        """Whether nobody holds that lock."""
        lock = self._file(worker)
        with alone(lock) as dead:
            yield dead
        if dead:
            lock.unlink(missing_ok=True)

    def _file(self, worker: str) -> Path:
        return self.run_lock.with_name(f"worker-{worker}.lock")


class _OfFile:
    """A lock on a file is not lost while its process lives."""

    def check(self) -> None:
        """Nothing can have happened."""


@dataclass(frozen=True, slots=True)
class _OfConnection:
    """A lock that is gone with its connection."""

    connection: Connection

    def check(self) -> None:
        """Ask the server on that very connection. Raises DatabaseError."""
        self.connection.execute(_STILL_THERE)


@dataclass(frozen=True, slots=True)
class OnServer:
    """Advisory locks of PostgreSQL, one connection a worker, outside any transaction."""

    engine: Engine
    school: str

    @contextmanager
    def hold(self, worker: str) -> Iterator[Held]:
        """Hold the lock of that name for as long as the block lasts."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for setting in _ASK_AFTER_A_BREAK:
                connection.exec_driver_sql(setting)
            connection.execute(_TAKE, {"key": self._key(worker)})
            try:
                yield _OfConnection(connection)
            finally:
                connection.invalidate()  # closed, not given back to the pool with the lock on it

    @contextmanager
    def absent(self, worker: str) -> Iterator[bool]:
        """Whether nobody holds that lock; held here until the end of a transaction of its own."""
        with self.engine.begin() as connection:
            yield bool(connection.scalar(_TRY, {"key": self._key(worker)}))

    def _key(self, worker: str) -> int:
        """64 bits: two names of one key would only make a dead worker seem alive until the other ends."""
        return int.from_bytes(bytes.fromhex(sha256(f"{self.school}/{worker}".encode()))[:8], signed=True)
