"""Writes events to the outbox, in the transaction of what they tell of: both happen or neither does (R81).

The sequencer gives them their place in the tree later, so nobody's transaction waits for it (design.md, Log).
What an event consists of is in event.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, insert, select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.digest import Json
from records.errors import StateError
from records.identity import Entropy
from records.log.event import SALT_SIZE, EventKind, body_of, entry_of
from records.log.store import LogEvent
from records.sql import columns
from records.times import rfc3339

__all__ = ["EventKind", "append_event", "check_clock", "check_not_before", "entry_of", "newest_event"]


# Built once: every change of anything tells of it.
_ADDED = insert(LogEvent).returning(LogEvent.id)


def append_event(
    session: Session,
    school: str,
    kind: EventKind,
    actor: Actor,
    at: datetime,
    subject: Mapping[str, Json],
    entropy: Entropy,
) -> int:
    """Add an event to the school's outbox and return its id (not its place in the tree).

    Raises StateError `log.event.foreign` when the actor acts in another school.
    """
    if actor.school != school:
        raise StateError(
            "log.event.foreign",
            f"Событие школы «{school}» нельзя записать от имени школы «{actor.school}».",
            f"an actor of school {actor.school} cannot write to the log of school {school}",
        )
    body, salt = body_of(kind, actor, at, subject), entropy.token(SALT_SIZE)
    row = {"school_id": school, "kind": kind.value, "at": at, "body": body, "salt": salt}
    # Not as an object, which the session would keep though nobody reads it again; what it tells of is written before.
    number: int = columns(session, _ADDED, {**row, "entry": entry_of(salt, body)}).scalar_one()
    return number


def newest_event(school: ColumnElement[str]) -> ScalarSelect[datetime]:
    """When the newest event of the school is dated, as a value within a statement."""
    newest = select(LogEvent.at).where(LogEvent.school_id == school).order_by(LogEvent.id.desc()).limit(1)
    return newest.scalar_subquery()


_NEWEST = select(newest_event(bindparam("school")))


def check_clock(session: Session, school: str, at: datetime) -> None:
    """Raise StateError `clock.behind` when the newest event is later than `at`: the clock was set back.

    Asked once, where an operation begins: of two that run side by side the earlier one is not stopped by the other.
    """
    check_not_before(columns(session, _NEWEST, {"school": school}).scalar(), at)


def check_not_before(newest: datetime | None, at: datetime, leeway: timedelta = timedelta()) -> None:
    """The same for whoever has asked when the newest event is dated.

    `leeway` is for what many do at once on machines whose clocks differ a little.
    """
    if newest and at < newest - leeway:
        raise StateError(
            "clock.behind",
            f"Часы показывают {rfc3339(at)}, а в журнале событий уже есть запись {rfc3339(newest)}: часы отстали или "
            "переведены назад. Ничего не сделано; поставьте часы и повторите.",
            f"the clock says {rfc3339(at)} and the log has an event of {rfc3339(newest)}: the clock is behind or was "
            "set back; nothing was done, set it right and repeat",
        )
