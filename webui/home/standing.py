"""What the first page counts of accounts, delegations, copies and the log. Rows in, figures out; it writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.lifecycle import JobState, ReplicaState
from records.log.store import LogEvent
from retention.jobs.kinds import JobKind
from retention.jobs.tables import Job
from retention.replica import Replica
from webui.accounts.tables import Account, AccountSession, Delegation

MOST_EVENTS: Final = 1000
_SOUND: Final = (ReplicaState.HEALTHY.value, ReplicaState.WRITING.value, ReplicaState.ERASED.value)


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """Accounts in force: who has not signed in yet, whose one-time password is over, whose account ends soon."""

    waiting: int
    lapsed: int
    ending: int


@dataclass(frozen=True, slots=True)
class Checked:
    """The last verification that was brought to its end: when, and how many problems it found."""

    at: datetime
    problems: int


def account_figures(
    session: Session, school: str, at: datetime, today: date, soon: timedelta
) -> AccountFigures:
    """The accounts that need somebody, in one look."""
    query = select(Account.must_change, Account.password_until, Account.until)
    found = session.execute(query.where(Account.school_id == school, Account.active)).all()
    in_force = [row for row in found if row.until is None or row.until >= today]
    first = [row for row in in_force if row.must_change and row.password_until]
    return AccountFigures(
        waiting=sum(row.password_until >= at for row in first),
        lapsed=sum(row.password_until < at for row in first),
        ending=sum(row.until is not None and row.until <= today + soon for row in in_force),
    )


def ending_delegations(session: Session, school: str, today: date, soon: timedelta) -> tuple[date, ...]:
    """The last days of the delegations in force that end soon."""
    d = Delegation
    query = (
        select(d.until)
        .where(d.school_id == school, d.revoked_at.is_(None), d.since <= today)
        .where(d.until >= today, d.until <= today + soon)
        .order_by(d.until)
    )
    return tuple(session.scalars(query))


def unsound_copies(session: Session, school: str) -> dict[str, int]:
    """Location -> its copies that the last look found damaged, lost or suspect."""
    query = (
        select(Replica.location, func.count())
        .where(Replica.school_id == school, Replica.state.not_in(_SOUND))
        .group_by(Replica.location)
        .order_by(Replica.location)
    )
    return {location: count for location, count in session.execute(query)}  # noqa: C416 (a Row is no pair to mypy)


def failed_jobs(session: Session, school: str, since: datetime) -> int:
    """How many jobs were stopped since then."""
    query = select(func.count()).where(Job.school_id == school, Job.state == JobState.FAILED.value)
    return session.scalar(query.where(Job.ended_at >= since)) or 0


def last_check(session: Session, school: str) -> Checked | None:
    """The last verification of the archive."""
    query = (
        select(Job.ended_at, Job.result)
        .where(Job.school_id == school, Job.kind == JobKind.VERIFY.value, Job.state == JobState.DONE.value)
        .order_by(Job.ended_at.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    if row is None or row.ended_at is None:
        return None
    problems = (row.result or {}).get("problems", 0)
    return Checked(row.ended_at, problems if isinstance(problems, int) else 0)


def last_visit(session: Session, school: str, account: str, this: str) -> datetime | None:
    """When the account's session before this one was last used."""
    s = AccountSession
    query = select(func.max(s.seen_at)).where(s.school_id == school, s.account_id == account, s.id != this)
    return session.scalar(query)


def events_since(session: Session, school: str, since: datetime) -> int:
    """How many events the log has since then, at most MOST_EVENTS: they are read from the newest back."""
    newest = (
        select(LogEvent.at)
        .where(LogEvent.school_id == school)
        .order_by(LogEvent.id.desc())
        .limit(MOST_EVENTS)
        .subquery()
    )
    return session.scalar(select(func.count()).where(newest.c.at > since)) or 0
