"""The deputy head's remarks on the keeping of a journal: made with a deadline, marked as fulfilled (R49, R50, R92).

Each act is an event of the log in the same transaction. A remark that is not fulfilled is a gap (readiness.py); the
database refuses both behind the year's cutoff.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.errors import InputError, NotFoundError, StateError
from records.gradebook.reading import JournalKey, people
from records.gradebook.tables import Journal, Remark
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event

LONGEST: Final = 500  # characters


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A remark as a page lists it; the author by name."""

    id: str
    date: dt.date
    text: str
    author: str
    deadline: dt.date | None
    fulfilled: dt.date | None


def remarks_on(session: Session, school: str, journal: str) -> tuple[RemarkLine, ...]:
    """A journal's remarks of the whole year, those that are open first."""
    query = select(Remark).where(Remark.school_id == school, Remark.journal_id == journal)
    rows = session.scalars(query.order_by(Remark.date, Remark.id)).all()
    names = people(session, school, {row.author_id for row in rows})
    lines = [
        RemarkLine(row.id, row.date, row.text, names[row.author_id], row.deadline, row.fulfilled)
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: line.fulfilled is not None))


def make_remark(
    session: Session,
    actor: Actor,
    key: JournalKey,
    text: str,
    on: date,
    deadline: date | None,
    at: datetime,
    entropy: Entropy,
) -> str:
    """Enter a remark on a journal, dated `on` within the period; its id. Raises InputError.

    The same remark of the same day, still open, is not entered a second time: its form was sent twice.
    """
    said = " ".join(text.split())
    if not 0 < len(said) <= LONGEST:
        raise InputError(
            "remark.text",
            f"Замечание пустое или длиннее {LONGEST} знаков.",
            f"the remark is empty or longer than {LONGEST} characters",
        )
    if deadline and deadline < on:
        raise InputError(
            "remark.deadline",
            f"Срок {deadline:%d.%m.%Y} раньше дня замечания {on:%d.%m.%Y}.",
            f"the deadline {deadline.isoformat()} is before the day of the remark {on.isoformat()}",
        )
    if entered := _same(session, actor, key, said, on, deadline):
        return entered
    remark = Remark(
        school_id=key.school,
        id=random_id(entropy),
        class_id=session.get_one(Journal, (key.school, key.journal)).class_id,
        journal_id=key.journal,
        date=on,
        text=said,
        author_id=actor.person,
        deadline=deadline,
        fulfilled=None,
    )
    session.add(remark)
    subject = {"remark": remark.id, "journal": key.journal, "period": key.period}
    append_event(session, key.school, EventKind.REMARK_MADE, actor, at, subject, entropy)
    return remark.id


def _same(
    session: Session, actor: Actor, key: JournalKey, text: str, on: date, deadline: date | None
) -> str | None:
    query = select(Remark.id).where(
        Remark.school_id == key.school,
        Remark.journal_id == key.journal,
        Remark.author_id == actor.person,
        Remark.date == on,
        Remark.text == text,
        Remark.deadline.is_(None) if deadline is None else Remark.deadline == deadline,
        Remark.fulfilled.is_(None),
    )
    return session.scalars(query.limit(1)).one_or_none()


def fulfil_remark(
    session: Session, actor: Actor, journal: str, remark: str, on: date, at: datetime, entropy: Entropy
) -> None:
    """Mark a journal's remark as fulfilled on that day. Raises NotFoundError, or StateError when it is already."""
    row = session.get(Remark, (actor.school, remark), with_for_update=True)
    if row is None or row.journal_id != journal:
        raise NotFoundError("remark.unknown", f"Замечания {remark} нет.", f"there is no remark {remark}")
    if row.fulfilled is not None:
        raise StateError("remark.fulfilled", "Замечание уже снято.", "the remark is fulfilled already")
    row.fulfilled = on
    subject = {"remark": remark, "journal": journal}
    append_event(session, actor.school, EventKind.REMARK_FULFILLED, actor, at, subject, entropy)
