"""Signing in: login and password, then the second factor, in; a session or one refusal for every reason, out.

Whoever guesses learns neither whether the login exists nor which of the two was wrong, nor by the time it takes. Each
try is committed before anything is looked at (throttle.py). Signing in by passkey stands beside it. It renders nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import session as cookie
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Role, system_actor
from records.errors import InputError, NotFoundError
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event
from records.school.tables import Person, School
from records.times import local
from webui.accounts import second_factor
from webui.accounts.manage import free_login
from webui.accounts.passkeys import passkeys_of
from webui.accounts.passwords import LONGEST, matches
from webui.accounts.people import everybody
from webui.accounts.posts import held_by, posts_of
from webui.accounts.second_factor import Demand, demanded
from webui.accounts.sessions import Way, address, open_account, start
from webui.accounts.tables import Account
from webui.accounts.throttle import Seat, forget, locked, locks, note_try
from webui.installation import Installation
from webui.secrets import SiteKey

PENDING = "pending"
PENDING_FOR = timedelta(minutes=5)


def refused() -> InputError:
    """The one refusal of a sign-in."""
    return InputError(
        "account.refused",
        "Войти не удалось. Проверьте логин и пароль; после пяти неудач подряд подождите 15 минут. "
        "Забыли пароль — попросите администратора о временном.",
        "Signing in failed. Check login and password; after five failures wait 15 minutes. If you forgot the "
        "password, ask the administrator for a one-time one.",
    )


def first_step(opened: Installation, login: str, password: str) -> bool:
    """Check login and password; whether a second factor must still follow. Raises InputError `account.refused`."""
    workshop, at = opened.workshop, opened.clock.now()
    seat = Seat(workshop.school, login.strip().casefold()[:LONGEST], address())
    with workshop.transaction() as session:
        tried = note_try(session, seat, at)
    with workshop.reading() as session:
        shut = locked(session, seat, at)
        account = find(session, seat.school, seat.login)
        digest = account.password if account and not shut else None
    # Outside any transaction: Argon2 takes its time, and on SQLite everybody would wait.
    right = matches(digest, password)
    with workshop.transaction() as session:
        account = find(session, seat.school, seat.login)
        if not right or account is None or account.password != digest or not _open(session, account, at):
            _tell_lock(opened, session, seat, account, tried, at)
            more = None
        else:
            forget(session, seat)
            more = go_on(session, account, Way.PASSWORD, at, workshop.entropy)
    if more is None:
        raise refused()
    return more


def go_on(session: Session, account: Account, way: Way, at: datetime, entropy: Entropy) -> bool:
    """After the first step: a session; or True, when the account has a second factor that must follow."""
    if account.totp is None and not passkeys_of(session, account.school_id, account.id):
        start(session, account, way, at, entropy)
        return False
    cookie.clear()
    cookie[PENDING] = {"account": account.id, "way": way.value, "until": (at + PENDING_FOR).timestamp()}
    return True


def second_step(opened: Installation, key: SiteKey, code: str) -> None:
    """Check the second factor of whoever passed the first. Raises InputError `account.refused`."""
    workshop, at, waiting = opened.workshop, opened.clock.now(), waiting_for_second(opened)
    if waiting is None:
        cookie.clear()
        raise refused()
    with workshop.transaction() as session:
        key_of_row = (workshop.school, waiting.account)
        account = session.get(Account, key_of_row, with_for_update=True)  # one code passes once
        if account is None:
            raise refused()
        # Tries of the second factor have a count of their own: the right password has just cleared the other. The
        # row that is locked lets one of them in at a time, so that each is counted before the next is looked at.
        seat = Seat(workshop.school, f"{account.login} +", address())
        tried = note_try(session, seat, at)
        passed = (
            not locked(session, seat, at)
            and _open(session, account, at)
            and may_use_code(session, account, at)
            and second_factor.passes(session, key, account, code, at)
        )
        if passed:
            forget(session, seat)
            start(session, account, waiting.way, at, workshop.entropy)
        else:
            _tell_lock(opened, session, seat, account, tried, at)
    if not passed:
        raise refused()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose second step this browser is at, and how they passed the first."""

    account: str
    way: Way


