"""The cases of compromised accounts as rows: found, locked, told of in the log.

Both reporting.py and ending.py move a case; what it consists of is in tables.py. It moves nothing itself.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.compromise.model import Moments
from records.compromise.tables import Compromise
from records.digest import Json
from records.errors import NotFoundError, StateError
from records.identity import Entropy
from records.lifecycle import CompromiseState
from records.log.audit import EventKind, append_event


def get_case(session: Session, school: str, case: str) -> Compromise:
    """The case, its row locked. Raises NotFoundError."""
    row = session.get(Compromise, (school, case), with_for_update=True)
    if row is None:
        raise unknown(case)
    return row


def find_case(session: Session, school: str, number: str) -> Compromise | None:
    """The case of that order."""
    query = select(Compromise).where(Compromise.school_id == school, Compromise.number == number)
    return session.scalar(query)


def unknown(said: str) -> NotFoundError:
    """There is no such case."""
    return NotFoundError(
        "compromise.unknown",
        f"Сообщения «{said}» нет. Посмотрите список: letopis compromise list.",
        f"there is no report {said!r}; see letopis compromise list",
    )


def moments_of(row: Compromise) -> Moments:
    """The moments of a case."""
    return Moments(row.since, row.told_director_at, row.told_support_at, row.restored_at)


def unrestored(session: Session, school: str, account: str) -> Compromise | None:
    """The case that keeps the account shut."""
    return session.scalar(
        select(Compromise).where(
            Compromise.school_id == school,
            Compromise.account == account,
            Compromise.state == CompromiseState.OPEN.value,
        )
    )


def check_open(row: Compromise) -> None:
    """Raise StateError unless the account is still shut."""
    if row.state != CompromiseState.OPEN:
        raise StateError(
            "compromise.not_open",
            f"По приказу {row.number} доступ уже возобновлён или дело закрыто. Новая утечка — новый приказ.",
            f"order {row.number}: access was given back or the case is closed; a new leak is a new order",
        )


def log_case(
    session: Session,
    kind: EventKind,
    actor: Actor,
    row: Compromise,
    at: datetime,
    entropy: Entropy,
    said: dict[str, Json],
) -> None:
    """Tell the log what happened in a case; its subject names the account and its owner."""
    subject = {"compromise": row.id, "account": row.account, "owner": row.person_id, **said}
    append_event(session, row.school_id, kind, actor, at, subject, entropy)
