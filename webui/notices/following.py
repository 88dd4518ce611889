"""The log is the outbox of notices: each of its events is read once it is committed, and told to whom it is news.

The event stands in the transaction of what it tells of, so nothing is told that did not happen and nothing that
happened is lost. Events without a place in the tree are looked at in every round, those with one until the cursor has
passed them: an event that commits late (PostgreSQL) gets its place late. What was told is told no second time (`key`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.log.event import EventKind
from records.log.store import LogEvent
from records.school.tables import School
from retention.workshop import Workshop
from webui.notices.sources import SOURCES, Told, news_of
from webui.notices.tables import NoticeCursor
from webui.notices.telling import entered, tell

A_ROUND = 2000  # entries of the log
_KINDS = tuple(kind.value for kind in SOURCES)


def follow(workshop: Workshop) -> int:
    """Tell what the log has brought; how many notices were made."""
    with workshop.transaction() as session:
        cursor = entered(session, workshop.school)
        size = min(_size(session, workshop.school), cursor.followed + A_ROUND)
        made = 0
        for told in _events(session, workshop.school, cursor.followed, size):
            made += sum(tell(workshop, session, news) for news in news_of(session, told))
        cursor.followed = max(size, cursor.followed)
    return made


def has_news(workshop: Workshop) -> bool:
    """Whether there is anything to follow: asked by looking only, before a transaction that keeps others waiting."""
    school = workshop.school
    waiting = select(LogEvent.id).where(
        LogEvent.school_id == school, LogEvent.idx.is_(None), LogEvent.kind.in_(_KINDS)
    )
    with workshop.reading() as session:
        cursor = session.get(NoticeCursor, school)
        followed = cursor.followed if cursor else 0
        return followed < _size(session, school) or session.scalar(waiting.limit(1)) is not None


def _size(session: Session, school: str) -> int:
    """The entries that have a place in the tree. Asked before the events: what gets its place meanwhile comes later."""
    newest = session.scalar(select(func.max(LogEvent.idx)).where(LogEvent.school_id == school))
    return 0 if newest is None else int(newest) + 1


def _events(session: Session, school: str, start: int, end: int) -> Sequence[Told]:
    query = select(LogEvent.id, LogEvent.kind, LogEvent.at, LogEvent.body).where(
        LogEvent.school_id == school, LogEvent.kind.in_(_KINDS)
    )
    placed = query.where(LogEvent.idx >= start, LogEvent.idx < end).order_by(LogEvent.idx)
    waiting = query.where(LogEvent.idx.is_(None)).order_by(LogEvent.id).limit(A_ROUND)
    rows = [*session.execute(placed), *session.execute(waiting)]
    zone = session.get_one(School, school).zone if rows else ""
    return [_told(row.id, row.kind, row.at, row.body, school, zone) for row in rows if row.body]


def _told(event: int, kind: str, at: datetime, body: bytes, school: str, zone: str) -> Told:
    said = json.loads(body)
    return Told(event, EventKind(kind), at, said["actor"], said["subject"], school, zone)
