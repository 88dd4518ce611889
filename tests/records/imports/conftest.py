"""A database that already holds the small class."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.records.imports.small_class import small_book
from tests.records.imports.stored import read, store


@pytest.fixture
def imported(engine: Engine) -> Engine:
    """A database that holds the small class."""
    store(engine, read(small_book()))
    return engine
