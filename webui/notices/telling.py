"""Telling a person: a notice once for each thing told; of which kinds they want letters; what they have read.

Letters are laid into the outbox by lettering.py. It decides nothing about what is news: sources.py and reminding.py do.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.identity import random_id
from records.sql import touch
from retention.workshop import Workshop
from webui.notices.kinds import ALWAYS, NoticeKind
from webui.notices.tables import Notice, NoticeChoice, NoticeCursor

KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class News:
    """What one person is told; `key` names what it is of, and is told to them once."""

    person: str
    kind: NoticeKind
    key: str
    at: datetime
    told: Mapping[str, str] = field(default_factory=dict)


def tell(workshop: Workshop, session: Session, news: News) -> bool:
    """Make the notice; whether it was news."""
    known = select(Notice.id).where(
        Notice.school_id == workshop.school, Notice.person_id == news.person, Notice.key == news.key
    )
    if session.scalars(known).first():
        return False
    row = Notice(school_id=workshop.school, id=random_id(workshop.entropy), person_id=news.person)
    row.kind, row.key, row.at, row.told = news.kind.value, news.key, news.at, dict(news.told)
    session.add(row)
    session.flush()
    return True


def wants_letter(session: Session, school: str, person: str, kind: NoticeKind) -> bool:
    """Whether a letter goes out with a notice of that kind; of safety always."""
    if kind in ALWAYS:
        return True
    choice = session.get(NoticeChoice, (school, person, kind.value))
    return choice is None or choice.letter


def choose(session: Session, school: str, person: str, kind: NoticeKind, letter: bool) -> None:
    """Want letters of a kind, or none."""
    row = session.get(NoticeChoice, (school, person, kind.value))
    if row is None:
        session.add(NoticeChoice(school_id=school, person_id=person, kind=kind.value, letter=letter))
    else:
        row.letter = letter


def unread(session: Session, school: str, person: str) -> int:
    """How many notices the person has not read."""
    query = select(func.count()).where(
        Notice.school_id == school, Notice.person_id == person, Notice.read_at.is_(None)
    )
    return session.scalar(query) or 0


def mark_all(session: Session, school: str, person: str, at: datetime) -> None:
    """Mark what the person has not read as read."""
    query = update(Notice).where(Notice.school_id == school, Notice.person_id == person)
    session.execute(query.where(Notice.read_at.is_(None)).values(read_at=at))


def tidy_notices(session: Session, school: str, at: datetime) -> int:
    """Forget notices of more than a year ago; how many. The log keeps what they told of."""
    return touch(session, delete(Notice).where(Notice.school_id == school, Notice.at < at - KEPT))


def entered(session: Session, school: str) -> NoticeCursor:
    """The school's cursor, ours alone until the end of the transaction: of two workers one tells at a time."""
    cursor = session.get(NoticeCursor, school, with_for_update=True)
    if cursor is None:
        with suppress(IntegrityError), session.begin_nested():  # another's may have come in between
            session.add(NoticeCursor(school_id=school, followed=0))
        cursor = session.get_one(NoticeCursor, school, with_for_update=True)
    return cursor
