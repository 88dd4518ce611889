"""A pupil who left the class and came back: the marks of both times, and none of the days between."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from records.db import transaction
from records.gradebook.cells import Saved
from records.school.tables import Membership
from tests.cast import CLASS, LENA, SCHOOL
from tests.records.gradebook.desk import history, put, why


@pytest.fixture
def came_back(school: Engine) -> Engine:
    """Lena was away from the 6th to the 19th of September."""
    with transaction(school) as session:
        session.get_one(Membership, (SCHOOL, f"m-{LENA}")).left = date(2025, 9, 5)
        session.add(
            Membership(
                school_id=SCHOOL,
                id="again",
                class_id=CLASS,
                pupil_id=LENA,
                ordinal=9,
                arrived=date(2025, 9, 20),
            )
        )
    return school


@pytest.mark.parametrize("column", ["a1.0", "a3.0"])
def test_both_times_take_marks_and_each_version_is_read_once(came_back: Engine, column: str) -> None:
    before = history(came_back, column, LENA)
    outcome = put(came_back, column, LENA, 1, "3")
    assert isinstance(outcome, Saved)
    assert (outcome.seq, history(came_back, column, LENA)) == (2, [*before, "3"])


def test_the_days_between_take_none(came_back: Engine) -> None:
    assert why(put(came_back, "a2.1", LENA, 2, "5")) == "entry.not_in_class"
