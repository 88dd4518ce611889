"""Which errors of the drivers are failures of the database itself, and which stay what they are."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest

from records.outage import outage


def of_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("words are not looked at")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (of_sqlite(sqlite3.SQLITE_FULL), "database.full"),
        (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), "database.read_only"),
        (of_sqlite(sqlite3.SQLITE_IOERR_FSYNC), "database.failed"),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), "database.failed"),
        (of_sqlite(sqlite3.SQLITE_CORRUPT), "database.damaged"),
        (of_sqlite(sqlite3.SQLITE_NOTADB), "database.damaged"),
        (psycopg.errors.DiskFull(), "database.full"),
        (psycopg.errors.ReadOnlySqlTransaction(), "database.read_only"),
        (psycopg.errors.IoError(), "database.failed"),
        (psycopg.errors.DataCorrupted(), "database.damaged"),
        (psycopg.OperationalError("connection refused"), "database.lost"),
    ],
)
def test_a_failure_of_the_database_has_its_code(error: Exception, code: str) -> None:
    found = outage(error, is_disconnect=False)
    assert found is not None
    assert found.code == code


REFUSALS = (
    of_sqlite(sqlite3.SQLITE_CONSTRAINT_TRIGGER),
    of_sqlite(sqlite3.SQLITE_BUSY),
    sqlite3.OperationalError("no such table: without a code"),
    psycopg.errors.UniqueViolation(),
    psycopg.errors.RaiseException(),
    psycopg.errors.LockNotAvailable(),
    ValueError(),
)


@pytest.mark.parametrize("error", REFUSALS, ids=repr)
def test_a_refusal_stays_what_it_is(error: Exception) -> None:
    assert outage(error, is_disconnect=False) is None


def test_a_disconnect_is_one_whatever_the_driver_says() -> None:
    found = outage(psycopg.errors.AdminShutdown(), is_disconnect=True)
    assert found is not None
    assert found.code == "database.lost"