def waiting_for_second(opened: Installation) -> Waiting | None:
    """Who has passed the first step in this browser, not too long ago; None when nobody has."""
    held = cookie.get(PENDING)
    if not isinstance(held, dict) or held["until"] < opened.clock.now().timestamp():
        return None
    return Waiting(str(held["account"]), Way(held["way"]))


def begin_anew() -> None:
    """Whoever opens the form of the sign-in is at its first step again."""
    cookie.pop(PENDING, None)


@dataclass(frozen=True, slots=True)
class SecondWays:
    """What the second step may be taken with."""

    code: bool
    passkey: bool


def second_ways(opened: Installation) -> SecondWays | None:
    """What whoever has passed the first step may go on with; None when nobody has."""
    waiting = waiting_for_second(opened)
    if waiting is None:
        return None
    with opened.workshop.reading() as session:
        account = session.get_one(Account, (opened.workshop.school, waiting.account))
        known = passkeys_of(session, account.school_id, account.id)
        return SecondWays(may_use_code(session, account, opened.clock.now()), bool(known))


def may_use_code(session: Session, account: Account, at: datetime) -> bool:
    """Whether a code will do: not where the policy wants a passkey of the person's post, and there is one."""
    school = session.get_one(School, account.school_id)
    posts = posts_of(session, school.id, account.person_id, local(at, school.zone).date())
    if demanded(school.policy, {post.role for post in posts}) is not Demand.PASSKEY:
        return True
    return not passkeys_of(session, school.id, account.id)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody whom a demo installation lets in by one click."""

    id: str
    name: str
    roles: tuple[Role, ...]


def demo_people(opened: Installation) -> tuple[DemoPerson, ...]:
    """Whom a demo installation lets in, the many teachers last; nobody anywhere else."""
    if not opened.settings.demo:
        return ()
    school = opened.workshop.school
    with opened.workshop.transaction() as session:
        today = local(opened.clock.now(), session.get_one(School, school).zone).date()
        people = everybody(session, school)
        held = held_by(session, school, people, today)
    order = (*list(Role)[2:], Role.CLASS_TEACHER, Role.TEACHER)
    found = [
        DemoPerson(person, name, tuple(role for role in order if (person, role.value) in held))
        for person, name in people.items()
    ]
    return tuple(sorted(found, key=lambda one: min(map(order.index, one.roles), default=len(order))))


def enter_demo(opened: Installation, person_id: str) -> None:
    """Sign in without a password: a demo installation only. Raises NotFoundError anywhere else."""
    workshop, at = opened.workshop, opened.clock.now()
    with workshop.transaction() as session:
        person = session.get(Person, (workshop.school, person_id))
        if not opened.settings.demo or person is None:
            raise NotFoundError("account.unknown", "Такой учётной записи нет.", "there is no such account")
        account = _demo_account(session, person, at, workshop.entropy)
        start(session, account, Way.DEMO, at, workshop.entropy)


def _demo_account(session: Session, person: Person, at: datetime, entropy: Entropy) -> Account:
    """The person's account; whoever an import brought gets one now, without a password."""
    query = select(Account).where(Account.school_id == person.school_id, Account.person_id == person.id)
    account = session.scalar(query)
    if account is None:
        account = Account(
            school_id=person.school_id,
            id=random_id(entropy),
            person_id=person.id,
            login=free_login(session, person.school_id, person.name),
            must_change=False,
            created_at=at,
        )
        session.add(account)
        session.flush()
    return account


def find(session: Session, school: str, login: str) -> Account | None:
    """The account with that login."""
    return session.scalar(select(Account).where(Account.school_id == school, Account.login == login))


def _open(session: Session, account: Account, at: datetime) -> bool:
    zone = session.get_one(School, account.school_id).zone
    in_time = account.password_until is None or at < account.password_until
    return in_time and open_account(account, at, zone)


def _tell_lock(
    opened: Installation, session: Session, seat: Seat, account: Account | None, tried: int, at: datetime
) -> None:
    """Log the wrong try that locks an account's seat."""
    if account and locks(session, seat, tried, at):
        actor = system_actor("site", seat.school)
        subject = {"account": account.id, "address": seat.address}
        append_event(
            session, seat.school, EventKind.ACCOUNT_LOCKED, actor, at, subject, opened.workshop.entropy
        )
