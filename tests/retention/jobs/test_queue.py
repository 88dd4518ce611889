"""The queue of jobs on both databases: asked once, taken by one, ended by whoever has it, taken back from the dead."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from records.db import transaction
from records.errors import NotFoundError, StateError
from records.lifecycle import JobState
from retention.jobs import queue
from retention.jobs.kinds import Errand, JobKind
from retention.jobs.tables import Job
from tests.cast import CUT_AT, MARIA, PAVEL, SCHOOL, SeededEntropy, store

PRINT = Errand(JobKind.GO_ON, "r1", "Алгебра")
SIGN = Errand(JobKind.SIGN, "r1", "Алгебра", {"person": MARIA.person})
VERIFY = Errand(JobKind.VERIFY, "all", "весь архив")
ENTROPY = SeededEntropy("jobs")


@pytest.fixture
def school(engine: Engine) -> Engine:
    store(engine)
    return engine


def ask(engine: Engine, *errands: Errand) -> str:
    with transaction(engine) as session:
        return queue.ask(session, PAVEL, errands, CUT_AT, ENTROPY)


def claim(engine: Engine, worker: str = "w1", busy: tuple[JobKind, ...] = ()) -> Job | None:
    with transaction(engine) as session:
        return queue.claim(session, SCHOOL, worker, busy, CUT_AT)


def taken(engine: Engine, worker: str = "w1") -> Job:
    job = claim(engine, worker)
    assert job is not None
    return job


def states(engine: Engine) -> list[str]:
    with transaction(engine) as session:
        return sorted(job.state for job in session.query(Job))


def take_back(engine: Engine, worker: str = "w1") -> None:
    with transaction(engine) as session:
        queue.take_back(session, SCHOOL, worker, CUT_AT)


def test_an_errand_waits_until_it_is_taken(school: Engine) -> None:
    ask(school, PRINT)
    assert states(school) == [JobState.WAITING]


def test_a_taken_errand_is_running(school: Engine) -> None:
    ask(school, PRINT)
    taken(school)
    assert states(school) == [JobState.RUNNING]


def test_an_errand_is_taken_by_one_worker(school: Engine) -> None:
    ask(school, PRINT)
    taken(school, "w1")
    assert claim(school, "w2") is None


def test_two_workers_at_once_take_two_errands(school: Engine) -> None:
    ask(school, *(Errand(JobKind.GO_ON, f"r{n}", "Алгебра") for n in range(12)))

    def all_of(worker: str) -> list[str]:
        found = []
        while states_waiting(school):
            try:
                job = claim(school, worker)
            except StateError:
                continue  # the other was faster
            found += [job.key] if job else []
        return found

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(all_of, ("w1", "w2"))
    assert sorted(one + other) == sorted(f"r{n}" for n in range(12))


def states_waiting(engine: Engine) -> bool:
    return JobState.WAITING in states(engine)


def test_the_same_errand_is_not_asked_for_twice_while_it_is_open(school: Engine) -> None:
    assert ask(school, PRINT) == ask(school, PRINT)
    assert len(states(school)) == 1


def test_the_same_errand_can_be_asked_for_again_when_it_is_done(school: Engine) -> None:
    ask(school, PRINT)
    job = taken(school)
    with transaction(school) as session:
        queue.finish(session, SCHOOL, "w1", job.id, CUT_AT)
    ask(school, PRINT)
    assert states(school) == [JobState.DONE, JobState.WAITING]


def test_what_is_not_open_is_asked_for_beside_what_is(school: Engine) -> None:
    ask(school, PRINT)
    batch = ask(school, PRINT, SIGN)
    with transaction(school) as session:
        assert [job.kind for job in queue.jobs_of(session, SCHOOL, batch)] == [JobKind.SIGN]


def test_whoever_waits_for_a_signature_comes_before_a_verification(school: Engine) -> None:
    ask(school, VERIFY)
    ask(school, SIGN)
    assert taken(school).kind == JobKind.SIGN


def test_a_busy_kind_is_left_for_later(school: Engine) -> None:
    ask(school, VERIFY)
    assert claim(school, busy=(JobKind.VERIFY,)) is None


def test_another_worker_cannot_end_a_job(school: Engine) -> None:
    ask(school, PRINT)
    job = taken(school, "w1")
    with transaction(school) as session, pytest.raises(StateError):
        queue.finish(session, SCHOOL, "w2", job.id, CUT_AT)


def test_a_failed_job_keeps_the_reason(school: Engine) -> None:
    ask(school, PRINT)
    job = taken(school)
    with transaction(school) as session:
        queue.fail(
            session, SCHOOL, "w1", job.id, StateError("sign.not_your_turn", "не вы", "not you"), CUT_AT
        )
    with transaction(school) as session:
        row = queue.get_job(session, SCHOOL, job.id)
        assert (row.state, row.code, row.ru, row.en) == ("failed", "sign.not_your_turn", "не вы", "not you")


def test_the_job_of_a_dead_worker_waits_again(school: Engine) -> None:
    ask(school, PRINT)
    taken(school)
    take_back(school)
    assert states(school) == [JobState.WAITING]


def test_a_job_that_kills_each_worker_fails_in_the_end(school: Engine) -> None:
    ask(school, PRINT)
    for _ in range(queue.LONGEST):
        taken(school)
        take_back(school)
    assert states(school) == [JobState.FAILED]


def test_jobs_of_the_living_are_left_alone(school: Engine) -> None:
    ask(school, PRINT)
    taken(school, "w1")
    take_back(school, "w2")
    assert states(school) == [JobState.RUNNING]


def test_an_unknown_job_is_told(school: Engine) -> None:
    with transaction(school) as session, pytest.raises(NotFoundError) as error:
        queue.get_job(session, SCHOOL, "нет")
    assert error.value.code == "job.unknown"


def test_an_unknown_batch_is_told(school: Engine) -> None:
    with transaction(school) as session, pytest.raises(NotFoundError) as error:
        queue.jobs_of(session, SCHOOL, "нет")
    assert error.value.code == "job.no_batch"


def test_progress_is_seen_by_others(school: Engine) -> None:
    ask(school, VERIFY)
    job = taken(school)
    with transaction(school) as session:
        queue.report_progress(session, SCHOOL, job.id, 3, 10)
    with Session(school) as session:
        row = queue.get_job(session, SCHOOL, job.id)
        assert (row.done, row.total) == (3, 10)
