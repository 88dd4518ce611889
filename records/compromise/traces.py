"""Finds what was done through an account since a moment: versions of marks by their rows, the rest by the log.

The log names the account of every event (R81). What was done to the account itself is no operation, and an erased
event tells of none. It judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.compromise.model import CellVersion, DecisionVersion, Deed, Event, Operation
from records.gradebook.cells import CellKey, Place
from records.gradebook.tables import CouncilDecision, MarkVersion, PeriodMark, YearMark
from records.log.event import EventKind
from records.log.store import LogEvent

# The versions themselves tell of marks, the cutoff of its snapshot; sessions change nothing.
_PASSED_OVER: Final = frozenset(
    {
        *(EventKind.MARKS_ENTERED, EventKind.SNAPSHOT_TAKEN),
        *(EventKind.SIGNED_IN, EventKind.SIGNED_OUT, EventKind.ACCOUNT_LOCKED),
    }
)
_DEEDS: Final[Mapping[EventKind, Deed]] = {
    EventKind.LESSON_WRITTEN: Deed.LESSON,
    EventKind.DRAFT_CONFIRMED: Deed.CONFIRMATION,
    EventKind.YEAR_CONFIRMED: Deed.CONFIRMATION,
    EventKind.PERIOD_CUT: Deed.CUTOFF,
    EventKind.YEAR_CUT: Deed.CUTOFF,
    EventKind.AMENDMENT_ENTERED: Deed.AMENDMENT,
    EventKind.RECORD_SIGNED: Deed.SIGNATURE,
}


def traces(session: Session, school: str, account: str, since: datetime) -> list[Operation]:
    """Every operation of the account at `since` or later, in the order of time."""
    found = [
        *_marks(session, school, account, since),
        *_period_marks(session, school, account, since),
        *_year_marks(session, school, account, since),
        *_decisions(session, school, account, since),
        *_events(session, school, account, since),
    ]
    return sorted(found, key=lambda one: (one.at, str(one.reference)))


def _marks(session: Session, school: str, account: str, since: datetime) -> Iterator[Operation]:
    t = MarkVersion
    query = select(t).where(t.school_id == school, t.account == account, t.at >= since)
    for row in session.scalars(query):
        cell = CellKey(Place.LESSON, row.pupil_id, row.column_id)
        yield Operation(CellVersion(row.journal_id, row.period_id, cell, row.seq), Deed.MARK, row.at)


def _period_marks(session: Session, school: str, account: str, since: datetime) -> Iterator[Operation]:
    t = PeriodMark
    query = select(t).where(t.school_id == school, t.account == account, t.at >= since)
    for row in session.scalars(query):
        cell = CellKey(Place.PERIOD, row.pupil_id)
        yield Operation(CellVersion(row.journal_id, row.period_id, cell, row.seq), Deed.PERIOD_MARK, row.at)


def _year_marks(session: Session, school: str, account: str, since: datetime) -> Iterator[Operation]:
    t = YearMark
    query = select(t).where(t.school_id == school, t.account == account, t.at >= since)
    for row in session.scalars(query):
        cell = CellKey(Place(row.kind), row.pupil_id)
        yield Operation(CellVersion(row.journal_id, "", cell, row.seq), Deed.YEAR_MARK, row.at)


def _decisions(session: Session, school: str, account: str, since: datetime) -> Iterator[Operation]:
    t = CouncilDecision
    query = select(t).where(t.school_id == school, t.account == account, t.at >= since)
    for row in session.scalars(query):
        yield Operation(DecisionVersion(row.class_id, row.pupil_id, row.seq), Deed.DECISION, row.at)


def _events(session: Session, school: str, account: str, since: datetime) -> Iterator[Operation]:
    t = LogEvent
    passed_over = [kind.value for kind in _PASSED_OVER]
    query = select(t.id, t.kind, t.at, t.body).where(
        t.school_id == school, t.at >= since, t.kind.not_in(passed_over), t.body.is_not(None)
    )
    for number, kind, at, body in session.execute(query):
        told = json.loads(body or b"{}")
        actor, of_account = told["actor"], told["subject"].get("account") == account
        if actor["account"] == account and not of_account:
            yield Operation(Event(number), _DEEDS.get(EventKind(kind), Deed.OTHER), at)
