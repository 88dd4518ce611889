"""What is not closed yet, counted for the first page: journals by period and state, classes by the state of their year.

A query each for a school of any size; gaps one by one are in progress.py. It judges and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from records.gradebook.tables import ClassYear, Journal, JournalPeriod
from records.lifecycle import ClosingState
from records.school.tables import Period, SchoolClass, SchoolYear
from records.sql import among

_CUT = ClosingState.CUT.value


@dataclass(frozen=True, slots=True)
class Uncut:
    """Journals of a period that are in this state."""

    period: str
    title: str
    ends: date
    state: ClosingState
    count: int


@dataclass(frozen=True, slots=True)
class OpenYear:
    """A class's year that is not cut off, and how many of its journals' periods are not."""

    class_id: str
    name: str
    year: str
    ends: date
    state: ClosingState
    uncut: int


def read_uncut(
    session: Session, school: str, journals: Collection[str] | None, on: date
) -> tuple[Uncut, ...]:
    """The journals' periods that have begun and are not cut off, of these journals or of all, earliest first."""
    t = JournalPeriod
    query = (
        select(t.period_id, Period.title, Period.ends, t.state, func.count())
        .join(Period, and_(Period.school_id == t.school_id, Period.id == t.period_id))
        .where(t.school_id == school, t.state != _CUT, Period.starts <= on)
        .where(among(t.journal_id, journals))
        .group_by(t.period_id, Period.title, Period.ends, t.state)
        .order_by(Period.ends, Period.title, t.state)
    )
    return tuple(
        Uncut(period, title, ends, ClosingState(state), count)
        for period, title, ends, state, count in session.execute(query)
    )


def read_open_years(session: Session, school: str, classes: Collection[str] | None) -> tuple[OpenYear, ...]:
    """The years that are not cut off, of these classes or of all, in the order of classes."""
    t, of_journal = ClassYear, JournalPeriod
    # Counted for each of these classes: the journals of all classes are those of all years.
    uncut = (
        select(func.count())
        .select_from(Journal)
        .join(
            of_journal, and_(of_journal.school_id == Journal.school_id, of_journal.journal_id == Journal.id)
        )
        .where(Journal.school_id == school, Journal.class_id == t.class_id, of_journal.state != _CUT)
        .correlate(t)
        .scalar_subquery()
    )
    query = (
        select(
            *(SchoolClass.id, SchoolClass.name, SchoolYear.label, SchoolYear.ends),
            *(t.state, uncut),
        )
        .join(SchoolClass, and_(SchoolClass.school_id == t.school_id, SchoolClass.id == t.class_id))
        .join(SchoolYear, and_(SchoolYear.school_id == t.school_id, SchoolYear.id == SchoolClass.year_id))
        .where(t.school_id == school, t.state != _CUT)
        .where(among(t.class_id, classes))
        .order_by(SchoolYear.starts, SchoolClass.grade, SchoolClass.name)
    )
    return tuple(
        OpenYear(class_id, name, year, ends, ClosingState(state), left)
        for class_id, name, year, ends, state, left in session.execute(query)
    )
