"""A temporary school for benchmarks: a demo installation with class 9А imported, copied afresh for each round.

The import, the installation and the certificates are those that a user would have before the work begins.
It measures nothing.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from records.actor import Actor, Role
from records.anchor import Anchor
from records.closing.snapshot import CutoffFacts, RecordFacts, journal_snapshot
from records.db import close_engine
from records.documents.compose import compose
from records.documents.model import Document
from records.gradebook.reading import JournalKey, read_journal
from records.gradebook.tables import Journal, JournalPeriod
from records.identity import SystemEntropy, derived_id
from records.registers.kinds import RecordKind
from records.school.imports.apply import apply
from records.school.imports.model import ImportedClass
from records.school.imports.reader import read_class
from records.school.imports.workbook import read_sheets
from records.school.staff import holder
from records.school.tables import Period, SchoolClass
from retention.closing import Task, journal_keys, perform
from retention.workshop import Workshop
from signing.enrolment import enrol
from webui.demo import make_demo
from webui.installation import open_installation
from webui.settings import Environment

WORKBOOK = Path(__file__).resolve().parents[1] / "tests" / "samples" / "9А-2025-2026.xlsx"
CLASS = "9А"
AT = datetime(2026, 5, 26, 15, 0, tzinfo=UTC)
_LOG = "letopis/bench"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A period journal ready to be printed: its pages, its snapshot's digest and place, and whose it is."""

    key: JournalKey
    record: str
    document: Document
    anchor: Anchor


class DirectRunner:
    """Runs tasks one after the other in this process, minding the collector as webui/jobs.py does."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop

    def run(self, task: Task, keys: Sequence[str], at: datetime, title: str) -> None:  # noqa: ARG002
        """Do the task for every key."""
        for key in keys:
            with collector_at_rest():
                perform(self._workshop, task, key, at)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """As in a worker process: no collection during a document, one after it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


@contextmanager
def empty_school() -> Iterator[Path]:
    """The folder of a demo installation without classes, gone afterwards."""
    with TemporaryDirectory(prefix="letopis-bench-") as folder:
        data = Path(folder) / "school"
        make_demo(_environment(data), AT, SystemEntropy())
        yield data


@contextmanager
def school_with_class() -> Iterator[Path]:
    """The folder of a demo installation with class 9А and certificates for all who sign in it."""
    with empty_school() as data:
        with opened(data) as workshop:
            store_class(workshop)
            enrol_signers(workshop)
        yield data


@contextmanager
def copied(data: Path) -> Iterator[Workshop]:
    """A workshop in a copy of the installation, gone afterwards."""
    with TemporaryDirectory(prefix="letopis-bench-") as folder:
        copy = Path(folder) / "school"
        shutil.copytree(data, copy)
        with opened(copy) as workshop:
            yield workshop


@contextmanager
def opened(data: Path) -> Iterator[Workshop]:
    """The workshop of an installation; its database is closed afterwards, so that it may be copied."""
    workshop = open_installation(_environment(data)).workshop
    try:
        yield workshop
    finally:
        close_engine(workshop.engine)


def store_class(workshop: Workshop) -> None:
    """Read the sample workbook and store its class, as `letopis import` does."""
    store(workshop, read_sample())


def read_sample() -> ImportedClass:
    """What the sample workbook says."""
    reading = read_class(read_sheets(WORKBOOK))
    if reading.value is None:
        raise ValueError(f"the sample workbook is damaged: {reading.problems[0].text()}")
    return reading.value


def store(workshop: Workshop, imported: ImportedClass) -> None:
    """Store a class."""
    with workshop.transaction() as session:
        apply(session, Actor("import", "import", workshop.school), imported, AT, workshop.entropy)


def class_id(workshop: Workshop, name: str = CLASS) -> str:
    """The id of a class."""
    query = select(SchoolClass.id).where(SchoolClass.school_id == workshop.school, SchoolClass.name == name)
    with workshop.transaction() as session:
        return session.scalars(query).one()


def quarter_keys(
    workshop: Workshop, number: int, journals: int | None, name: str = CLASS
) -> tuple[JournalKey, ...]:
    """A class's journals in a quarter, the first `journals` of them or all."""
    query = select(Period.id).where(Period.school_id == workshop.school, Period.number == number)
    with workshop.transaction() as session:
        period = session.scalars(query).one()
    return journal_keys(workshop, class_id(workshop, name), period)[:journals]


def compose_sheets(workshop: Workshop, keys: Sequence[JournalKey]) -> list[Sheet]:
    """The printed forms of these journals as they stand, as a closing would compose them."""
    return [_compose(workshop, key, index) for index, key in enumerate(keys)]


def _compose(workshop: Workshop, key: JournalKey, index: int) -> Sheet:
    with workshop.transaction() as session:
        seed = session.get_one(JournalPeriod, (key.school, key.journal, key.period)).seed
        content, policy = read_journal(session, key), workshop.policy(session)
    record = derived_id(seed, "bench")
    facts = RecordFacts(record, RecordKind.PERIOD_JOURNAL, 1)
    cutoff = CutoffFacts(content.teacher, AT, None)
    snapshot = journal_snapshot(content, facts, policy, cutoff, content.people, seed)
    return Sheet(key, record, compose(snapshot.body), Anchor(_LOG, index, record, snapshot.digest))


def enrol_signers(workshop: Workshop) -> None:
    """Give certificates to everyone who signs a period journal."""
    with workshop.transaction() as session:
        teachers = session.scalars(select(Journal.teacher_id).where(Journal.school_id == workshop.school))
        deputy = holder(session, workshop.school, Role.DEPUTY_HEAD, AT.date())
        people = [*teachers, deputy]
        enrol(session, workshop.actor, workshop.authority, people, AT, workshop.entropy)


def _environment(data: Path) -> Environment:
    return Environment.read({"LETOPIS_DATA": str(data), "LETOPIS_NOW": AT.isoformat()})
