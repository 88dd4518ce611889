"""Reads a journal's period for the grid: its content, the number of each cell's version, results and states.

Rows in, one Spread out, a bounded number of queries, no lock: what the reader sees is checked again when it is
written. It judges nothing.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.amendments.windows import open_windows
from records.gradebook.cells import Place
from records.gradebook.content import JournalContent
from records.gradebook.deadlines import Deadlines, may_substitute
from records.gradebook.reading import JournalKey, read_journal, read_policy
from records.gradebook.spread import Filled, Spread
from records.gradebook.tables import ClassYear, JournalPeriod, MarkVersion, PeriodMark, YearMark
from records.gradebook.year_reading import read_periods
from records.lifecycle import ClosingState
from records.times import local


def read_spread(session: Session, actor: Actor, key: JournalKey, at: datetime) -> Spread:
    """The grid of a journal's period for somebody who may see it. Raises NotFoundError."""
    content = read_journal(session, key)
    row = session.get_one(JournalPeriod, (key.school, key.journal, key.period))
    year = session.get_one(ClassYear, (key.school, content.facts.id))
    periods = read_periods(session, key.school, content.facts.id)
    policy, today = read_policy(session, key.school), local(at, content.facts.zone).date()
    last = periods[-1].id == key.period
    return Spread(
        content=content,
        policy=policy,
        state=ClosingState(row.state),
        year=ClosingState(year.state),
        today=today,
        seqs=_seqs(session, key),
        period_seqs=_period_seqs(session, key),
        year_marks=_year_marks(session, key, content) if last else None,
        period_marks=_period_marks(session, key) if last else {},
        periods=periods,
        keeps=content.teacher in (actor.person, actor.on_behalf_of),
        windows=open_windows(session, key, today),
        lessons=_substituted(content, policy.deadlines, actor.person, today),
    )


def _substituted(content: JournalContent, rules: Deadlines, person: str, today: date) -> frozenset[str]:
    """The lessons that the person may write today as their substitute."""
    grade = content.facts.grade
    own = (lesson for lesson in content.lessons if lesson.substitute == person)
    return frozenset(lesson.id for lesson in own if may_substitute(rules, lesson.date, grade, today))


def _seqs(session: Session, key: JournalKey) -> dict[tuple[str, str], int]:
    m = MarkVersion
    query = (
        select(m.column_id, m.pupil_id, func.max(m.seq))
        .where(m.school_id == key.school, m.journal_id == key.journal, m.period_id == key.period)
        .group_by(m.column_id, m.pupil_id)
    )
    return {(column, pupil): seq for column, pupil, seq in session.execute(query)}


def _period_seqs(session: Session, key: JournalKey) -> dict[str, int]:
    p = PeriodMark
    query = (
        select(p.pupil_id, func.max(p.seq))
        .where(p.school_id == key.school, p.journal_id == key.journal, p.period_id == key.period)
        .group_by(p.pupil_id)
    )
    return {pupil: seq for pupil, seq in session.execute(query)}  # noqa: C416 (a Row is no pair to mypy)


def _year_marks(
    session: Session, key: JournalKey, content: JournalContent
) -> dict[tuple[Place, str], Filled]:
    y = YearMark
    query = (
        select(y.kind, y.pupil_id, y.seq, y.value)
        .where(y.school_id == key.school, y.class_id == content.facts.id, y.journal_id == key.journal)
        .order_by(y.seq)
    )
    return {(Place(kind), pupil): Filled(seq, value) for kind, pupil, seq, value in session.execute(query)}


def _period_marks(session: Session, key: JournalKey) -> dict[str, tuple[str, ...]]:
    """Pupil -> the current marks of the journal's periods."""
    p = PeriodMark
    query = select(p.pupil_id, p.period_id, p.value).where(
        p.school_id == key.school, p.journal_id == key.journal
    )
    newest: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for pupil, period, value in session.execute(query.order_by(p.seq)):
        newest[pupil][period] = value
    return {pupil: tuple(filter(None, marks.values())) for pupil, marks in newest.items()}
