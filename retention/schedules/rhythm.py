"""How often something is due, as a value: a moment in, the next moment out, in the school's time zone.

A day is due once: a time that the clocks skip comes when they have skipped it, one that they repeat comes at its first.
What was missed is not made up for: after a pause one run is due, not many. Pure; keeping.py asks for the runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from records.errors import InputError

_SPELLED: Final = re.compile(
    r"(?:(?P<minutes>minutes)/(?P<count>\d{1,4}))"
    r"|(?:(?:(?P<daily>daily)|(?P<weekly>weekly)/(?P<weekday>[1-7])"
    r"|(?P<pace>monthly|quarterly)/(?P<day>\d{1,2}))/(?P<hour>\d\d):(?P<minute>\d\d))"
)
LAST_DAY: Final = 28  # of a month: every month has it
LONGEST_MINUTES: Final = 24 * 60


class Pace(StrEnum):
    """Every so many minutes, or at a time of day: daily, on a weekday, on a day of the month or of the quarter."""

    MINUTES = "minutes"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A pace and its number: of minutes, of the weekday from Monday 1, of the day in the (first) month."""

    pace: Pace
    number: int = 0
    at: time = time(0)

    @property
    def spelled(self) -> str:
        """One line, as it is stored and typed: `minutes/5`, `daily/03:30`, `weekly/7/03:00`, `quarterly/1/02:00`."""
        parts: list[str] = [self.pace.value]
        if self.pace is not Pace.DAILY:
            parts.append(str(self.number))
        if self.pace is not Pace.MINUTES:
            parts.append(f"{self.at:%H:%M}")
        return "/".join(parts)


def parse(text: str) -> Rhythm:
    """The rhythm that is spelled so. Raises InputError."""
    found = _SPELLED.fullmatch(text.strip())
    rhythm = _of(found.groupdict()) if found else None
    if rhythm is None:
        raise InputError(
            "schedule.rhythm",
            f"Расписание «{text}» не понято. Можно: minutes/5 (до {LONGEST_MINUTES}), daily/03:30, weekly/7/03:00 "
            f"(1 — понедельник), monthly/1/02:00, quarterly/1/02:00 (день до {LAST_DAY}).",
            f"the schedule '{text}' is not understood; give minutes/5 (up to {LONGEST_MINUTES}), daily/03:30, "
            f"weekly/7/03:00 (1 is Monday), monthly/1/02:00 or quarterly/1/02:00 (day up to {LAST_DAY})",
        )
    return rhythm


def _of(told: dict[str, str | None]) -> Rhythm | None:
    if told["minutes"]:
        count = int(told["count"] or 0)
        return Rhythm(Pace.MINUTES, count) if 1 <= count <= LONGEST_MINUTES else None
    hour, minute = int(told["hour"] or 0), int(told["minute"] or 0)
    if hour > 23 or minute > 59:
        return None
    at = time(hour, minute)
    if told["daily"]:
        return Rhythm(Pace.DAILY, at=at)
    if told["weekly"]:
        return Rhythm(Pace.WEEKLY, int(told["weekday"] or 0), at)
    day = int(told["day"] or 0)
    return Rhythm(Pace(str(told["pace"])), day, at) if 1 <= day <= LAST_DAY else None


def next_after(rhythm: Rhythm, after: datetime, zone: str) -> datetime:
    """The first moment later than `after`, UTC."""
    if rhythm.pace is Pace.MINUTES:
        return after.astimezone(UTC) + timedelta(minutes=rhythm.number)
    place = ZoneInfo(zone)
    # From the day before: in some zones a day's time comes when UTC is a day ahead.
    first = after.astimezone(place).date() - timedelta(days=1)
    moments = (_moment(day, rhythm.at, place) for day in _days(rhythm, first))
    return next(moment for moment in moments if moment > after)


def _days(rhythm: Rhythm, first: date) -> Iterator[date]:
    """The days from `first` on of which the rhythm has one."""
    day = first
    while True:
        if _is_due(rhythm, day):
            yield day
        day += timedelta(days=1)


def _is_due(rhythm: Rhythm, day: date) -> bool:
    if rhythm.pace is Pace.WEEKLY:
        return day.isoweekday() == rhythm.number
    if rhythm.pace is Pace.MONTHLY:
        return day.day == rhythm.number
    if rhythm.pace is Pace.QUARTERLY:
        return day.day == rhythm.number and day.month % 3 == 1
    return True


def _moment(day: date, at: time, place: ZoneInfo) -> datetime:
    # fold=0: of a repeated time the first; a skipped one is counted with the offset before and so comes after the gap.
    return datetime.combine(day, at, place).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a run is due now, and when to look again."""

    due: bool
    next_at: datetime


def decide(rhythm: Rhythm, planned: datetime | None, at: datetime, zone: str) -> Decision:
    """What to do with a run planned for that moment; None: it was never planned.

    A moment further away than the next regular one was planned by a clock that ran ahead: it is planned anew.
    """
    following = next_after(rhythm, at, zone)
    if planned is None or planned > following:
        return Decision(due=False, next_at=following)
    return Decision(due=True, next_at=following) if planned <= at else Decision(due=False, next_at=planned)
