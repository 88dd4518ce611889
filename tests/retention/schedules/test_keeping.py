"""Schedules on both databases: planned first, run when due, once whoever looks, and changed by people with an event."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from records.errors import InputError
from records.log.audit import EventKind, append_event
from records.log.store import LogEvent
from retention.jobs.queue import ask, claim, finish
from retention.jobs.tables import Job
from retention.schedules.keeping import ask_due, schedules, set_schedule
from retention.schedules.kinds import DEFAULTS, ScheduleKind, Setting, errand_of
from retention.schedules.rhythm import next_after, parse
from retention.schedules.tables import Schedule, ScheduleRun
from retention.workshop import Workshop
from tests.cast import CUT_AT, PAVEL, SCHOOL, SeededEntropy, store
from tests.retention.workshops import bare_workshop

ENTROPY = SeededEntropy("schedules")
ALL, SAMPLE, PUBLISH = ScheduleKind.VERIFY_ALL, ScheduleKind.VERIFY_SAMPLE, ScheduleKind.PUBLISH
LATER = CUT_AT + timedelta(days=200)  # everything but what has nothing to do is due by then


@pytest.fixture
def shop(engine: Engine) -> Workshop:
    store(engine)
    return bare_workshop(engine, ENTROPY)


def look(shop: Workshop, at: datetime = CUT_AT) -> int:
    return ask_due(shop, at)


def runs(shop: Workshop) -> list[tuple[str, datetime]]:
    with shop.transaction() as session:
        return [(run.kind, run.due_at) for run in session.scalars(select(ScheduleRun))]


def jobs(shop: Workshop) -> list[Job]:
    with shop.transaction() as session:
        return list(session.scalars(select(Job).order_by(Job.kind, Job.key)))


def next_of(shop: Workshop, kind: ScheduleKind = ALL) -> datetime | None:
    with shop.transaction() as session:
        return session.get_one(Schedule, (SCHOOL, kind.value)).next_at


def set_to(shop: Workshop, kind: ScheduleKind, setting: Setting) -> None:
    with shop.transaction() as session:
        set_schedule(session, PAVEL, kind, setting, CUT_AT, shop.zone(session), ENTROPY)


def only(shop: Workshop, kind: ScheduleKind, spelled: str) -> None:
    """Let nothing but this schedule run."""
    for other in ScheduleKind:
        rhythm = parse(spelled) if other is kind else DEFAULTS[other].rhythm
        set_to(shop, other, Setting(rhythm, on=other is kind, share=10))


def test_the_first_look_plans_and_runs_nothing(shop: Workshop) -> None:
    assert (look(shop), jobs(shop)) == (0, [])


def test_what_is_planned_is_the_default_of_its_kind(shop: Workshop) -> None:
    look(shop)
    with shop.transaction() as session:
        zone = shop.zone(session)
    assert next_of(shop) == next_after(DEFAULTS[ALL].rhythm, CUT_AT, zone)


def test_nothing_runs_before_its_time(shop: Workshop) -> None:
    only(shop, ALL, "daily/12:00")
    planned = next_of(shop)
    assert planned
    assert look(shop, planned - timedelta(seconds=1)) == 0


def test_what_is_due_is_asked_for(shop: Workshop) -> None:
    only(shop, ALL, "daily/12:00")
    planned = next_of(shop)
    assert planned
    assert look(shop, planned) == 1
    assert [(job.kind, job.key, job.person_id) for job in jobs(shop)] == [("verify", "all/", None)]


def test_a_run_is_remembered_with_its_job(shop: Workshop) -> None:
    only(shop, ALL, "daily/12:00")
    look(shop, LATER)
    with shop.transaction() as session:
        found = {one.kind: one for one in schedules(session, SCHOOL, 5)}
    assert [(run.asked_at, job.kind) for run, job in found[ALL].runs] == [(LATER, "verify")]


def test_what_was_missed_runs_once(shop: Workshop) -> None:
    only(shop, ALL, "daily/12:00")
    assert [look(shop, LATER), look(shop, LATER)] == [1, 0]


def test_what_ran_is_planned_again(shop: Workshop) -> None:
    only(shop, ALL, "daily/12:00")
    look(shop, LATER)
    planned = next_of(shop)
    assert planned
    assert LATER < planned <= LATER + timedelta(days=1)


def test_workers_that_look_at_once_run_it_once(shop: Workshop) -> None:
    only(shop, ALL, "daily/12:00")
    with ThreadPoolExecutor(4) as pool:
        asked = list(pool.map(lambda _: look(shop, LATER), range(8)))
    assert (sum(asked), len(runs(shop)), len(jobs(shop))) == (1, 1, 1)


def test_workers_that_look_first_at_once_plan_it_once(shop: Workshop) -> None:
    with ThreadPoolExecutor(4) as pool:
        asked = list(pool.map(lambda _: look(shop), range(4)))
    with shop.transaction() as session:
        assert (asked, len(list(session.scalars(select(Schedule))))) == ([0] * 4, len(ScheduleKind))


def test_the_same_moment_has_one_run(shop: Workshop) -> None:
    only(shop, ALL, "daily/12:00")
    look(shop, LATER)
    ((kind, due),) = runs(shop)
    job = jobs(shop)[0].id
    with pytest.raises(IntegrityError), shop.transaction() as session:
        session.add(ScheduleRun(school_id=SCHOOL, kind=kind, due_at=due, asked_at=LATER, job_id=job))


def test_a_moment_that_comes_again_after_the_clock_was_set_back_is_not_run_again(shop: Workshop) -> None:
    only(shop, ALL, "daily/12:00")
    planned = next_of(shop)
    assert planned
    look(shop, planned)
    end(shop)
    look(shop, planned - timedelta(hours=5))  # set back: planned anew for the same moment
    assert (look(shop, planned), len(runs(shop))) == (0, 1)


def end(shop: Workshop) -> None:
    with shop.transaction() as session:
        job = claim(session, SCHOOL, "w1", (), CUT_AT)
        assert job
        finish(session, SCHOOL, "w1", job.id, CUT_AT)


def test_what_a_person_has_asked_for_already_is_the_run(shop: Workshop) -> None:
    only(shop, ALL, "daily/12:00")
    with shop.transaction() as session:
        ask(session, PAVEL, [errand_of(ALL, DEFAULTS[ALL], ENTROPY)], CUT_AT, ENTROPY)
    assert (look(shop, LATER), len(jobs(shop)), len(runs(shop))) == (1, 1, 1)


def test_a_schedule_that_is_off_never_runs(shop: Workshop) -> None:
    for kind in ScheduleKind:
        set_to(shop, kind, Setting(DEFAULTS[kind].rhythm, on=False, share=10))
    assert (look(shop, LATER), next_of(shop)) == (0, None)


def test_a_sample_is_drawn_anew_each_time(shop: Workshop) -> None:
    only(shop, SAMPLE, "daily/12:00")
    look(shop, LATER)
    look(shop, LATER + timedelta(days=1))
    told = [job.arguments for job in jobs(shop)]
    assert ({one["share"] for one in told}, len({one["seed"] for one in told})) == ({"10"}, 2)


def test_nothing_is_published_when_no_event_waits(shop: Workshop) -> None:
    look(shop)
    with shop.transaction() as session:
        for event in session.scalars(select(LogEvent)):
            event.idx = event.id
    assert (look(shop, CUT_AT + timedelta(minutes=6)), runs(shop)) == (0, [])


def test_what_waits_is_published(shop: Workshop) -> None:
    look(shop)
    with shop.transaction() as session:
        append_event(session, SCHOOL, EventKind.SIGNED_IN, PAVEL, CUT_AT, {}, ENTROPY)
    look(shop, CUT_AT + timedelta(minutes=6))
    assert [job.kind for job in jobs(shop)] == ["publish"]


def test_a_change_is_an_event(shop: Workshop) -> None:
    set_to(shop, SAMPLE, Setting(parse("weekly/1/05:00"), share=25))
    with shop.transaction() as session:
        query = select(LogEvent).where(LogEvent.kind == EventKind.SCHEDULE_SET.value)
        event = session.scalars(query).one()
        subject = json.loads(event.body or b"{}")["subject"]
    assert subject == {"schedule": "verify_sample", "rhythm": "weekly/1/05:00", "share": 25}


def test_a_change_plans_the_next_run(shop: Workshop) -> None:
    look(shop)
    set_to(shop, ALL, Setting(parse("minutes/10")))
    assert next_of(shop) == CUT_AT + timedelta(minutes=10)


@pytest.mark.parametrize("share", [0, 101])
def test_a_sample_has_a_share(shop: Workshop, share: int) -> None:
    with pytest.raises(InputError) as error:
        set_to(shop, SAMPLE, Setting(parse("daily/05:00"), share=share))
    assert error.value.code == "schedule.share"


def test_a_school_without_rows_shows_the_defaults(shop: Workshop) -> None:
    with shop.transaction() as session:
        found = schedules(session, SCHOOL, 5)
    assert {one.kind: one.setting for one in found} == DEFAULTS
