"""The day's reminders: periods that wait for their teacher's confirmation, records that wait for a signature.

Of a period three days before its last day and on that day, of signatures on the day and every third day after. One
notice a person and period, whatever the number of journals. Asked twice on a day it tells once, and a day that the
worker missed is made up for. It reads the database and moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from records.gradebook.deadlines import Deadlines, period_mark_due
from records.gradebook.tables import Journal, JournalPeriod
from records.lifecycle import ClosingState, RecordState, RequestState
from records.registers.tables import Record
from records.school.tables import Period, School
from records.times import local
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
    mine, before = SignatureRequest, aliased(SignatureRequest)
    earlier = (
        select(before.position)
        .where(before.school_id == mine.school_id, before.record_id == mine.record_id)
        .where(before.position < mine.position, before.state == RequestState.WAITING.value)
    )
    rows = session.execute(
        select(mine.person_id, func.count(), func.min(mine.asked_at))
        .join(Record, and_(Record.school_id == mine.school_id, Record.id == mine.record_id))
        .where(mine.school_id == school, mine.state == RequestState.WAITING.value)
        .where(Record.state == RecordState.SIGNING.value, ~earlier.exists())
        .group_by(mine.person_id)
    )
    for person, count, asked in rows:
        since = local(asked, zone).date()
        turn = (today - since).days // RHYTHM
        said = {"count": str(count), "since": since.isoformat()}
        yield News(person, NoticeKind.TO_SIGN, f"sign:{since}:{turn}", at, said)
