"""When something is due again: by the school's clock, once a day whatever the clocks do, and late runs once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import InputError
from retention.schedules.rhythm import LAST_DAY, LONGEST_MINUTES, Pace, Rhythm, decide, next_after, parse

MOSCOW, BERLIN, LORD_HOWE = "Europe/Moscow", "Europe/Berlin", "Australia/Lord_Howe"
ZONES = (MOSCOW, BERLIN, LORD_HOWE, "America/New_York", "Asia/Kamchatka", "Pacific/Apia", "America/St_Johns")
MONDAY = datetime(2026, 5, 25, 12, 0, tzinfo=UTC)

times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
by_the_clock = st.one_of(
    st.builds(Rhythm, st.just(Pace.DAILY), st.just(0), times),
    st.builds(Rhythm, st.just(Pace.WEEKLY), st.integers(1, 7), times),
    st.builds(Rhythm, st.sampled_from([Pace.MONTHLY, Pace.QUARTERLY]), st.integers(1, LAST_DAY), times),
)
rhythms = st.one_of(by_the_clock, st.builds(Rhythm, st.just(Pace.MINUTES), st.integers(1, LONGEST_MINUTES)))
moments = st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
zones = st.sampled_from(ZONES)


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def there_is(day: date, at: time, zone: str) -> bool:
    """Whether the clocks of the zone show that time on that day."""
    shown = datetime.combine(day, at, ZoneInfo(zone))
    return local(shown.astimezone(UTC), zone).replace(tzinfo=None) == shown.replace(tzinfo=None)


@given(rhythms, moments, zones)
def test_the_next_moment_is_later(rhythm: Rhythm, after: datetime, zone: str) -> None:
    assert next_after(rhythm, after, zone) > after


@given(by_the_clock, moments, zones)
def test_the_schools_clock_shows_the_time_unless_it_skips_it(
    rhythm: Rhythm, after: datetime, zone: str
) -> None:
    shown = local(next_after(rhythm, after, zone), zone)
    assert shown.time() == rhythm.at or not there_is(shown.date(), rhythm.at, zone)


@given(by_the_clock, moments, zones)
def test_no_moment_is_left_out(rhythm: Rhythm, after: datetime, zone: str) -> None:
    following = next_after(rhythm, after, zone)
    between = after + (following - after) / 2
    assert next_after(rhythm, between, zone) == following


@given(times, moments, zones)
def test_a_day_is_due_once(at: time, after: datetime, zone: str) -> None:
    rhythm, found = Rhythm(Pace.DAILY, at=at), [after]
    for _ in range(30):
        found.append(next_after(rhythm, found[-1], zone))
    days = [local(moment, zone).date() for moment in found[1:]]
    # Apia slept through a whole day of 2011.
    assert all(later - earlier in (timedelta(days=1), timedelta(days=2)) for earlier, later in pairwise(days))


@given(rhythms, moments, zones)
def test_a_clock_that_stands_still_runs_nothing_twice(rhythm: Rhythm, at: datetime, zone: str) -> None:
    first = decide(rhythm, at, at, zone)
    assert (first.due, decide(rhythm, first.next_at, at, zone).due) == (True, False)


@given(rhythms, moments, zones, st.timedeltas(timedelta(0), timedelta(days=800)))
def test_after_a_pause_one_run_is_due(rhythm: Rhythm, planned: datetime, zone: str, pause: timedelta) -> None:
    at = planned + timedelta(seconds=int(pause.total_seconds()))
    decision = decide(rhythm, planned, at, zone)
    assert (decision.due, decision.next_at > at) == (True, True)


@given(rhythms, moments, zones, st.timedeltas(timedelta(days=100), timedelta(days=4000)))
def test_what_a_clock_far_ahead_planned_is_planned_anew(
    rhythm: Rhythm, at: datetime, zone: str, ahead: timedelta
) -> None:
    decision = decide(rhythm, at + ahead, at, zone)
    assert (decision.due, decision.next_at) == (False, next_after(rhythm, at, zone))


@given(rhythms)
def test_what_is_spelled_is_read_back(rhythm: Rhythm) -> None:
    assert parse(rhythm.spelled) == rhythm


@pytest.mark.parametrize(
    ("spelled", "due"),
    [
        ("minutes/5", "2026-05-25T12:05+00:00"),
        ("daily/07:00", "2026-05-26T07:00+03:00"),
        ("daily/23:00", "2026-05-25T23:00+03:00"),
        ("weekly/1/15:00", "2026-06-01T15:00+03:00"),
        ("weekly/1/15:01", "2026-05-25T15:01+03:00"),
        ("monthly/25/02:00", "2026-06-25T02:00+03:00"),
        ("quarterly/2/01:00", "2026-07-02T01:00+03:00"),
    ],
)
def test_the_next_moment_in_moscow(spelled: str, due: str) -> None:
    assert next_after(parse(spelled), MONDAY, MOSCOW) == datetime.fromisoformat(due)


def test_a_skipped_time_comes_when_the_clocks_have_skipped_it() -> None:
    before = datetime.fromisoformat("2026-03-29T00:00+01:00")
    due = next_after(parse("daily/02:30"), before, BERLIN)
    assert local(due, BERLIN).isoformat() == "2026-03-29T03:30:00+02:00"


def test_a_repeated_time_comes_at_its_first() -> None:
    before = datetime.fromisoformat("2026-10-25T00:00+02:00")
    due = next_after(parse("daily/02:30"), before, BERLIN)
    assert local(due, BERLIN).isoformat() == "2026-10-25T02:30:00+02:00"


def test_a_repeated_time_does_not_come_again() -> None:
    first = datetime.fromisoformat("2026-10-25T02:30+02:00")
    due = next_after(parse("daily/02:30"), first, BERLIN)
    assert local(due, BERLIN).date() == date(2026, 10, 26)


NO_RHYTHMS = (
    " hourly minutes/0 minutes/1441 daily/24:00 daily/7:00 daily/03:60 daily/03:00;x weekly/03:00 weekly/8/03:00 "
    "weekly/0/03:00 monthly/29/02:00 quarterly/0/02:00"
)


@pytest.mark.parametrize("spelled", NO_RHYTHMS.split(" "))
def test_what_is_no_rhythm_is_refused(spelled: str) -> None:
    with pytest.raises(InputError) as error:
        parse(spelled)
    assert error.value.code == "schedule.rhythm"
