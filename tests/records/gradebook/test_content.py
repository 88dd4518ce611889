"""Who belonged to a class on which days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.gradebook.content import MembershipFacts, joined

FIRST, LAST = date(2025, 9, 1), date(2025, 10, 25)
DAYS = st.dates(date(2025, 8, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("arrived", "left", "present"),
    [
        (None, None, True),
        (LAST, None, True),
        (LAST + timedelta(days=1), None, False),
        (None, FIRST, True),
        (None, FIRST - timedelta(days=1), False),
        (FIRST, LAST, True),
    ],
)
def test_the_days_of_arrival_and_leaving_count(
    arrived: date | None, left: date | None, present: bool
) -> None:
    assert MembershipFacts(arrived=arrived, left=left).present(FIRST, LAST) is present


@given(DAYS, DAYS, DAYS)
def test_present_in_a_span_is_present_on_a_day_of_it(arrived: date, left: date, last: date) -> None:
    membership = MembershipFacts(arrived=arrived, left=max(arrived, left))
    span = [FIRST + timedelta(days=n) for n in range((max(FIRST, last) - FIRST).days + 1)]
    assert membership.present(span[0], span[-1]) == any(membership.present(day, day) for day in span)


@given(st.lists(DAYS, min_size=4, max_size=4, unique=True), DAYS)
def test_who_came_back_is_present_in_either_time(days: list[date], day: date) -> None:
    arrived, left, back, gone = sorted(days)
    times = (MembershipFacts(back, "№ 2", gone), MembershipFacts(arrived, "№ 1", left))
    membership = joined(times)
    assert membership.present(day, day) == any(time.present(day, day) for time in times)
    assert membership.times == times[::-1]
    assert membership.json() == {**times[0].json(), "earlier": [times[1].json()]}
