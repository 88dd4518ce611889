"""The log's tables are append-only for whoever speaks SQL to the database, and the sequencer still works."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from records.errors import SetupError
from records.log.guards import log_guards
from records.log.sequencer import integrate
from tests.records.log.events import AT, SCHOOL, append
from tests.records.log.trees import SIGNER

REFUSED = "the log is append-only"
COPY_EVENT = "SELECT {id}, school_id, kind, at, body, salt, entry, {idx} FROM log_event WHERE idx = 1"
EVENT = "log_event (id, school_id, kind, at, body, salt, entry, idx)"


@pytest.fixture
def log(schools: Engine) -> Engine:
    """A log with three events in the tree (ids 1 to 3) and one that waits (id 4)."""
    append(schools, 3)
    integrate(schools, SCHOOL, AT, SIGNER)
    append(schools, 1)
    return schools


def run(engine: Engine, statement: str, values: Mapping[str, object] | None = None) -> int:
    with engine.begin() as connection:
        return connection.execute(text(statement), values or {}).rowcount


REWRITES = [
    "DELETE FROM log_event WHERE idx = 1",
    "DELETE FROM log_event WHERE idx IS NULL",
    "UPDATE log_event SET idx = 7 WHERE idx = 1",
    "UPDATE log_event SET idx = NULL WHERE idx = 1",
    "UPDATE log_event SET body = salt WHERE idx = 1",
    "UPDATE log_event SET salt = entry WHERE idx = 1",
    "UPDATE log_event SET entry = salt WHERE idx = 1",
    "UPDATE log_event SET kind = 'hold.set' WHERE idx = 1",
    "UPDATE log_event SET school_id = 'school-57' WHERE idx = 1",
    "UPDATE log_event SET id = 99 WHERE idx = 1",
    "UPDATE log_event SET at = '2020-01-01' WHERE idx = 1",
    "UPDATE log_event SET idx = 3, entry = salt WHERE idx IS NULL",
    "DELETE FROM log_hash WHERE level = 0 AND idx = 1",
    "UPDATE log_hash SET idx = 9 WHERE level = 0 AND idx = 1",
    "UPDATE log_hash SET hash = hash WHERE level = 0 AND idx = 1",
    "DELETE FROM log_head",
    "UPDATE log_head SET note = note",
]
BIRTHS = [
    f"INSERT INTO {EVENT} {COPY_EVENT.format(id=99, idx=9)}",
    f"INSERT INTO {EVENT} {COPY_EVENT.format(id=99, idx='NULL').replace('body', 'NULL')}",
    f"INSERT INTO {EVENT} {COPY_EVENT.format(id=99, idx='NULL').replace('salt', 'NULL')}",
]


@pytest.mark.parametrize("statement", REWRITES + BIRTHS)
def test_the_past_is_not_rewritten(log: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError, match=REFUSED):
        run(log, statement)


@pytest.mark.parametrize("statement", REWRITES)
def test_the_owner_of_the_tables_does_not_rewrite_it_either(
    log: Engine, owner_engine: Engine, statement: str
) -> None:
    with pytest.raises(DBAPIError, match=REFUSED):
        run(owner_engine, statement)


@pytest.mark.parametrize("erased", ["body = NULL", "salt = NULL", "body = NULL, salt = NULL"])
def test_a_body_and_a_salt_can_be_erased(log: Engine, erased: str) -> None:
    assert run(log, f"UPDATE log_event SET {erased}") == 4


def test_an_erased_body_does_not_come_back(log: Engine) -> None:
    run(log, "UPDATE log_event SET body = NULL")
    with pytest.raises(DBAPIError, match=REFUSED):
        run(log, "UPDATE log_event SET body = :body", {"body": b"{}"})


def test_the_waiting_event_still_enters_the_tree(log: Engine) -> None:
    assert integrate(log, SCHOOL, AT, SIGNER).head.size == 4


TAKEN = [
    f"INSERT OR REPLACE INTO {EVENT} {COPY_EVENT.format(id='id', idx='NULL')}",
    "UPDATE OR REPLACE log_event SET idx = 1 WHERE idx IS NULL",
    "INSERT OR REPLACE INTO log_hash SELECT school_id, 1, 0, hash FROM log_hash WHERE level = 0 AND idx = 1",
    "INSERT OR REPLACE INTO log_head SELECT school_id, size, root, 'another', at FROM log_head",
    "INSERT OR IGNORE INTO log_head SELECT school_id, size, root, 'another', at FROM log_head",
]


@pytest.mark.parametrize("statement", TAKEN)
@pytest.mark.parametrize("pragma", ["ON", "OFF"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_replaces_no_row_even_without_recursive_triggers(
    log: Engine, statement: str, pragma: str
) -> None:
    with create_engine(log.url).connect() as stranger:
        stranger.exec_driver_sql(f"PRAGMA recursive_triggers={pragma}")
        with pytest.raises(DBAPIError, match=REFUSED):
            stranger.exec_driver_sql(statement)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["log_event", "log_hash", "log_head", "school"])
def test_postgresql_truncates_no_log_even_for_the_owner(
    log: Engine, owner_engine: Engine, table: str
) -> None:
    with pytest.raises(DBAPIError, match=r"append-only|frozen|permission"):
        run(owner_engine, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_keeps_the_guards_in_the_role_of_a_replica(log: Engine, superuser_engine: Engine) -> None:
    with superuser_engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        with pytest.raises(DBAPIError, match=REFUSED):
            connection.execute(text("DELETE FROM log_head"))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_upserts_no_row(log: Engine) -> None:
    with pytest.raises(DBAPIError, match=REFUSED):
        run(
            log,
            "INSERT INTO log_head SELECT school_id, size, root, 'another', at FROM log_head "
            "ON CONFLICT (school_id, size) DO UPDATE SET note = excluded.note",
        )


def test_another_database_has_no_guards() -> None:
    with pytest.raises(SetupError, match=r"^guard\.dialect"):
        log_guards("mysql")
