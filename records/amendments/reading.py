"""Reads corrections and supplements: the acts of a class in their order, and the values that they changed.

`upto` is the number of the last act that counts; None counts all of them. It applies and judges nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from records.amendments.model import Act, Amended, AmendmentKind, parse_place
from records.amendments.tables import AmendedValue, Amendment
from records.registers.tables import Record

# An act's own record is named after it (records/registers/record.py, identity).
_ITS_RECORD = and_(
    Record.school_id == Amendment.school_id, Record.identity == Amendment.kind + "/" + Amendment.id
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
