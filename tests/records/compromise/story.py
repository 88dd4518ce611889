"""The cast's teacher loses her password: a stranger writes, it is reported; each step as a test needs it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from records.actor import Actor
from records.compromise.answering import confirm, refuse
from records.compromise.cases import get_case
from records.compromise.ending import close, restore
from records.compromise.facts import CaseFile, OperationFacts
from records.compromise.model import CellVersion, Moments, Report
from records.compromise.reading import read_file
from records.compromise.reporting import enter_report
from records.compromise.undoing import lots, settle
from records.db import transaction
from records.gradebook.cells import CellKey, Edit, Place, Saved
from records.gradebook.reading import JournalKey
from records.log.store import LogEvent
from tests.cast import ALGEBRA_Q1, ANNA, MARIA, SCHOOL, SeededEntropy
from tests.records.gradebook.desk import cell, write

LEAK = datetime(2025, 10, 21, 8, tzinfo=UTC)
SUSPECT_AT = LEAK + timedelta(hours=1)
DIRECTOR, SUPPORT = LEAK + timedelta(hours=3), LEAK + timedelta(hours=5)
VOID_AT = SUPPORT + timedelta(minutes=10)
REPORTED = LEAK + timedelta(hours=6)
LATER = REPORTED + timedelta(days=1)
STOLEN = Actor(MARIA.person, "stolen", SCHOOL)
OWNER = STOLEN
ENTROPY = SeededEntropy("compromise")
REPORT = Report(
    account=STOLEN.account,
    person=MARIA.person,
    login="gromova.mi",
    number="№ 31-к от 21.10.2025",
    reason="Пароль лежал на столе в учительской.",
    learned=LEAK + timedelta(hours=2),
    moments=Moments(LEAK, DIRECTOR, SUPPORT),
)


def through(
    engine: Engine,
    where: CellKey,
    seen: int,
    value: str,
    at: datetime,
    key: JournalKey = ALGEBRA_Q1,
    actor: Actor = STOLEN,
) -> str:
    """Write through the stolen account, or another; the operation's reference."""
    (outcome,) = write(engine, Edit(where, seen, value), key=key, actor=actor, at=at)
    assert isinstance(outcome, Saved), outcome
    period = "" if where.place.of_year else key.period
    return str(CellVersion(key.journal, period, where, outcome.seq))


def mark(
    engine: Engine, seen: int, value: str, at: datetime, column: str = "a1.0", pupil: str = "lena"
) -> str:
    """Write Лена's mark of the first lesson, or another one."""
    return through(engine, cell(column, pupil), seen, value, at)


def period_mark(pupil: str) -> CellKey:
    return CellKey(Place.PERIOD, pupil)


def enter(engine: Engine, report: Report = REPORT, at: datetime = REPORTED, actor: Actor = ANNA) -> str:
    """Enter the report and nothing more; the case's id."""
    with transaction(engine) as session:
        return enter_report(session, actor, report, at, ENTROPY).id


def settle_all(engine: Engine, case: str, at: datetime = REPORTED, actor: Actor = ANNA) -> int:
    """Settle every lot in a transaction of its own; how many there were."""
    with transaction(engine) as session:
        waiting = lots(session, get_case(session, SCHOOL, case))
    for lot in waiting:
        with transaction(engine) as session:
            settle(session, actor, get_case(session, SCHOOL, case), lot, at, ENTROPY)
    return len(waiting)


def reported(engine: Engine, report: Report = REPORT) -> str:
    """Enter the report and settle what is void; the case's id."""
    case = enter(engine, report)
    settle_all(engine, case)
    return case


def confirmed(
    engine: Engine, case: str, *references: str, actor: Actor = OWNER, at: datetime = LATER
) -> None:
    with transaction(engine) as session:
        confirm(session, actor, get_case(session, SCHOOL, case), references, at, ENTROPY)


def refused(
    engine: Engine,
    case: str,
    *references: str,
    actor: Actor = OWNER,
    reason: str = "Не моё.",
    at: datetime = LATER,
) -> None:
    """Refuse operations and settle them."""
    with transaction(engine) as session:
        refuse(session, actor, get_case(session, SCHOOL, case), references, reason, at, ENTROPY)
    settle_all(engine, case, at, actor)


def restored(engine: Engine, case: str, at: datetime = LATER) -> None:
    with transaction(engine) as session:
        restore(session, ANNA, get_case(session, SCHOOL, case), at, ENTROPY)


def closed(
    engine: Engine,
    case: str,
    outcome: str = "Пароль сменён.",
    unmended: Sequence[str] = (),
    at: datetime = LATER,
) -> None:
    with transaction(engine) as session:
        close(session, ANNA, get_case(session, SCHOOL, case), outcome, unmended, at, ENTROPY)


def case_file(engine: Engine, case: str, at: datetime = LATER) -> CaseFile:
    with transaction(engine) as session:
        return read_file(session, ANNA, case, at)


def operations(engine: Engine, case: str) -> dict[str, OperationFacts]:
    """Reference -> the operation as the pages show it."""
    return {one.reference: one for one in case_file(engine, case).operations}


def events(engine: Engine, kind: str) -> list[dict[str, object]]:
    """The subjects of the events of a kind, in order."""
    with transaction(engine) as session:
        query = select(LogEvent.body).where(LogEvent.kind == kind).order_by(LogEvent.id)
        return [json.loads(body or b"{}")["subject"] for body in session.scalars(query)]


def told(director: datetime | None, support: datetime | None) -> Report:
    """The report, told to whom it says."""
    return replace(REPORT, moments=Moments(LEAK, director, support))
