"""The cast in a database: open, with one journal's period cut, and with the whole year cut."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.records.closing.frozen import CUT_ALL, CUT_PERIOD, run


@pytest.fixture
def period_cut(school: Engine) -> Engine:
    """Алгебра of the first quarter is cut, everything else open."""
    run(school, CUT_PERIOD)
    return school


@pytest.fixture
def year_cut(school: Engine) -> Engine:
    """Every period and the year of the class are cut."""
    run(school, *CUT_ALL)
    return school
