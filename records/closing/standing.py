"""How a journal's period or a class's year stands before its cutoff: gaps one by one, confirmation, cutoff.

What the closing pages show of one thing; the figures of many are in progress.py. It reads and judges nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from records.closing.readiness import Gap, assess, blocking
from records.closing.year_readiness import assess_year, open_periods
from records.gradebook.reading import JournalKey, people, read_journal, read_policy
from records.gradebook.tables import ClassYear, ClosingColumns, JournalPeriod
from records.gradebook.year_reading import read_year
from records.lifecycle import ClosingState


@dataclass(frozen=True, slots=True)
class Standing:
    """`stops` are the gaps in the way of the cutoff, `notes` the others; people are named."""

    state: ClosingState
    stops: tuple[Gap, ...]
    notes: tuple[Gap, ...]
    confirmed_by: str | None
    confirmed_at: datetime | None
    draft: str | None
    cut_by: str | None
    cut_at: datetime | None
    cut_reason: str | None


def read_standing(session: Session, key: JournalKey) -> Standing:
    """A journal's period. Raises NotFoundError."""
    content, policy = read_journal(session, key), read_policy(session, key.school)
    gaps = assess(content, policy.deadlines)
    row = session.get_one(JournalPeriod, (key.school, key.journal, key.period))
    return _standing(session, key.school, row, gaps, blocking(gaps, policy))


def read_year_standing(session: Session, school: str, class_id: str) -> Standing:
    """A class's year; an open period always stops it. Raises NotFoundError."""
    content, policy = read_year(session, school, class_id), read_policy(session, school)
    gaps = assess_year(content, policy.deadlines)
    stopping = {*blocking(gaps, policy), *open_periods(gaps)}
    stops = tuple(gap for gap in gaps if gap in stopping)
    return _standing(session, school, session.get_one(ClassYear, (school, class_id)), gaps, stops)


def _standing(
    session: Session, school: str, row: ClosingColumns, gaps: tuple[Gap, ...], stops: tuple[Gap, ...]
) -> Standing:
    names = people(session, school, {person for person in (row.confirmed_by, row.cut_by) if person})
    return Standing(
        state=ClosingState(row.state),
        stops=stops,
        notes=tuple(gap for gap in gaps if gap not in stops),
        confirmed_by=names.get(row.confirmed_by or ""),
        confirmed_at=row.confirmed_at,
        draft=row.draft,
        cut_by=names.get(row.cut_by or ""),
        cut_at=row.cut_at,
        cut_reason=row.cut_reason,
    )
