"""Moments have one form in records, UTC to the second, and another for people; naive ones have none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.times import local, offset_text, parse_rfc3339, rfc3339, russian_date

MOMENT = datetime(2025, 10, 25, 15, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


def test_a_moment_in_a_record_is_utc() -> None:
    assert rfc3339(datetime(2025, 10, 25, 18, tzinfo=timezone(timedelta(hours=3)))) == "2025-10-25T15:00:00Z"


def test_a_naive_moment_does_not_enter_a_record() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        rfc3339(datetime(2025, 10, 25))


@pytest.mark.parametrize("text", ["2025-10-25T15:00:00Z", "2025-10-25T18:00:00+03:00"])
def test_a_moment_is_read_with_its_offset(text: str) -> None:
    assert parse_rfc3339(text) == MOMENT


@pytest.mark.parametrize("text", ["2025-10-25T15:00:00", "2025-10-25", "вчера"])
def test_a_moment_without_an_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_rfc3339(text)


@given(MOMENTS)
def test_what_was_written_is_read_back_to_the_second(moment: datetime) -> None:
    assert parse_rfc3339(rfc3339(moment)) == moment.replace(microsecond=0)


@given(MOMENTS, MOMENTS)
def test_texts_sort_as_moments_do(one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    assert rfc3339(first) <= rfc3339(second)


@pytest.mark.parametrize(
    ("zone", "hour", "offset"),
    [("Europe/Moscow", 18, "+03:00"), ("Asia/Omsk", 21, "+06:00"), ("Europe/Kaliningrad", 17, "+02:00")],
)
def test_people_see_the_clocks_of_their_school(zone: str, hour: int, offset: str) -> None:
    assert (local(MOMENT, zone).hour, offset_text(MOMENT, zone)) == (hour, offset)


def test_a_date_is_written_as_in_russian_documents() -> None:
    assert russian_date(date(2025, 9, 2)) == "02.09.2025"
