"""A clock that was set back: nothing is dated before what the log tells already, and nothing is issued."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from records.errors import StateError
from records.gradebook.entering import enter
from records.log.store import LogEvent
from signing.enrolment import Certificate
from tests.flow.site import AT, Site
from tests.webui.closing.desk import DEPUTY, actor, keys

YESTERDAY = "2026-05-25T18:00:00+03:00"
CLASS = ("--class", "9А")


def counted(site: Site) -> tuple[int, int]:
    """How many events and certificates there are."""
    with site.workshop() as workshop, workshop.transaction() as session:
        events = session.scalars(select(func.count()).select_from(LogEvent)).one()
        return events, session.scalars(select(func.count()).select_from(Certificate)).one()


def test_a_cutoff_before_the_newest_event_is_refused(autumn: Site) -> None:
    ran = autumn.run("cutoff", *CLASS, "--period", "2", now=YESTERDAY)
    assert (ran.code, "[clock.behind]" in ran.err) == (2, True)


def test_a_year_is_not_closed_before_the_newest_event(autumn: Site) -> None:
    ran = autumn.run("close-year", *CLASS, now=YESTERDAY)
    assert (ran.code, "[clock.behind]" in ran.err) == (2, True)


def test_a_refused_run_issues_and_logs_nothing(autumn: Site) -> None:
    before = counted(autumn)
    autumn.run("cutoff", *CLASS, "--period", "2", now=YESTERDAY)
    assert counted(autumn) == before


def test_a_period_that_is_closed_may_be_asked_for_under_any_clock(autumn: Site) -> None:
    before = counted(autumn)
    ran = autumn.run("cutoff", *CLASS, "--period", "1", now=YESTERDAY)
    assert (ran.code, counted(autumn)) == (0, before)


def test_no_marks_are_entered_before_the_newest_event(bare: Site) -> None:
    yesterday = AT - timedelta(days=1)
    with bare.workshop() as workshop:
        who, key = actor(workshop, DEPUTY), keys(workshop)[0]
        with workshop.transaction() as session, pytest.raises(StateError) as error:
            enter(session, who, key, (), yesterday, workshop.entropy)
    assert error.value.code == "clock.behind"


def test_clocks_that_differ_a_little_keep_nobody_from_entering_marks(bare: Site) -> None:
    at = AT - timedelta(seconds=59)
    with bare.workshop() as workshop:
        who, key = actor(workshop, DEPUTY), keys(workshop)[0]
        with workshop.transaction() as session:
            assert enter(session, who, key, (), at, workshop.entropy) == ()
