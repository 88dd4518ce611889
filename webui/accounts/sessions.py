"""Sessions: rows that a signed cookie names, with an idle and an absolute time-out; listed, ended one by one or all.

The cookie holds a random token, the row its SHA-256. A new token is made at every sign-in and nothing of the cookie
before it is kept (no fixation). The row knows when its person last gave the password or a passkey. It checks neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from flask import request
from flask import session as cookie
from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.orm import Session

from records.actor import Actor
from records.digest import sha256
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event
from records.school.tables import Person, School
from records.sql import columns
from records.times import local
from webui.accounts.passkeys import has_passkey
from webui.accounts.posts import posts_of
from webui.accounts.second_factor import Demand, demanded
from webui.accounts.tables import Account, AccountSession
from webui.installation import Installation
from webui.visitor import Duty, Post, Visitor

IDLE = timedelta(hours=1)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
TOKEN = "token"  # noqa: S105
LONGEST_AGENT = 200
# For so long the password or passkey given in a session counts for what asks it again (webui/accounts/proof.py).
PROOF_LASTS = timedelta(minutes=10)


class _Known(NamedTuple):
    """What a request has to know of its session, account and school."""

    session: str
    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    proved_at: datetime | None
    account: str
    login: str
    person: str
    name: str
    active: bool
    until: date | None
    password: str | None
    totp: str | None
    must_change: bool
    zone: str
    policy: Mapping[str, object]
    passkey: bool


class Way(StrEnum):
    """How somebody came in; a password or a passkey proves who sits there."""

    PASSWORD = "password"  # noqa: S105
    PASSKEY = "passkey"
    PROVIDER = "provider"
    DEMO = "demo"

    @property
    def proves(self) -> bool:
        """Whether what asks for password or passkey is content with it for a while."""
        return self in (Way.PASSWORD, Way.PASSKEY)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not ended, for the page that lists them."""

    id: str
    created_at: datetime
    seen_at: datetime
    address: str
    agent: str


def address() -> str:
    """Where the request came from."""
    return request.remote_addr or "unknown"


def start(session: Session, account: Account, way: Way, at: datetime, entropy: Entropy) -> str:
    """Begin a session of this browser and forget what its cookie held before; the session's id."""
    token = entropy.token(32).hex()
    row = AccountSession(
        school_id=account.school_id,
        id=random_id(entropy),
        account_id=account.id,
        token=sha256(token.encode()),
        created_at=at,
        seen_at=at,
        address=address(),
        agent=(request.user_agent.string or "")[:LONGEST_AGENT],
        proved_at=at if way.proves else None,
    )
    session.add(row)
    actor = Actor(account.person_id, account.id, account.school_id, session=row.id)
    subject = {"address": row.address, "agent": row.agent, "way": way.value}
    append_event(session, account.school_id, EventKind.SIGNED_IN, actor, at, subject, entropy)
    cookie.clear()
    cookie[TOKEN] = token
    return row.id


# Built once: every request of everybody asks it.
_BY_TOKEN = (
    select(
        *(AccountSession.id, AccountSession.created_at, AccountSession.seen_at),
        *(AccountSession.ended_at, AccountSession.proved_at),
        *(Account.id, Account.login, Account.person_id, Person.name, Account.active, Account.until),
        *(Account.password, Account.totp, Account.must_change, School.zone, School.policy, has_passkey()),
    )
    .join(
        Account,
        and_(Account.school_id == AccountSession.school_id, Account.id == AccountSession.account_id),
    )
    .join(Person, and_(Person.school_id == Account.school_id, Person.id == Account.person_id))
    .join(School, School.id == Account.school_id)
    .where(AccountSession.token == bindparam("token"), AccountSession.school_id == bindparam("school"))
)


