"""Takes away what accounts leave behind and nobody reads again; the log keeps what happened.

`tidy(session, school, at)` in a transaction of the caller, once a day or more seldom, by the worker's schedule: running
it twice or side by side does no harm. A session's address is shown beside the marks that were entered in it, so its row
stays a year after its end; then the log's event of the sign-in still names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from records.sql import touch
from webui.accounts.sessions import ABSOLUTE
from webui.accounts.tables import AccountSession, PasskeyChallenge, SignInFailure

SESSIONS_KEPT: Final = timedelta(days=366)
TRIES_KEPT: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many rows went."""

    sessions: int
    tries: int
    challenges: int


def tidy(session: Session, school: str, at: datetime) -> Tidied:
    """Remove sessions that ended a year ago, tries of more than ninety days, and challenges that nobody answered."""
    row, tried, asked, then = AccountSession, SignInFailure, PasskeyChallenge, at - SESSIONS_KEPT
    over = or_(row.ended_at < then, row.created_at < then - ABSOLUTE)
    return Tidied(
        sessions=touch(session, delete(row).where(row.school_id == school, over)),
        tries=touch(session, delete(tried).where(tried.school_id == school, tried.at < at - TRIES_KEPT)),
        challenges=touch(session, delete(asked).where(asked.school_id == school, asked.until <= at)),
    )
