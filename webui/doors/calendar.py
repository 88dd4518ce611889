"""Doors of the calendar: the school years and periods in which the visitor may do something with a journal.

They say where there is something to choose from; what is chosen is loaded by the doors of the gradebook.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select

from records.gradebook.tables import JournalPeriod
from records.lifecycle import ClosingState
from records.school.tables import Period, SchoolClass, SchoolYear
from webui.doors.entrance import look, note_loaded, visitor
from webui.doors.gradebook import JOURNALS, REACHED
from webui.doors.scope import journals_within
from webui.rights import Permission


class YearDoor(NamedTuple):
    """A school year with journals in which the visitor may do the asked thing."""

    id: str
    label: str
    starts: date


@dataclass(frozen=True, slots=True)
class PeriodDoor:
    """A period in which the visitor may do the asked thing; `open` while a journal in reach is not cut off."""

    period: str
    year: str
    title: str
    starts: date
    open: bool


def load_years(permission: Permission) -> tuple[YearDoor, ...]:
    """The school years of the journals that the permission reaches, newest first."""
    asking = visitor()
    # A year is known by the first of its journals: they are not counted.
    known = (
        REACHED.where(SchoolClass.year_id == SchoolYear.id, journals_within(asking.scope(permission)))
        .correlate(SchoolYear)
        .exists()
    )
    query = (
        select(SchoolYear.id, SchoolYear.label, SchoolYear.starts)
        .where(SchoolYear.school_id == bindparam("school"), known)
        .order_by(SchoolYear.starts.desc())
    )
    with look() as session:
        rows = session.execute(query, {"school": asking.school}).all()
    note_loaded(permission)
    return tuple(YearDoor(*row) for row in rows)


def load_periods(permission: Permission) -> tuple[PeriodDoor, ...]:
    """The periods of the journals that the permission reaches, newest year first."""
    asking = visitor()
    uncut = func.sum(case((JournalPeriod.state != ClosingState.CUT.value, 1), else_=0))
    query = (
        JOURNALS.with_only_columns(Period.id, SchoolYear.label, Period.title, Period.starts, uncut)
        .where(journals_within(asking.scope(permission)))
        .group_by(Period.id, SchoolYear.label, SchoolYear.starts, Period.title, Period.starts)
        .order_by(None)
        .order_by(SchoolYear.starts.desc(), Period.starts, Period.id)
    )
    with look() as session:
        rows = session.execute(query, {"school": asking.school}).all()
    note_loaded(permission)
    return tuple(
        PeriodDoor(period, year, title, starts, left > 0) for period, year, title, starts, left in rows
    )
