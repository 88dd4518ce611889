"""Faults of the database under a running closing: lost at commit (done or not) or between, full, read-only.

On PostgreSQL the superuser really ends the backend, on SQLite the driver's own error is raised; read-only is real
on both, full is real on SQLite (max_page_count). Counts are those of commits, statements or beginnings.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import psycopg
from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.engine.default import DefaultDialect

from tests.faults.kinds import Fault, Kind
from tests.postgres import SUPERUSER

_WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Database:
    """The connections of this process to the database at `url`, with at most one fault in them."""

    url: str
    fault: Fault | None = None
    commits: int = 0
    statements: int = 0
    begins: int = 0
    fired: bool = False

    @contextmanager
    def watched(self) -> Iterator[Database]:
        """Every commit, statement and beginning of this process goes through here."""
        commit, execute = DefaultDialect.do_commit, DefaultDialect.do_execute
        event.listen(Engine, "begin", self._begin)
        with ExitStack() as patches:
            patches.callback(event.remove, Engine, "begin", self._begin)
            for name, stand_in in (
                ("do_commit", self._committing(commit)),
                ("do_execute", self._executing(execute)),
            ):
                patches.enter_context(mock.patch.object(DefaultDialect, name, stand_in))
            yield self

    def _is(self, kind: Kind, number: int) -> bool:
        hit = self.fault is not None and self.fault.kind is kind and self.fault.number == number
        self.fired = self.fired or hit
        return hit

    def _is_since(self, kind: Kind, number: int) -> bool:
        hit = self.fault is not None and self.fault.kind is kind and self.fault.number <= number
        self.fired = self.fired or hit
        return hit

    def _committing(self, commit: Any) -> Any:
        def do_commit(dialect: DefaultDialect, connection: Any) -> None:
            number = self.commits
            self.commits += 1
            if self._is(Kind.COMMIT_LOST, number):
                self._lose(dialect, connection)
            commit(dialect, connection)
            if self._is(Kind.COMMIT_UNHEARD, number):
                self._lose(dialect, connection)
                _ask(connection)

        return do_commit

    def _executing(self, execute: Any) -> Any:
        def do_execute(dialect: DefaultDialect, cursor: Any, statement: str, *given: Any) -> None:
            number = self.statements
            self.statements += 1
            if self._is(Kind.STATEMENT_LOST, number):
                self._lose(dialect, cursor.connection)
            if (
                dialect.name != "sqlite"
                and statement.startswith(_WRITES)
                and self._is_since(Kind.DATABASE_FULL, self.begins - 1)
            ):
                raise psycopg.errors.DiskFull("could not extend file: No space left on device")
            execute(dialect, cursor, statement, *given)

        return do_execute

    def _begin(self, connection: Connection) -> None:
        number = self.begins
        self.begins += 1
        on_sqlite = connection.dialect.name == "sqlite"
        driver = connection.connection.dbapi_connection
        assert driver is not None
        if self._is_since(Kind.DATABASE_READ_ONLY, number):
            driver.cursor().execute("PRAGMA query_only = ON" if on_sqlite else "SET TRANSACTION READ ONLY")
        if on_sqlite and self._is_since(Kind.DATABASE_FULL, number):
            driver.cursor().execute("PRAGMA max_page_count = 1")  # SQLite makes it the present size

    def _lose(self, dialect: DefaultDialect, connection: Any) -> None:
        if dialect.name == "sqlite":
            connection.rollback()
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error
        driver = getattr(connection, "dbapi_connection", connection)  # out of the pool's wrapping
        _terminate(self.url, driver.info.backend_pid)


def _ask(connection: Any) -> None:
    """A connection whose server is gone says so only when it is asked something."""
    connection.cursor().execute("SELECT 1")


def _terminate(url: str, backend: int) -> None:
    host = str(make_url(url).query["host"])
    with psycopg.connect(host=host, dbname=SUPERUSER, user=SUPERUSER, autocommit=True) as superuser:
        superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
