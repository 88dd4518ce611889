"""A half-year closed person by person on both databases, with a worker that is killed in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from records.closing.difference import Since, difference
from records.gradebook.tables import PeriodMark
from records.lifecycle import JobState, RecordState
from records.registers.tables import Record
from retention.custody import custody, last_confirmed
from retention.desk import ask_verification, cut_off
from retention.jobs.tables import Job
from retention.overview import expected
from tests.flow.kill import in_child
from tests.flow.seeds import Seed
from tests.flow.site import AT, Site
from tests.flow.story import faults
from tests.webui.closing.desk import DEPUTY, actor, confirm, cut, keys, sign_all, work

# A worker that takes a job, tells of it and waits to be killed with it in hand.
_TAKE = """
import os
from retention.jobs.queue import claim
from retention.jobs.workers import at_work
from webui.installation import open_installation
from webui.settings import Environment

opened = open_installation(Environment.read(os.environ))
with at_work(opened.workshop) as worker:
    with opened.workshop.transaction() as session:
        assert claim(session, opened.workshop.school, worker.name, (), opened.clock.now())
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def fresh(imported: Seed, tmp_path: Path) -> Iterator[Site]:
    """A copy of the small school with nothing closed."""
    copy = imported.copy(tmp_path / "school")
    yield copy.site
    copy.drop()


def states(site: Site, table: type[Record] | type[Job]) -> Counter[str]:
    with site.workshop() as workshop, workshop.transaction() as session:
        return Counter(session.scalars(select(table.state)))


def killed(site: Site) -> None:
    """A worker is killed with a job in hand."""
    done = subprocess.run([sys.executable, "-c", _TAKE], env={**os.environ, **site.environ()})
    assert done.returncode == -signal.SIGKILL


def test_a_half_year_is_closed_person_by_person(fresh: Site) -> None:
    cut(fresh)
    sign_all(fresh)
    sign_all(fresh)
    assert states(fresh, Record) == {RecordState.REPLICATED.value: 3}


def test_what_a_killed_worker_had_is_done_by_the_next(fresh: Site) -> None:
    cut(fresh)
    with fresh.workshop() as workshop:
        ask_verification(workshop, actor(workshop, DEPUTY), None, AT)
    killed(fresh)
    work(fresh)
    assert states(fresh, Job) == {JobState.DONE.value: 4}


def test_the_custody_of_a_record_is_proven(fresh: Site) -> None:
    cut(fresh)
    sign_all(fresh)
    sign_all(fresh)
    with fresh.workshop() as workshop:
        with workshop.transaction() as session:
            record = session.scalars(select(Record.id)).first()
        links = custody(workshop, str(record))
    assert [link.proven for link in links] == [True] * 10


def test_a_teacher_is_told_what_changed_after_the_confirmation(fresh: Site) -> None:
    with fresh.workshop() as workshop:
        key = keys(workshop)[0]
        confirm(workshop, key)
        seen = last_confirmed(workshop, key)
        with workshop.transaction() as session:
            mark = session.scalars(
                select(PeriodMark).where(
                    PeriodMark.journal_id == key.journal, PeriodMark.period_id == key.period
                )
            ).first()
            assert mark
            later = AT.replace(hour=AT.hour + 1)
            place = {"school_id": key.school, "journal_id": key.journal, "period_id": key.period}
            session.add(
                PeriodMark(
                    **place,
                    pupil_id=mark.pupil_id,
                    seq=mark.seq + 1,
                    value="2",
                    author_id=mark.author_id,
                    account="test",
                    at=later,
                )
            )
        cut_off(workshop, actor(workshop, DEPUTY), [key], later, "отметку поставили позже")
        with workshop.transaction() as session:
            found = difference(session, key, seen)
    assert found.since is Since.CHANGED
    assert [(change.before, change.after) for change in found.changes] == [(mark.value, "2")]


def test_what_was_confirmed_and_cut_off_is_the_same(fresh: Site) -> None:
    with fresh.workshop() as workshop:
        key = keys(workshop)[0]
        confirm(workshop, key)
        cut_off(workshop, actor(workshop, DEPUTY), [key], AT, None)
        with workshop.transaction() as session:
            assert difference(session, key, AT).since is Since.SAME


def test_the_command_finishes_what_people_began(fresh: Site) -> None:
    cut(fresh)
    sign_all(fresh)
    assert in_child(fresh) == 0
    assert faults(fresh) == []


def test_what_is_expected_is_told_before_anything_is_closed(fresh: Site) -> None:
    with fresh.workshop() as workshop:
        assert {line.state for line in expected(workshop, None, AT)} <= {"open", "not_due"}
