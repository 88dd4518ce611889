"""Two runs on one installation: what one does never undoes or doubles what the other did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread
from unittest import mock

import pytest
from sqlalchemy import func, select

from records.errors import StateError
from records.log.audit import EventKind, append_event
from records.log.store import LogEvent
from records.school.tables import Period, Person, SchoolClass
from retention.closing import Task, close_period, journal_keys
from retention.disk import DiskLocation
from retention.publication import publish, published_head
from retention.runlock import alone
from retention.workshop import Workshop
from signing.enrolment import enrol
from tests.flow.seeds import Seed
from tests.flow.site import AT, Site
from tests.flow.story import InOrder, close_autumn
from webui.cli import sign as commands

MOMENT = 0.5  # seconds for the other to run into the lock; without it the other would be through


@pytest.fixture
def site(bare: Seed, tmp_path: Path) -> Iterator[Site]:
    """A school in which nobody has a certificate and nothing is closed."""
    copy = bare.copy(tmp_path / "school")
    yield copy.site
    copy.drop()


@dataclass(frozen=True, slots=True)
class Intruded:
    """A runner that does its tasks after another run has tried to close the same class."""

    workshop: Workshop
    other: Workshop
    refusals: list[str]

    def run(self, task: Task, keys: Sequence[str], at: datetime, title: str) -> None:
        """Do the tasks."""
        with pytest.raises(StateError) as refused:
            close_autumn(self.other, at)
        self.refusals.append(refused.value.code)
        InOrder(self.workshop).run(task, keys, at, title)


def test_a_class_that_another_run_is_closing_is_refused_with_a_code(site: Site) -> None:
    with site.workshop() as workshop, site.workshop() as other:
        with workshop.transaction() as session:
            period = session.scalars(select(Period.id).where(Period.number == 1)).one()
            of_class = session.scalars(select(SchoolClass.id)).one()
        runner = Intruded(workshop, other, [])
        closed = close_period(workshop, runner, journal_keys(workshop, of_class, period), AT)
        assert (runner.refusals, len(closed.records)) == (["closing.busy"] * 2, 3)


def _event(workshop: Workshop) -> None:
    with workshop.transaction() as session:
        subject = {"record": "x", "location": "x", "state": "x"}
        append_event(
            session, workshop.school, EventKind.REPLICA_DAMAGED, workshop.actor, AT, subject, workshop.entropy
        )


def test_the_slower_of_two_publications_does_not_put_an_older_checkpoint_over_the_newer(site: Site) -> None:
    with site.workshop() as workshop, site.workshop() as other:
        replace = DiskLocation.replace
        threads: list[Thread] = []

        def overtaken(location: DiskLocation, path: str, data: bytes) -> None:
            if not threads:
                _event(other)
                threads.append(Thread(target=publish, args=(other, AT)))
                threads[0].start()
                threads[0].join(MOMENT)
            replace(location, path, data)

        _event(workshop)
        with mock.patch.object(DiskLocation, "replace", overtaken):
            first = publish(workshop, AT)
            threads[0].join()
        heads = [published_head(workshop, location) for location in workshop.locations]
        assert [head and head.size for head in heads] == [first.head.size + 1] * 2


def test_two_runs_give_a_person_one_certificate(site: Site) -> None:
    with site.workshop() as workshop, site.workshop() as other:
        with workshop.transaction() as session:
            person = session.scalars(select(Person.id)).first()
            assert person

        def enrol_too() -> None:
            with other.transaction() as session:
                enrol(session, other.actor, other.authority, [person], AT, other.entropy)

        with ThreadPoolExecutor(1) as pool:
            with workshop.transaction() as session:
                enrol(session, workshop.actor, workshop.authority, [person], AT, workshop.entropy)
                second = pool.submit(enrol_too)
                wait([second], MOMENT)
            second.result()
        with workshop.transaction() as session:
            issued = select(func.count()).where(LogEvent.kind == EventKind.CERTIFICATE_ISSUED)
            assert session.scalar(issued) == 1


def test_nobody_sweeps_while_a_command_signs(closed: Site) -> None:
    with closed.workshop() as workshop, workshop.transaction() as session:
        name = session.scalars(select(Person.name)).first()
        lock = workshop.run_lock
    record = next((closed.location("server") / "records" / "2026").iterdir()).name
    swept = []

    def signing(*_: object) -> None:
        with alone(lock) as nobody_works:
            swept.append(nobody_works)

    with mock.patch.object(commands, "sign_next", signing):
        closed.run("sign", record, "--as", str(name))
    assert swept == [False]
