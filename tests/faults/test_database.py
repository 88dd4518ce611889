"""Faults of the database are what they say, on both kinds, and reach the caller as errors with a code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from records.db import close_engine, open_engine, transaction
from records.errors import DatabaseError
from tests.conftest import Database as Urls
from tests.faults.database import Database
from tests.faults.kinds import Fault, Kind

LOST = {"sqlite": "database.failed", "postgresql": "database.lost"}
FAULTS = (Kind.COMMIT_LOST, Kind.COMMIT_UNHEARD, Kind.STATEMENT_LOST)


@pytest.fixture
def table(database: Urls) -> Iterator[Engine]:
    """An engine of the owner, in whose database there is a table of numbers."""
    engine = open_engine(database.owner)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE number (n INTEGER, filling TEXT)"))
    yield engine
    close_engine(engine)


def insert(engine: Engine, rows: int = 1) -> None:
    with transaction(engine) as session:
        for n in range(rows):
            session.execute(text("INSERT INTO number VALUES (:n, :filling)"), {"n": n, "filling": "x" * 4000})


def rows(engine: Engine) -> int:
    close_engine(engine)  # a connection made read-only stays so
    with transaction(engine) as session:
        return int(session.execute(text("SELECT count(*) FROM number")).scalar_one())


def refused(engine: Engine, url: str, kind: Kind, number: int = 0) -> str:
    """The code with which a transaction of several rows is refused under that fault."""
    with Database(url, Fault(kind, number)).watched(), pytest.raises(DatabaseError) as caught:
        insert(engine, rows=5)
    return caught.value.code


@pytest.mark.parametrize("kind", FAULTS)
def test_a_lost_connection_has_a_code(table: Engine, database: Urls, kind: Kind) -> None:
    number = 2 if kind is Kind.STATEMENT_LOST else 0
    assert refused(table, database.owner, kind, number) == LOST[table.dialect.name]


@pytest.mark.parametrize(("kind", "stored"), [(Kind.COMMIT_LOST, 0), (Kind.COMMIT_UNHEARD, 5)])
def test_a_commit_is_lost_or_only_unheard(table: Engine, database: Urls, kind: Kind, stored: int) -> None:
    refused(table, database.owner, kind)
    assert rows(table) == stored


def test_what_stood_before_the_connection_was_lost_is_undone(table: Engine, database: Urls) -> None:
    refused(table, database.owner, Kind.STATEMENT_LOST, 3)
    assert rows(table) == 0


@pytest.mark.parametrize("kind", FAULTS)
def test_the_next_transaction_finds_a_connection(table: Engine, database: Urls, kind: Kind) -> None:
    refused(table, database.owner, kind)
    before = rows(table)
    insert(table)
    assert rows(table) == before + 1


def test_a_full_database_has_a_code_and_stores_nothing(table: Engine, database: Urls) -> None:
    assert (refused(table, database.owner, Kind.DATABASE_FULL), rows(table)) == ("database.full", 0)


def test_a_read_only_database_has_a_code_and_stores_nothing(table: Engine, database: Urls) -> None:
    assert (refused(table, database.owner, Kind.DATABASE_READ_ONLY), rows(table)) == ("database.read_only", 0)


def test_a_file_that_is_no_database_has_a_code(tmp_path: Path) -> None:
    (tmp_path / "letopis.db").write_bytes(b"this was a database once " * 400)
    engine = open_engine(f"sqlite:///{tmp_path / 'letopis.db'}")
    with pytest.raises(DatabaseError) as caught, engine.connect():
        pass
    assert caught.value.code == "database.damaged"


def test_a_server_that_is_away_has_a_code(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql+psycopg://somebody@/nothing?host={tmp_path}")
    with pytest.raises(DatabaseError) as caught, engine.connect():
        pass
    assert caught.value.code == "database.lost"


def test_everything_is_counted(table: Engine, database: Urls) -> None:
    with Database(database.owner).watched() as counted:
        insert(table, rows=3)
    assert (counted.begins, counted.commits) == (1, 1)
    assert counted.statements in (3, 4)  # SQLite's BEGIN is a statement of ours
