"""Reminders: of a period three days before its last day and on it, of signatures every third day; once each."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, text, update

from records.gradebook.tables import JournalPeriod
from records.lifecycle import ClosingState, RecordState, RequestState
from records.registers.tables import Record
from signing.request import SignatureRequest
from tests.flow.site import Site
from tests.webui.clocks import MovingClock
from tests.webui.notices.told import kinds, told
from tests.webui.visitors import DEPUTY, TEACHER, app_of, installation_of, set_policy
from webui.notices.reminding import remind

LAST = datetime.fromisoformat("2025-12-27T09:00:00+03:00")  # of the first half-year


def reminded(app: Flask, at: datetime) -> int:
    return remind(installation_of(app).workshop, at)


@pytest.mark.parametrize("days", [3, 2, 1, 0])
def test_a_teacher_is_told_before_the_last_day_and_on_it(app: Flask, clock: MovingClock, days: int) -> None:
    reminded(app, LAST - timedelta(days=days))
    ((kind, said),) = told(app, TEACHER)
    assert (kind, said["until"], said["period"]) == ("deadline", "2025-12-27", "I полугодие")


@pytest.mark.parametrize("days", [4, -1])
def test_neither_earlier_nor_later(app: Flask, clock: MovingClock, days: int) -> None:
    assert reminded(app, LAST - timedelta(days=days)) == 0


def test_a_teacher_is_told_twice_in_all_however_often_it_is_asked(app: Flask, clock: MovingClock) -> None:
    for hours in range(0, 96, 6):
        reminded(app, LAST - timedelta(days=3) + timedelta(hours=hours))
    assert kinds(app, TEACHER) == ["deadline", "deadline"]


def test_journals_of_one_teacher_make_one_notice(app: Flask, clock: MovingClock) -> None:
    reminded(app, LAST)
    ((_, said),) = told(app, TEACHER)
    assert said["count"] == "1"
    assert reminded(app, LAST) == 0


def test_the_schools_policy_moves_the_day(app: Flask, clock: MovingClock) -> None:
    set_policy(app, deadlines={"period_days": 2})
    reminded(app, LAST + timedelta(days=2))
    assert told(app, TEACHER)[0][1]["until"] == "2025-12-29"


def test_whoever_has_confirmed_is_left_alone(app: Flask, clock: MovingClock) -> None:
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        session.execute(update(JournalPeriod).values(state=ClosingState.CONFIRMED.value))
    assert reminded(app, LAST) == 0


def unguard(connection: Connection) -> None:
    """Take the guards away: a test makes what was signed wait again."""
    names = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in connection.scalars(names).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def test_signatures_are_asked_for_every_third_day(autumn: Site) -> None:
    with app_of(autumn) as app:
        workshop = installation_of(app).workshop
        with autumn.owning() as engine, engine.begin() as connection:
            unguard(connection)
        with workshop.transaction() as session:
            session.execute(update(Record).values(state=RecordState.SIGNING.value))
            last = SignatureRequest.position == 1
            session.execute(update(SignatureRequest).where(last).values(state=RequestState.WAITING.value))
            asked = session.query(SignatureRequest.asked_at).filter(last).first()
        assert asked
        days = []
        for day in range(7):
            reminded(app, asked[0] + timedelta(days=day))
            days.append(kinds(app, DEPUTY).count("to_sign"))
        assert days == [1, 1, 1, 2, 2, 2, 3]
        assert told(app, DEPUTY)[0][1]["count"] == "3"
