"""The cast in a database, with everything cut."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.records.closing.frozen import CUT_ALL, run


@pytest.fixture
def year_cut(school: Engine) -> Engine:
    """Every period and the year of the class are cut."""
    run(school, *CUT_ALL)
    return school
