"""The cast in a database, for the tests of everything that reads or guards it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests import cast


@pytest.fixture
def school(engine: Engine) -> Engine:
    """The cast, nothing cut."""
    cast.store(engine)
    return engine
