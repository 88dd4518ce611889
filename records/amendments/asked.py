"""Reads what teachers asked to mend, for people: of some classes, of one teacher, of a journal. It judges nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session

from records.amendments.model import Place, parse_place
from records.amendments.reading import MOST
from records.amendments.tables import Amendment, CorrectionRequest
from records.gradebook.reading import people
from records.gradebook.tables import Journal
from records.lifecycle import CorrectionState
from records.school.tables import Pupil, SchoolClass, Subject
from records.sql import among

_R = CorrectionRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """A request in words; `act` is the number of the act that carried it out."""

    id: str
    class_id: str
    class_name: str
    journal: str
    period: str
    subject: str
    pupil: str
    pupil_name: str
    place: Place
    what: str
    before: str
    after: str
    reason: str
    number: str
    asked_by: str
    asked_at: datetime
    state: CorrectionState
    decided_by: str
    decided_at: datetime | None
    answer: str
    until: date | None
    act: str


def asked_in(session: Session, school: str, classes: Collection[str] | None) -> tuple[Asked, ...]:
    """The requests that wait, of these classes or of all, by class and then in the order of being asked."""
    waiting = and_(_R.state == CorrectionState.ASKED.value, among(_R.class_id, classes))
    return tuple(sorted(_read(session, school, waiting), key=lambda one: (one.class_name, one.asked_at)))


def asked_by(session: Session, school: str, person: str, journals: Collection[str]) -> tuple[Asked, ...]:
    """The person's requests and those about their journals, the newest first."""
    mine = or_(_R.asked_by == person, _R.on_behalf_of == person, _R.journal_id.in_(journals))
    return tuple(reversed(_read(session, school, mine)))


def count_asked(session: Session, school: str, classes: Collection[str] | None) -> int:
    """How many requests wait, of these classes or of all."""
    query = select(func.count()).where(_R.school_id == school, _R.state == CorrectionState.ASKED.value)
    return session.scalar(query.where(among(_R.class_id, classes))) or 0


def count_declined(session: Session, school: str, person: str, since: datetime) -> int:
    """How many of the person's requests were declined since then."""
    query = select(func.count()).where(_R.school_id == school, _R.state == CorrectionState.DECLINED.value)
    return session.scalar(query.where(_R.asked_by == person, _R.decided_at >= since)) or 0


def _read(session: Session, school: str, wanted: ColumnElement[bool]) -> list[Asked]:
    """The newest of them, in the order of being asked."""
    query = (
        select(_R, SchoolClass.name, Subject.name, Pupil, Amendment.number)
        .join(SchoolClass, and_(SchoolClass.school_id == _R.school_id, SchoolClass.id == _R.class_id))
        .join(Journal, and_(Journal.school_id == _R.school_id, Journal.id == _R.journal_id))
        .join(Subject, and_(Subject.school_id == _R.school_id, Subject.id == Journal.subject_id))
        .join(Pupil, and_(Pupil.school_id == _R.school_id, Pupil.id == _R.pupil_id))
        .outerjoin(Amendment, and_(Amendment.school_id == _R.school_id, Amendment.id == _R.amendment_id))
        .where(_R.school_id == school, wanted)
        .order_by(_R.asked_at.desc(), _R.id)
        .limit(MOST)
    )
    found = session.execute(query).all()
    who = {person for row in found for person in (row[0].asked_by, row[0].decided_by) if person}
    names = people(session, school, who)
    return [_asked(row, names) for row in reversed(found)]


def _asked(found: Row[CorrectionRequest, str, str, Pupil, str], names: Mapping[str, str]) -> Asked:
    row, class_name, subject, pupil, act = found
    return Asked(
        id=row.id,
        class_id=row.class_id,
        class_name=class_name,
        journal=row.journal_id,
        period=row.period_id,
        subject=subject,
        pupil=row.pupil_id,
        pupil_name=pupil.name,
        place=parse_place(row.place),
        what=row.what,
        before=row.before,
        after=row.after,
        reason=row.reason,
        number=row.number,
        asked_by=names[row.asked_by],
        asked_at=row.asked_at,
        state=CorrectionState(row.state),
        decided_by=names.get(row.decided_by or "", ""),
        decided_at=row.decided_at,
        answer=row.answer or "",
        until=row.until,
        act=act or "",
    )