def visitor_of(opened: Installation, session: Session) -> Visitor | None:
    """Whoever the request's cookie signs in; None without one, and when the session or the account has ended."""
    token, at, school = cookie.get(TOKEN), opened.clock.now(), opened.workshop.school
    if not isinstance(token, str):
        return None
    row = columns(session, _BY_TOKEN, {"token": sha256(token.encode()), "school": school}).first()
    found = _Known(*row) if row else None
    if found is None or not _lasts(found, at):
        return None
    posts = posts_of(session, school, found.person, local(at, found.zone).date())
    if at - found.seen_at >= SEEN_EVERY:
        _note_seen(opened, found.session, at)
    return _visitor(found, school, posts, _proved(found, at, opened.settings.demo))


def _note_seen(opened: Installation, which: str, at: datetime) -> None:
    """Write down that the session is in use, in a transaction of its own: every other request only looks."""
    workshop = opened.workshop
    with workshop.transaction() as session:
        session.execute(
            update(AccountSession)
            .where(AccountSession.school_id == workshop.school, AccountSession.id == which)
            .values(seen_at=at)
        )


def _lasts(found: _Known, at: datetime) -> bool:
    if found.ended_at or at - found.seen_at >= IDLE or at - found.created_at >= ABSOLUTE:
        return False
    return open_account(found, at, found.zone)


def open_account(account: Account | _Known, at: datetime, zone: str) -> bool:
    """Whether the account is in force: not blocked, its time not over."""
    return account.active and (account.until is None or local(at, zone).date() <= account.until)


def _proved(found: _Known, at: datetime, demo: bool) -> bool:
    if demo and found.password is None and not found.passkey:
        return True  # there is nothing that could be asked
    return found.proved_at is not None and at - found.proved_at < PROOF_LASTS


def _duty(found: _Known, posts: tuple[Post, ...]) -> Duty:
    if found.must_change:
        return Duty.CHANGE_PASSWORD
    demand = demanded(found.policy, {post.role for post in posts})
    if demand is Demand.PASSKEY and not found.passkey:
        return Duty.ADD_PASSKEY
    if demand is Demand.ANY and not found.passkey and found.totp is None:
        return Duty.ADD_SECOND_FACTOR
    return Duty.NONE


def _visitor(found: _Known, school: str, posts: tuple[Post, ...], proved: bool) -> Visitor:
    return Visitor(
        account=found.account,
        login=found.login,
        person=found.person,
        name=found.name,
        school=school,
        zone=found.zone,
        session=found.session,
        posts=posts,
        duty=_duty(found, posts),
        proved=proved,
    )


def open_sessions(session: Session, asking: Visitor, at: datetime) -> tuple[OpenSession, ...]:
    """The person's sessions that have not ended, the latest used first."""
    rows = session.scalars(
        select(AccountSession)
        .where(AccountSession.school_id == asking.school, AccountSession.account_id == asking.account)
        .where(AccountSession.ended_at.is_(None), AccountSession.seen_at > at - IDLE)
        .where(AccountSession.created_at > at - ABSOLUTE)
        .order_by(AccountSession.seen_at.desc(), AccountSession.id)
    )
    return tuple(OpenSession(r.id, r.created_at, r.seen_at, r.address, r.agent) for r in rows)


def end_one(session: Session, asking: Visitor, which: str, at: datetime, entropy: Entropy) -> bool:
    """End one of the person's own sessions; whether there was such a session."""
    row = session.get(AccountSession, (asking.school, which))
    if row is None or row.account_id != asking.account:
        return False
    if row.ended_at is None:
        row.ended_at = at
        append_event(
            session, asking.school, EventKind.SIGNED_OUT, asking.actor, at, {"session": which}, entropy
        )
    return True


def end_all(session: Session, account: Account, at: datetime, keep: str | None = None) -> None:
    """End every session of the account but the one to keep. The caller logs why."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.school_id == account.school_id, AccountSession.account_id == account.id)
        .where(AccountSession.ended_at.is_(None), AccountSession.id != (keep or ""))
        .values(ended_at=at)
    )
