"""A worker killed at any moment of looking at the schedules: a run is asked for with its next moment, or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from records.db import transaction
from retention.jobs.tables import Job
from retention.schedules.keeping import ask_due
from retention.schedules.tables import Schedule, ScheduleRun
from tests.flow.site import AT, Site

LATER = AT + timedelta(days=200)
_KILLED = """
import os, sys
from datetime import datetime
from sqlalchemy import Engine, event
from retention.schedules.keeping import ask_due
from webui.installation import open_installation
from webui.settings import Environment

opened = open_installation(Environment.read(os.environ))
left = int(sys.argv[1])


def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), 9)


event.listen(Engine, "after_cursor_execute", count)
event.listen(Engine, "commit", count)
ask_due(opened.workshop, datetime.fromisoformat(sys.argv[2]))
"""


def killed(site: Site, statement: int) -> int:
    """Let a process look at the schedules and kill itself after so many statements; how it ended."""
    command = [sys.executable, "-c", _KILLED, str(statement), LATER.isoformat()]
    return subprocess.run(command, env={**os.environ, **site.environ()}).returncode


def counted(site: Site) -> tuple[int, int, int]:
    """Jobs, runs, and schedules that have moved on."""
    with site.workshop() as workshop, transaction(workshop.engine) as session:
        moved = select(func.count()).select_from(Schedule).where(Schedule.next_at > LATER)
        counts = [
            session.scalars(select(func.count()).select_from(table)).one() for table in (Job, ScheduleRun)
        ]
        return counts[0], counts[1], session.scalars(moved).one()


@pytest.fixture
def planned(bare: Site) -> Site:
    """Every schedule is planned."""
    with bare.workshop() as workshop:
        ask_due(workshop, AT)
    return bare


@pytest.mark.parametrize("statement", [3, 8, 14])
def test_a_killed_look_leaves_nothing_half_done(planned: Site, statement: int) -> None:
    assert (killed(planned, statement), counted(planned)) == (-signal.SIGKILL, (0, 0, 0))


def test_the_next_look_does_it_once(planned: Site) -> None:
    killed(planned, 14)
    with planned.workshop() as workshop:
        asked = [ask_due(workshop, LATER), ask_due(workshop, LATER)]
    jobs, runs, moved = counted(planned)
    assert (asked, jobs, runs, moved) == ([jobs, 0], jobs, jobs, 5)
