"""A copy of the closed school on which one change at a time is made, verified and taken back.

Files are put back from memory. The catalogue is edited as superuser without its guards, verified through the same
connection and rolled back, so that not even what verification notes of replicas stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from unittest import mock

from sqlalchemy import Connection, Engine, event

from records.closing import guards
from records.db import close_engine, open_engine
from records.documents.attachment import embedded_snapshot
from retention import sealed
from retention.verification import contents as contents_of_copies
from retention.verification.report import Report
from retention.verify import verify_archive
from retention.workshop import Workshop
from signing.validate import validate
from tests.flow.seeds import Seed
from tests.postgres import SUPERUSER
from tests.retention.verification.archive import contents
from tests.tampering.seed import NOW

# Pure functions of their arguments, which most changes leave alone.
_validate = lru_cache(maxsize=256)(validate)
_embedded = lru_cache(maxsize=64)(embedded_snapshot)


@dataclass(frozen=True, slots=True)
class Found:
    """What a verification said: the codes of its problems, the codes of its warnings."""

    problems: frozenset[str]
    warnings: frozenset[str]

    @property
    def codes(self) -> frozenset[str]:
        """Every code."""
        return self.problems | self.warnings


NOTHING = Found(frozenset(), frozenset())


@dataclass(frozen=True, slots=True, repr=False)
class Ground:
    """The installation under attack; `whole` are the files of its locations as they should be."""

    seed: Seed
    earlier: Seed
    workshop: Workshop
    superuser: Engine
    whole: dict[str, bytes]

    def __repr__(self) -> str:
        return f"Ground({self.seed.name})"

    @property
    def locations(self) -> Path:
        """The folder of the locations."""
        return self.seed.data / "locations"

    def restore(self) -> None:
        """Put every file back as it was, and remove what was added."""
        now = contents(self.locations)
        for path in now.keys() - self.whole.keys():
            (self.locations / path).unlink()
        for path, data in self.whole.items():
            if now.get(path) != data:
                file = self.locations / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        for folder in sorted(self.locations.rglob("*"), reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    @contextmanager
    def catalogue(self) -> Iterator[Connection]:
        """The database in the hands of its superuser, unguarded; everything is rolled back at the end."""
        with self.superuser.connect() as connection:
            for guard in guards.guards(connection.dialect.name):
                on = "" if connection.dialect.name == "sqlite" else f" ON {guard.table}"
                connection.exec_driver_sql(f"DROP TRIGGER {guard.name}{on}")
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            yield connection
            connection.rollback()

    def verify(self, connection: Connection, at: datetime = NOW) -> Found:
        """What `letopis verify` finds in the database as this connection sees it."""
        report = self.report(connection, at)
        return Found(frozenset(p.code for p in report.problems), frozenset(w.code for w in report.warnings))

    def report(self, connection: Connection, at: datetime = NOW) -> Report:
        """The whole report of that verification."""
        # Sessions work in savepoints of it: an exception in one of them takes nothing else away.
        pure = mock.patch.object(sealed, "validate", _validate)
        as_pure = mock.patch.object(contents_of_copies, "embedded_snapshot", _embedded)
        with connection.begin_nested(), pure, as_pure:
            workshop = replace(self.workshop, engine=connection)  # type: ignore[arg-type]
            return verify_archive(workshop, None, at, lambda done, total: None)

    def found(self) -> Found:
        """What verification finds with the catalogue as it is."""
        with self.catalogue() as connection:
            return self.verify(connection)

    def is_touched(self) -> bool:
        """Whether any file of the locations is not as it should be."""
        return contents(self.locations) != self.whole


@contextmanager
def opened(seed: Seed, earlier: Seed) -> Iterator[Ground]:
    """The ground of an installation in which nobody else works; `earlier` is the same a month before."""
    engine = _superuser(seed)
    with seed.site.workshop() as workshop:
        yield Ground(seed, earlier, workshop, engine, contents(seed.data / "locations"))
    close_engine(engine)


def _superuser(seed: Seed) -> Engine:
    """An engine for which no foreign key holds: on PostgreSQL the superuser's, on SQLite anybody's."""
    if seed.cluster:
        return open_engine(seed.cluster.url(SUPERUSER, seed.name))
    engine = open_engine(seed.site.owner)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
    return engine
