"""Errands that a worker does by a schedule: what ended long ago goes, what people look at stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from records.db import transaction
from retention.jobs import queue
from retention.jobs.kinds import Errand, JobKind
from retention.jobs.pruning import KEPT, LATEST, forget_jobs
from retention.jobs.tables import Job
from retention.schedules.tables import ScheduleRun
from tests.cast import CUT_AT, PAVEL, SCHOOL, SeededEntropy, store
from webui.errands import ERRANDS

ENTROPY = SeededEntropy("errands")
AGES = KEPT[JobKind.GO_ON]


@pytest.fixture
def school(engine: Engine) -> Engine:
    store(engine)
    return engine


def ended(engine: Engine, kind: JobKind, number: int = 1) -> list[str]:
    """Jobs of a kind that were done at once."""
    with transaction(engine) as session:
        errands = [Errand(kind, f"r{n}", "Алгебра") for n in range(number)]
        batch = queue.ask(session, PAVEL, errands, CUT_AT, ENTROPY)
        for _ in range(number):
            job = queue.claim(session, SCHOOL, "w1", (), CUT_AT)
            assert job
            queue.finish(session, SCHOOL, "w1", job.id, CUT_AT)
        return [job.id for job in queue.jobs_of(session, SCHOOL, batch)]


def forget(engine: Engine, at: datetime) -> int:
    with transaction(engine) as session:
        return forget_jobs(session, SCHOOL, at)


def left(engine: Engine) -> int:
    with transaction(engine) as session:
        return len(list(session.scalars(select(Job.id))))


def test_every_kind_of_job_has_its_age() -> None:
    assert set(KEPT) == set(JobKind)


def test_the_site_does_what_the_archive_does_not_know() -> None:
    assert set(ERRANDS) == {JobKind.TIDY, JobKind.REMIND}


def test_what_ended_long_ago_is_forgotten(school: Engine) -> None:
    ended(school, JobKind.GO_ON, 3)
    assert (forget(school, CUT_AT + AGES + timedelta(seconds=1)), left(school)) == (3, 0)


def test_what_is_not_that_old_stays(school: Engine) -> None:
    ended(school, JobKind.GO_ON)
    assert (forget(school, CUT_AT + AGES), left(school)) == (0, 1)


def test_what_waits_stays_however_old(school: Engine) -> None:
    with transaction(school) as session:
        queue.ask(session, PAVEL, [Errand(JobKind.GO_ON, "r1", "Алгебра")], CUT_AT, ENTROPY)
    assert (forget(school, CUT_AT + 9 * AGES), left(school)) == (0, 1)


def test_the_latest_verifications_stay_however_old(school: Engine) -> None:
    ended(school, JobKind.VERIFY, LATEST + 2)
    assert (forget(school, CUT_AT + 9 * AGES), left(school)) == (2, LATEST)


def test_the_run_that_a_job_was_goes_with_it(school: Engine) -> None:
    (job,) = ended(school, JobKind.TIDY)
    with transaction(school) as session:
        session.add(ScheduleRun(school_id=SCHOOL, kind="tidy", due_at=CUT_AT, asked_at=CUT_AT, job_id=job))
    forget(school, CUT_AT + AGES)
    with transaction(school) as session:
        assert list(session.scalars(select(ScheduleRun))) == []


def test_of_several_kinds_each_has_its_own_age(school: Engine) -> None:
    ended(school, JobKind.PUBLISH)
    ended(school, JobKind.SIGN)
    forget(school, CUT_AT + KEPT[JobKind.PUBLISH] + timedelta(seconds=1))
    with transaction(school) as session:
        assert list(session.scalars(select(Job.kind))) == ["sign"]
