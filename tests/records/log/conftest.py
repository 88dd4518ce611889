"""A database with two schools in it, for the tests of the log's tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from records.db import close_engine, open_engine, transaction
from records.school.tables import School
from tests.conftest import Database
from tests.records.log.events import OTHER, SCHOOL


@pytest.fixture
def own_school() -> str:
    """The school whose log is tested."""
    return SCHOOL


@pytest.fixture
def neighbour(database: Database) -> Iterator[Engine]:
    """The engine of the other school in the same database."""
    engine = open_engine(database.application, OTHER)
    yield engine
    close_engine(engine)


@pytest.fixture
def schools(engine: Engine, neighbour: Engine) -> Engine:
    """The application's engine on a database that knows both schools."""
    for one, school in ((engine, SCHOOL), (neighbour, OTHER)):
        with transaction(one) as session:
            session.add(School(id=school, name=school, zone="Europe/Moscow", policy={}))
    return engine
