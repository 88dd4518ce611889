"""The day's reminders: periods that wait for their teacher's confirmation, records that wait for a signature.

Of a period three days before its last day and on that day, of signatures on the day and every third day after; on the
last day of a signature and once after it. One notice a person and period or day, whatever the number. Asked twice on a
day it tells once, and a day that the worker missed is made up for. It reads the database and moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from records.gradebook.deadlines import Deadlines, period_mark_due
from records.gradebook.tables import Journal, JournalPeriod
from records.lifecycle import ClosingState
from records.school.tables import Period, School
from records.times import local
from retention.waiting import turns
from retention.workshop import Workshop
from signing.request import SignatureRequest
from webui.notices.kinds import NoticeKind
from webui.notices.telling import News, entered, tell

BEFORE: Final = 3  # days
RHYTHM: Final = 3  # days between two reminders of signatures
_WAITS = (ClosingState.OPEN.value, ClosingState.COMPLETE.value)


def remind(workshop: Workshop, at: datetime) -> int:
    """Tell everybody what is due; how many notices were made."""
    with workshop.transaction() as session:
        entered(session, workshop.school)
        zone = session.get_one(School, workshop.school).zone
        today = local(at, zone).date()
        due = _due(session, workshop.school, workshop.policy(session).deadlines, today)
        found = [
            *_to_confirm(session, workshop.school, due, today, at),
            *_to_sign(session, workshop.school, today, zone, at),
            *_due_to_sign(session, workshop.school, today, at),
        ]
        return sum(tell(workshop, session, news) for news in found)


def _due(session: Session, school: str, rules: Deadlines, today: date) -> Mapping[str, date]:
    """The periods whose last day is today or within three days, and that day."""
    rows = session.execute(select(Period.id, Period.ends).where(Period.school_id == school))
    days = {period: period_mark_due(rules, ends) for period, ends in rows}
    return {period: until for period, until in days.items() if 0 <= (until - today).days <= BEFORE}


def _to_confirm(
    session: Session, school: str, due: Mapping[str, date], today: date, at: datetime
) -> Iterator[News]:
    """The teachers whose journals of these periods are not confirmed."""
    rows = session.execute(
        select(Journal.teacher_id, Period.id, Period.title, func.count())
        .select_from(JournalPeriod)
        .join(
            Journal,
            and_(Journal.school_id == JournalPeriod.school_id, Journal.id == JournalPeriod.journal_id),
        )
        .join(Period, and_(Period.school_id == JournalPeriod.school_id, Period.id == JournalPeriod.period_id))
        .where(JournalPeriod.school_id == school, JournalPeriod.state.in_(_WAITS), Period.id.in_(due))
        .group_by(Journal.teacher_id, Period.id, Period.title)
    )
    for teacher, period, title, count in rows:
        until = due[period]
        near = "today" if until == today else "soon"
        said = {"count": str(count), "period": title, "until": until.isoformat()}
        yield News(teacher, NoticeKind.DEADLINE, f"due:{period}:{until}:{near}", at, said)


def _to_sign(session: Session, school: str, today: date, zone: str, at: datetime) -> Iterator[News]:
    """Whose signature is the next on some record."""
    signer = SignatureRequest.person_id
    waiting = turns(school).with_only_columns(signer, func.count(), func.min(SignatureRequest.asked_at))
    rows = session.execute(waiting.group_by(signer))
    for person, count, asked in rows:
        since = local(asked, zone).date()
        turn = (today - since).days // RHYTHM
        said = {"count": str(count), "since": since.isoformat()}
        yield News(person, NoticeKind.TO_SIGN, f"sign:{since}:{turn}", at, said)


def _due_to_sign(session: Session, school: str, today: date, at: datetime) -> Iterator[News]:
    """Whose last day for a signature is today, or is over; each of the two is told once."""
    signer, due = SignatureRequest.person_id, SignatureRequest.due
    waiting = turns(school).with_only_columns(signer, due, func.count()).where(due <= today)
    for person, until, count in session.execute(waiting.group_by(signer, due).order_by(due)):
        if until is None:  # never: such a row is not late
            continue
        kind = NoticeKind.SIGN_TODAY if until == today else NoticeKind.SIGN_LATE
        said = {"count": str(count), "until": until.isoformat()}
        yield News(person, kind, f"{kind.value}:{until}", at, said)
