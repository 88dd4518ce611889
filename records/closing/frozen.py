"""Digests of the rows that a cutoff freezes, a table each: every column, superseded versions and accounts included.

The snapshot holds what a record prints; this holds the rest. The digests enter the log with the cutoff, so an edit
behind the guards shows for ever. It reads and stores nothing else.

A column that a later version of Letopis adds is empty in older rows and changes no digest: empty values are left out.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.orm import Session

from records.amendments.tables import AmendedValue, Amendment
from records.db import Base
from records.digest import Json, canonical, sha256
from records.gradebook.reading import JournalKey
from records.gradebook.tables import (
    ClassYear,
    CouncilDecision,
    Journal,
    JournalPeriod,
    Lesson,
    LessonColumn,
    MarkVersion,
    PeriodMark,
    Remark,
    YearMark,
)
from records.school.tables import Membership, Period, SchoolClass, Subgroup, SubgroupMember


def journal_digests(session: Session, key: JournalKey) -> dict[str, str]:
    """Table -> digest of its rows of a journal's period."""
    tables = (JournalPeriod, Lesson, LessonColumn, MarkVersion, PeriodMark)
    found = {
        table.__tablename__: _digest(
            session,
            table,
            table.school_id == key.school,
            table.journal_id == key.journal,
            table.period_id == key.period,
        )
        for table in tables
    }
    period = _digest(session, Period, Period.school_id == key.school, Period.id == key.period)
    return {**found, Period.__tablename__: period}


def year_digests(session: Session, school: str, class_id: str) -> dict[str, str]:
    """Table -> digest of its rows of a class's year; what a journal's period freezes is not in it."""
    tables = (ClassYear, CouncilDecision, Journal, Membership, Remark, Subgroup, YearMark)
    found = {
        table.__tablename__: _digest(session, table, table.school_id == school, table.class_id == class_id)
        for table in tables
    }
    of_class = _digest(session, SchoolClass, SchoolClass.school_id == school, SchoolClass.id == class_id)
    groups = select(Subgroup.id).where(Subgroup.school_id == school, Subgroup.class_id == class_id)
    members = _digest(
        session,
        SubgroupMember,
        SubgroupMember.school_id == school,
        SubgroupMember.subgroup_id.in_(groups),
    )
    return {**found, SchoolClass.__tablename__: of_class, SubgroupMember.__tablename__: members}


def amendment_digests(session: Session, school: str, amendment: str) -> dict[str, str]:
    """Table -> digest of its rows of a correction act or supplement: they enter the log with it."""
    act = _digest(session, Amendment, Amendment.school_id == school, Amendment.id == amendment)
    values = _digest(
        session, AmendedValue, AmendedValue.school_id == school, AmendedValue.amendment_id == amendment
    )
    return {Amendment.__tablename__: act, AmendedValue.__tablename__: values}


def _digest(session: Session, table: type[Base], *where: ColumnElement[bool]) -> str:
    rows = session.execute(select(*table.__table__.columns).where(*where)).mappings()
    # Sorted here: databases order text by their own rules.
    return sha256(b"\n".join(sorted(map(_line, rows))))


def _line(row: RowMapping) -> bytes:
    return canonical({name: _json(value) for name, value in row.items() if value is not None})


def _json(value: Any) -> Json:
    """A value of a column; a moment to its last microsecond."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, date):
        return value.isoformat()
    return value  # type: ignore[no-any-return]
