"""Workers tell the living from the dead by locks: on a machine by files, between machines by PostgreSQL's own.

Another machine is here an installation with a folder of its own on the same database.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from records.db import close_engine, open_engine, transaction
from records.errors import DatabaseError
from records.lifecycle import JobState
from retention.jobs import queue
from retention.jobs.kinds import Errand, JobKind
from retention.jobs.presence import OnMachine, OnServer, Presence
from retention.jobs.tables import Job
from retention.jobs.workers import AtWork, at_work, take_up
from retention.workshop import Workshop
from tests.cast import CUT_AT, PAVEL, SCHOOL, SeededEntropy, store
from tests.conftest import Database
from tests.retention.workshops import bare_workshop

# The cluster serves other tests at the same time: only what happens in this test's database is looked at.
OURS = "datname = current_database()"
HELD = f"JOIN pg_database ON oid = database WHERE locktype = 'advisory' AND granted AND {OURS}"
ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def here(engine: Engine, tmp_path: Path) -> Workshop:
    store(engine)
    with transaction(engine) as session:
        queue.ask(session, PAVEL, [Errand(JobKind.GO_ON, "r1", "Алгебра")], CUT_AT, SeededEntropy("jobs"))
    return bare_workshop(engine, SeededEntropy("here"), tmp_path / "here" / "work.lock")


@pytest.fixture
def there(here: Workshop, database: Database, tmp_path: Path) -> Iterator[Workshop]:
    """Another machine: nothing of its folder is shared, the database is."""
    engine = open_engine(database.application, SCHOOL)
    yield bare_workshop(engine, SeededEntropy("there"), tmp_path / "there" / "work.lock")
    close_engine(engine)


@contextmanager
def taking(machine: Workshop) -> Iterator[AtWork]:
    """A worker with the job in hand."""
    with at_work(machine) as worker:
        with transaction(machine.engine) as session:
            assert queue.claim(session, SCHOOL, worker.name, (), CUT_AT)
        yield worker


def taken_up(machine: Workshop) -> int:
    return take_up(machine, CUT_AT)


def state(machine: Workshop) -> str:
    with transaction(machine.engine) as session:
        return session.query(Job).one().state


def test_the_job_of_the_living_is_left_to_it(here: Workshop) -> None:
    with taking(here):
        assert taken_up(here) == 0


def test_the_job_of_a_worker_that_ended_waits_again(here: Workshop) -> None:
    with taking(here):
        pass
    assert (taken_up(here), state(here)) == (1, JobState.WAITING)


@ON_POSTGRESQL
def test_a_worker_of_another_machine_is_not_taken_for_dead(here: Workshop, there: Workshop) -> None:
    with taking(here):
        assert (taken_up(there), state(there)) == (0, JobState.RUNNING)


@ON_POSTGRESQL
def test_another_machine_takes_up_what_a_dead_worker_left(here: Workshop, there: Workshop) -> None:
    with taking(here):
        pass
    assert (taken_up(there), state(there)) == (1, JobState.WAITING)


@ON_POSTGRESQL
def test_a_killed_worker_holds_nothing(here: Workshop, there: Workshop, database: Database) -> None:
    code = (
        "import os, sys; from records.db import open_engine; from retention.jobs.presence import OnServer\n"
        "engine = open_engine(sys.argv[1], sys.argv[2])\n"
        "with OnServer(engine, sys.argv[2]).hold('killed'):\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    command = [sys.executable, "-c", code, database.application, SCHOOL]
    assert subprocess.run(command, env={**os.environ}).returncode == -signal.SIGKILL
    with transaction(here.engine) as session:
        assert queue.claim(session, SCHOOL, "killed", (), CUT_AT)
    assert taken_up(there) == 1


@ON_POSTGRESQL
def test_a_worker_whose_connection_is_cut_off_is_told(here: Workshop, superuser_engine: Engine) -> None:
    with at_work(here) as worker:
        with superuser_engine.connect() as attacker:
            attacker.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_locks {HELD}"))
        with pytest.raises(DatabaseError) as error:
            worker.check()
    assert error.value.code == "database.lost"


@ON_POSTGRESQL
def test_a_worker_that_lives_is_told_nothing(here: Workshop) -> None:
    with at_work(here) as worker:
        worker.check()
        with OnServer(here.engine, SCHOOL).absent(worker.name) as dead:
            assert not dead


@ON_POSTGRESQL
def test_a_waiting_worker_keeps_no_transaction_open(here: Workshop, superuser_engine: Engine) -> None:
    with at_work(here) as worker, superuser_engine.connect() as looking:
        worker.check()
        idle = text(f"SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND {OURS}")
        assert looking.scalar(idle) == 0


@ON_POSTGRESQL
def test_schools_of_one_database_do_not_know_each_others_workers(here: Workshop) -> None:
    with (
        OnServer(here.engine, SCHOOL).hold("same name"),
        OnServer(here.engine, "other").absent("same name") as dead,
    ):
        assert dead


@pytest.fixture(params=["machine", "server"])
def presence(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Presence]:
    """Both ways of showing that one lives."""
    if request.param == "machine":
        yield OnMachine(tmp_path / "run" / "work.lock")
        return
    cluster = request.getfixturevalue("cluster")
    template = request.getfixturevalue("postgresql_template")
    name = f"presence_{os.getpid()}_{os.urandom(4).hex()}"
    cluster.create(name, template)
    engine = open_engine(cluster.url("letopis_app", name), SCHOOL)
    yield OnServer(engine, SCHOOL)
    close_engine(engine)
    cluster.drop(name)


def test_a_name_is_absent_before_it_is_held(presence: Presence) -> None:
    with presence.absent("w1") as dead:
        assert dead


def test_a_name_is_there_while_it_is_held(presence: Presence) -> None:
    with presence.hold("w1"), presence.absent("w1") as dead:
        assert not dead


def test_a_name_is_absent_after_it_was_held(presence: Presence) -> None:
    with presence.hold("w1"):
        pass
    with presence.absent("w1") as dead:
        assert dead


def test_only_one_finds_a_worker_dead_at_a_time(presence: Presence) -> None:
    with presence.absent("w1") as first, presence.absent("w1") as second:
        assert (first, second) == (True, False)
