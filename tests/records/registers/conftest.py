"""The cast in a database, with Алгебра of the first quarter cut and its record in the catalogue."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from records.db import transaction
from tests.records.closing.frozen import CUT_PERIOD, run
from tests.records.registers.catalogue import enter


@pytest.fixture
def catalogue(school: Engine) -> Engine:
    """The cast with one record composed."""
    run(school, CUT_PERIOD)
    with transaction(school) as session:
        enter(session)
    return school
