"""Reads corrections and supplements: the acts of a class in their order, and the values that they changed.

`upto` is the number of the last act that counts; None counts all of them. It applies and judges nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import and_, distinct, func, select
from sqlalchemy.orm import Session

from records.amendments.model import Act, Amended, AmendmentKind, parse_place
from records.amendments.tables import AmendedValue, Amendment
from records.gradebook.tables import Journal
from records.registers.tables import Record
from records.school.tables import Pupil, SchoolClass, Subject

MOST: Final = 200  # lines of a page

# An act's own record is named after it (records/registers/record.py, identity); of one that was declined, the latest.
_ITS_RECORD = and_(
    Record.school_id == Amendment.school_id,
    Record.identity == Amendment.kind + "/" + Amendment.id,
    Record.replaced_by_id.is_(None),
)


def read_acts(session: Session, school: str, class_id: str) -> tuple[Act, ...]:
    """The acts of a class with what they changed, in their order."""
    query = (
        select(Amendment, Record.id)
        .outerjoin(Record, _ITS_RECORD)
        .where(Amendment.school_id == school, Amendment.class_id == class_id)
        .order_by(Amendment.seq)
    )
    values = defaultdict[int, list[Amended]](list)
    for value in read_amended(session, school, class_id):
        values[value.seq].append(value)
    return tuple(
        Act(
            id=row.id,
            record=record or "",
            seq=row.seq,
            kind=AmendmentKind(row.kind),
            class_id=row.class_id,
            number=row.number,
            date=row.date,
            basis=row.basis,
            decided_by=row.decided_by,
            author=row.author_id,
            at=row.at,
            values=tuple(values[row.seq]),
        )
        for row, record in session.execute(query)
    )


def count_acts(session: Session, school: str, journals: Collection[str], since: datetime, but_of: str) -> int:
    """How many acts changed something in these journals since then, those of one person left out."""
    query = (
        select(func.count(distinct(Amendment.id)))
        .join(
            AmendedValue,
            and_(AmendedValue.school_id == Amendment.school_id, AmendedValue.amendment_id == Amendment.id),
        )
        .where(Amendment.school_id == school, Amendment.at >= since, Amendment.author_id != but_of)
        .where(AmendedValue.journal_id.in_(journals))
    )
    return session.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class ActLine:
    """A value that an act changed, as its journal's teacher reads it."""

    number: str
    date: date
    subject: str
    class_name: str
    pupil: str
    what: str
    before: str
    after: str
    reason: str


def acts_on(session: Session, school: str, journals: Collection[str]) -> tuple[ActLine, ...]:
    """What acts changed in these journals, the newest first."""
    v = AmendedValue
    query = (
        select(Amendment, v, Subject.name, SchoolClass.name, Pupil)
        .join(v, and_(v.school_id == Amendment.school_id, v.amendment_id == Amendment.id))
        .join(Journal, and_(Journal.school_id == v.school_id, Journal.id == v.journal_id))
        .join(Subject, and_(Subject.school_id == v.school_id, Subject.id == Journal.subject_id))
        .join(SchoolClass, and_(SchoolClass.school_id == v.school_id, SchoolClass.id == Journal.class_id))
        .join(Pupil, and_(Pupil.school_id == v.school_id, Pupil.id == v.pupil_id))
        .where(Amendment.school_id == school, v.journal_id.in_(journals))
        .order_by(Amendment.at.desc(), Amendment.id, v.position)
        .limit(MOST)
    )
    return tuple(
        ActLine(
            *(act.number, act.date, subject, name, pupil.name),
            *(value.what, value.before, value.after, value.reason),
        )
        for act, value, subject, name, pupil in session.execute(query)
    )


def read_amended(session: Session, school: str, class_id: str, upto: int | None = None) -> Sequence[Amended]:
    """Every value that the acts of a class changed, the latest act last."""
    if upto == 0:
        return ()
    query = (
        select(AmendedValue, Amendment, Record.id)
        .join(
            Amendment,
            and_(Amendment.school_id == AmendedValue.school_id, Amendment.id == AmendedValue.amendment_id),
        )
        .outerjoin(Record, _ITS_RECORD)
        .where(Amendment.school_id == school, Amendment.class_id == class_id)
        .order_by(Amendment.seq, AmendedValue.position)
    )
    if upto is not None:
        query = query.where(Amendment.seq <= upto)
    return [_amended(value, act, record or "") for value, act, record in session.execute(query)]


def _amended(value: AmendedValue, act: Amendment, record: str) -> Amended:
    return Amended(
        act=record,
        kind=AmendmentKind(act.kind),
        number=act.number,
        date=act.date,
        seq=act.seq,
        author=act.author_id,
        at=act.at,
        journal=value.journal_id,
        period=value.period_id,
        pupil=value.pupil_id,
        place=parse_place(value.place),
        what=value.what,
        before=value.before,
        after=value.after,
        reason=value.reason,
    )
