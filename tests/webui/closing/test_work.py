"""A period closed step by step by people, with a worker in between: what each step brings, and what a crash leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

import pytest
from sqlalchemy import select

from records.errors import DatabaseError, StateError
from records.lifecycle import JobState, RecordState
from records.registers.tables import Record
from retention.desk import ask_again, ask_verification, cut_off
from retention.jobs import workers
from retention.jobs.queue import claim
from retention.jobs.tables import Job
from retention.jobs.workers import at_work
from retention.signatures import ask_signatures
from retention.steps.draft import Shown, confirm_shown, print_draft
from retention.verify import verify_archive
from retention.workshop import Workshop
from tests.flow.site import AT, Site
from tests.webui.closing.desk import DEPUTY, actor, confirm, keys, person, sign_all, waiting, work
from webui.installation import open_installation
from webui.jobs import Failure, LocalRunner
from webui.settings import Environment
from webui.work import AWAY, beside
from webui.work import work as work_of


def states(site: Site) -> Counter[str]:
    with site.workshop() as workshop, workshop.transaction() as session:
        return Counter(session.scalars(select(Record.state)))


def jobs(site: Site) -> list[Job]:
    with site.workshop() as workshop, workshop.transaction() as session:
        return list(session.scalars(select(Job)))


def test_what_is_cut_off_waits_for_its_teachers(cut_site: Site) -> None:
    assert states(cut_site) == {RecordState.SIGNING.value: 3}


def test_signing_all_round_takes_a_period_to_its_copies(kept: Site) -> None:
    assert states(kept) == {RecordState.REPLICATED.value: 3}


def test_what_people_closed_step_by_step_verifies(kept: Site) -> None:
    with kept.workshop() as workshop:
        assert verify_archive(workshop, None, AT, lambda *_: None).problems == []


def test_nothing_is_left_staged_when_all_is_kept(kept: Site) -> None:
    assert list((kept.location("server") / "staging").iterdir()) == []


def test_a_draft_of_other_rows_is_not_confirmed(bare: Site) -> None:
    with bare.workshop() as workshop:
        key = keys(workshop)[0]
        teacher = person(workshop, print_draft(workshop, key, AT).teacher)
        with pytest.raises(StateError) as error:
            confirm_shown(workshop, teacher, key, Shown(AT, "0" * 64), AT)
    assert error.value.code == "draft.changed"


def test_what_is_not_confirmed_is_refused_and_the_rest_is_cut_off(bare: Site) -> None:
    with bare.workshop() as workshop:
        of_period = keys(workshop)
        confirm(workshop, of_period[0])
        done = cut_off(workshop, actor(workshop, DEPUTY), of_period, AT, None)
    assert (done.done, {e.code for e in done.refused.values()}) == (1, {"cutoff.not_confirmed"})


def test_nobody_signs_for_another(cut_site: Site) -> None:
    with cut_site.workshop() as workshop:
        seen = next(iter(waiting(workshop).values()))
        with pytest.raises(StateError) as error:
            ask_signatures(workshop, actor(workshop, DEPUTY), seen, AT)
    assert error.value.code == "sign.not_asked"


def test_a_file_that_was_not_shown_is_not_signed(cut_site: Site) -> None:
    with cut_site.workshop() as workshop:
        teacher, seen = next(iter(waiting(workshop).items()))
        ask_signatures(workshop, person(workshop, teacher), dict.fromkeys(seen, "0" * 64), AT)
    work(cut_site)
    assert {job.code for job in jobs(cut_site) if job.kind == "sign"} == {"sign.other_file"}


def test_a_batch_that_is_interrupted_leaves_each_record_signed_or_not(cut_site: Site) -> None:
    with cut_site.workshop() as workshop:
        for teacher, seen in waiting(workshop).items():
            ask_signatures(workshop, person(workshop, teacher), seen, AT)
    killed_worker(cut_site)
    work(cut_site)
    sign_all(cut_site)
    assert states(cut_site) == {RecordState.REPLICATED.value: 3}


def killed_worker(site: Site) -> None:
    """A worker that takes a job and is killed with it in hand."""
    code = (
        "import os, sys; from webui.installation import open_installation; from webui.settings import Environment\n"
        "from retention.jobs.queue import claim; from retention.jobs.workers import at_work\n"
        "opened = open_installation(Environment.read(os.environ)); workshop = opened.workshop\n"
        "with at_work(workshop) as worker:\n"
        "    with workshop.transaction() as session:\n"
        "        assert claim(session, workshop.school, worker.name, (), opened.clock.now())\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    environ = {**os.environ, **site.environ()}
    assert subprocess.run([sys.executable, "-c", code], env=environ).returncode == -signal.SIGKILL


def test_the_job_of_a_killed_worker_is_taken_up_by_the_next(cut_site: Site) -> None:
    with cut_site.workshop() as workshop:
        ask_verification(workshop, actor(workshop, DEPUTY), None, AT)
    killed_worker(cut_site)
    work(cut_site)
    assert [job.state for job in jobs(cut_site) if job.kind == "verify"] == [JobState.DONE]


def test_the_job_of_a_living_worker_is_left_to_it(cut_site: Site) -> None:
    with cut_site.workshop() as workshop:
        ask_verification(workshop, actor(workshop, DEPUTY), None, AT)
        with at_work(workshop) as worker:
            with workshop.transaction() as session:
                claim(session, workshop.school, worker.name, (), AT)
            assert work(cut_site) == 0
    assert [job.state for job in jobs(cut_site) if job.kind == "verify"] == [JobState.RUNNING]


def test_a_verification_keeps_its_report(cut_site: Site) -> None:
    with cut_site.workshop() as workshop:
        ask_verification(workshop, actor(workshop, DEPUTY), None, AT)
    work(cut_site)
    report = next(job.result for job in jobs(cut_site) if job.kind == "verify")
    assert report
    assert report["problems"] == 3  # cut off, and not signed yet


def test_what_killed_a_process_of_the_pool_is_begun_again(
    cut_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit, killed = LocalRunner.submit, list[str]()

    def kill_once(self: LocalRunner, job: str, at: datetime) -> Future[Failure | None]:
        if not killed:
            killed.append(job)
            return self._pool.submit(signal.raise_signal, signal.SIGKILL)
        return submit(self, job, at)

    with cut_site.workshop() as workshop:
        ask_verification(workshop, actor(workshop, DEPUTY), None, AT)
    monkeypatch.setattr(LocalRunner, "submit", kill_once)
    work(cut_site)
    assert [(job.state, job.attempts) for job in jobs(cut_site) if job.kind == "verify"] == [("done", 2)]


def test_a_job_that_always_kills_its_process_fails_with_words(
    cut_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(self: LocalRunner, job: str, at: datetime) -> Future[Failure | None]:
        return self._pool.submit(signal.raise_signal, signal.SIGKILL)

    with cut_site.workshop() as workshop:
        ask_verification(workshop, actor(workshop, DEPUTY), None, AT)
    monkeypatch.setattr(LocalRunner, "submit", kill)
    work(cut_site)
    assert [job.code for job in jobs(cut_site) if job.kind == "verify"] == ["jobs.worker_died_often"]


def test_what_failed_can_be_asked_for_again(cut_site: Site) -> None:
    with cut_site.workshop() as workshop:
        teacher, seen = next(iter(waiting(workshop).items()))
        batch = ask_signatures(workshop, person(workshop, teacher), dict.fromkeys(seen, "0" * 64), AT)
    work(cut_site)
    with cut_site.workshop() as workshop:
        again = ask_again(workshop, person(workshop, teacher), batch, AT)
    assert again != batch
    assert [job.state for job in jobs(cut_site) if job.batch == again] == [JobState.WAITING]


def test_a_signature_is_asked_for_again_by_its_signer_alone(cut_site: Site) -> None:
    with cut_site.workshop() as workshop:
        teacher, seen = next(iter(waiting(workshop).items()))
        batch = ask_signatures(workshop, person(workshop, teacher), dict.fromkeys(seen, "0" * 64), AT)
    work(cut_site)
    with cut_site.workshop() as workshop, pytest.raises(StateError) as error:
        ask_again(workshop, actor(workshop, DEPUTY), batch, AT)
    assert error.value.code == "sign.by_another"


def test_the_command_does_what_waits(cut_site: Site) -> None:
    with cut_site.workshop() as workshop:
        ask_verification(workshop, actor(workshop, DEPUTY), None, AT)
    assert "Выполнено работ: 1." in cut_site.run("work", "--once").out


def test_the_worker_beside_the_site_does_what_it_is_asked(cut_site: Site) -> None:
    with cut_site.workshop() as workshop:
        ask_verification(workshop, actor(workshop, DEPUTY), None, AT)
    with beside(Environment.read(cut_site.environ())):
        until(lambda: all(job.state == JobState.DONE for job in jobs(cut_site)))
    assert {job.state for job in jobs(cut_site)} == {JobState.DONE}


def until(done: Callable[[], bool]) -> None:
    """Ask again and again, for a minute at most."""
    ends = time.monotonic() + 60
    while not done() and time.monotonic() < ends:
        pass


def test_a_worker_waits_for_a_database_that_is_away(cut_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    lost, take_up = [DatabaseError("database.lost", "Базы нет.", "no database")], workers.take_up

    def away_once(workshop: Workshop, at: datetime) -> int:
        if lost:
            raise lost.pop()
        return take_up(workshop, at)

    with cut_site.workshop() as workshop:
        ask_verification(workshop, actor(workshop, DEPUTY), None, AT)
    monkeypatch.setattr("webui.work.take_up", away_once)
    opened = open_installation(Environment.read(cut_site.environ()))
    assert work_of(opened, 1, lambda pause: pause in (0, AWAY)) == 1


def test_a_worker_that_is_called_once_does_not_wait_for_it(
    cut_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_workshop: Workshop, _at: datetime) -> int:
        raise DatabaseError("database.lost", "Базы нет.", "no database")

    monkeypatch.setattr("webui.work.take_up", away)
    with pytest.raises(DatabaseError):
        work(cut_site)
