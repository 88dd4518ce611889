"""Answers are timed from the moment that somebody meant to ask, and what went wrong is counted and told."""

from __future__ import annotations

import asyncio

import pytest

from bench.site_drive import Pace, Timings, drive, percentiles


class Hours:
    """A clock that only sleeping and answering move."""

    def __init__(self) -> None:
        self.now = 0.0

    def time(self) -> float:
        """What it says."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the time go by."""
        self.now += seconds


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Hours:
    """The loop's clock, replaced."""
    clock = Hours()
    monkeypatch.setattr("bench.site_drive.asyncio.sleep", clock.sleep)
    monkeypatch.setattr("bench.site_drive._clock", lambda: clock.time)
    return clock


def driven(pace: Pace, asking: object, people: int = 1) -> Timings:
    """The timings of people who all ask so."""
    timings = Timings()
    asyncio.run(drive([asking] * people, pace, timings))  # type: ignore[list-item]
    return timings


def test_a_person_asks_at_a_steady_pace(hours: Hours) -> None:
    asked: list[float] = []

    async def asking() -> tuple[str, int]:
        asked.append(hours.now)
        return "page", 10

    driven(Pace(every=8, lasts=32), asking)
    assert asked == [0, 8, 16, 24]


def test_waiting_for_one_answer_counts_for_those_who_were_to_come_meanwhile(hours: Hours) -> None:
    answers = iter([20.0, 1.0, 1.0])

    async def asking() -> tuple[str, int]:
        hours.now += next(answers)
        return "page", 10

    # Meant at 0, 8 and 16; answered at 20, 21 and 22.
    assert driven(Pace(every=8, lasts=24), asking).seconds["page"] == [20, 13, 6]


def test_an_error_is_counted_by_its_words_and_not_timed(hours: Hours) -> None:
    async def asking() -> tuple[str, int]:
        raise ValueError("no")

    timings = driven(Pace(every=8, lasts=16), asking)
    assert (dict(timings.errors), dict(timings.seconds)) == ({"ValueError: no": 2}, {})


def test_the_greatest_answer_of_a_kind_is_kept(hours: Hours) -> None:
    octets = iter([3, 9, 5])

    async def asking() -> tuple[str, int]:
        return "page", next(octets)

    assert driven(Pace(every=1, lasts=3), asking).octets == {"page": 9}


def test_the_percentiles_are_those_of_a_known_row() -> None:
    found = percentiles([float(number) for number in range(101)])
    assert (found.count, found.p50, found.p95, found.p99) == (101, 50, 95, 99)


def test_one_answer_is_every_percentile_of_itself() -> None:
    found = percentiles([3.0])
    assert (found.p50, found.p95, found.p99) == (3, 3, 3)
