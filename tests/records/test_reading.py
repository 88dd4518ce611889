"""Whoever only reads can write nothing and keeps no writer waiting; the next transaction writes as before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from records.db import close_engine, reading, transaction
from records.errors import DatabaseError

WRITE = text(
    "INSERT INTO school (id, name, zone, policy) VALUES ('school-16', 'Школа', 'Europe/Moscow', '{}')"
)
COUNT = text("SELECT count(*) FROM school")


def schools(engine: Engine) -> int:
    """How many schools were written."""
    with reading(engine) as session:
        counted: int = session.execute(COUNT).scalar_one()
    return counted


def test_a_reader_can_write_nothing(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises((DBAPIError, DatabaseError)):
        session.execute(WRITE)
    assert schools(engine) == 0


def test_after_a_reader_the_same_engine_writes(engine: Engine) -> None:
    with reading(engine) as session:
        session.execute(COUNT)
    with transaction(engine) as session:
        session.execute(WRITE)
    assert schools(engine) == 1


def test_a_writer_does_not_wait_for_a_reader(engine: Engine) -> None:
    with reading(engine) as looking:
        looking.execute(COUNT)
        with transaction(engine) as writing:
            writing.execute(WRITE)
    assert schools(engine) == 1


def test_a_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    with transaction(engine) as writing:
        writing.execute(WRITE)
        with reading(engine) as looking:
            assert looking.execute(COUNT).scalar_one() == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_closed_engine_takes_its_readers_with_it(engine: Engine) -> None:
    assert schools(engine) == 0
    beside = Path(f"{engine.url.database}-wal")
    assert beside.exists()
    close_engine(engine)
    assert not beside.exists()  # the last connection takes it away


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_question_that_readers_ask_often_is_planned_once(engine: Engine) -> None:
    for _ in range(7):  # psycopg prepares what is asked a sixth time
        schools(engine)
    with reading(engine) as session:
        prepared = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert str(COUNT) in prepared


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("look", [reading, transaction])
def test_no_plan_is_compiled_to_machine_code(
    engine: Engine, look: Callable[[Engine], AbstractContextManager[Session]]
) -> None:
    with look(engine) as session:
        assert session.execute(text("SHOW jit")).scalar_one() == "off"
