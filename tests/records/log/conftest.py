"""A database with two schools in it, for the tests of the log's tables."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from records.db import of_school, transaction
from records.school.tables import School
from tests.records.log.events import OTHER, SCHOOL


@pytest.fixture
def own_school() -> str:
    """The school whose log is tested."""
    return SCHOOL


@pytest.fixture
def schools(engine: Engine) -> Engine:
    """The application's engine on a database that knows both schools."""
    for school in (SCHOOL, OTHER):
        with transaction(of_school(engine, school)) as session:
            session.add(School(id=school, name=school, zone="Europe/Moscow", policy={}))
    return engine
