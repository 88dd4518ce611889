"""Signing in: login and password, then the second factor, in; a session or one refusal for every reason, out.

Whoever guesses learns neither whether the login exists nor which of the two was wrong, nor by the time it takes. Each
refused try is committed before the refusal is told. It renders nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import session as cookie
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor, Role
from records.errors import InputError, NotFoundError
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event
from records.school.tables import Person, School
from records.times import local
from webui.accounts import second_factor
from webui.accounts.manage import free_login
from webui.accounts.passwords import LONGEST, matches
from webui.accounts.people import everybody
from webui.accounts.posts import held_by
from webui.accounts.sessions import address, open_account, start
from webui.accounts.tables import Account
from webui.accounts.throttle import Seat, forget, locked, note_failure
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
        shut = locked(session, seat, at)
        account = find(session, seat.school, seat.login)
        digest = account.password if account and not shut else None
    # Outside any transaction: Argon2 takes its time, and on SQLite everybody would wait.
    right = matches(digest, password)
    with workshop.transaction() as session:
        account = find(session, seat.school, seat.login)
        if not right or account is None or account.password != digest or not _open(session, account, at):
            _note(opened, session, seat, account, at)
            failed = True
        else:
            failed = False
            forget(session, seat)
            if account.totp is None:
                start(session, account, at, workshop.entropy)
                return False
            cookie.clear()
            cookie[PENDING] = {"account": account.id, "until": (at + PENDING_FOR).timestamp()}
    if failed:
        raise refused()
    return True


def second_step(opened: Installation, key: SiteKey, code: str) -> None:
    """Check the second factor of whoever passed the first. Raises InputError `account.refused`."""
    workshop, at, waiting = opened.workshop, opened.clock.now(), cookie.get(PENDING)
    if not isinstance(waiting, dict) or waiting["until"] < at.timestamp():
        cookie.clear()
        raise refused()
    with workshop.transaction() as session:
        key_of_row = (workshop.school, str(waiting["account"]))
        account = session.get(Account, key_of_row, with_for_update=True)  # one code passes once
        if account is None:
            raise refused()
        # Tries of the second factor have a count of their own: the right password has just cleared the other.
        seat = Seat(workshop.school, f"{account.login} +", address())
        passed = (
            not locked(session, seat, at)
            and _open(session, account, at)
            and second_factor.passes(session, key, account, code, at)
        )
        if passed:
            forget(session, seat)
            start(session, account, at, workshop.entropy)
        else:
            _note(opened, session, seat, account, at)
    if not passed:
        raise refused()


def waiting_for_second() -> bool:
    """Whether this browser has passed the first step."""
    return PENDING in cookie


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
        start(session, _demo_account(session, person, at, workshop.entropy), at, workshop.entropy)


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


def _note(opened: Installation, session: Session, seat: Seat, account: Account | None, at: datetime) -> None:
    """Count the refused try, and log the one that locks an account's seat."""
    if note_failure(session, seat, at) and account:
        actor = Actor("site", "system", seat.school)
        subject = {"account": account.id, "address": seat.address}
        append_event(
            session, seat.school, EventKind.ACCOUNT_LOCKED, actor, at, subject, opened.workshop.entropy
        )
