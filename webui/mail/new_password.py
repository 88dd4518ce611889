"""A password set by a code from a letter: the forgotten one, or the first one after an invitation.

Whoever asks with an unknown login is told the same and waits as long. The code is typed by hand, works once and only
with its login; earlier sessions end; the second factor is asked at the next sign-in as ever (ASVS 5.0 6.4.3). It
signs nobody in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor, system_actor
from records.errors import InputError, StateError
from records.log.audit import EventKind, append_event
from records.school.policy_text import SiteRule
from records.school.tables import Person, School
from webui.accounts.passwords import LONGEST, check_strength, hash_password
from webui.accounts.sessions import address, end_all, open_account
from webui.accounts.signing_in import find
from webui.accounts.tables import Account
from webui.accounts.throttle import Seat, forget, locked, note_try
from webui.installation import Installation
from webui.mail.addresses import address_of, check_post, mark_confirmed
from webui.mail.carrier import writes_letters
from webui.mail.codes import Purpose, give_code, take_code, wrong_code
from webui.mail.writing import addressee, write_about


@dataclass(frozen=True, slots=True)
class Given:
    """What the form brings."""

    login: str
    code: str
    password: str


def by_letter(opened: Installation) -> bool:
    """Whether a forgotten password may be replaced by letter here."""
    with opened.workshop.reading() as session:
        policy = session.get_one(School, opened.workshop.school).policy
    return writes_letters(opened) and policy.get(SiteRule.FORGOTTEN_PASSWORD) is not False


def ask(opened: Installation, login: str) -> None:
    """Send a code to whoever has that login, if anybody; the asker learns nothing. Raises StateError when it is off."""
    if not by_letter(opened):
        raise StateError(
            "mail.forgotten_off",
            "Письмом пароль здесь не меняют. Попросите администратора о временном.",
            "no password is changed by letter here; ask the administrator for a one-time one",
        )
    workshop, at = opened.workshop, opened.clock.now()
    seat = _seat(opened, login, "?")
    with workshop.transaction() as session:
        note_try(session, seat, at)
        account = None if locked(session, seat, at) else _in_force(session, opened, seat.login[:-2], at)
        if account:
            _send(opened, session, account, at)


def invite(opened: Installation, session: Session, actor: Actor, account: Account, at: datetime) -> str:
    """Send the account's owner a code to set a password with; the address. Raises StateError."""
    check_post(opened)
    row = address_of(session, account.school_id, account.person_id)
    if row is None or not account.active:
        raise StateError(
            "mail.no_address",
            "Приглашать некуда: адрес не указан или запись закрыта.",
            "there is nowhere to send an invitation to: no address, or the account is blocked",
        )
    entropy = opened.workshop.entropy
    code = give_code(session, row.school_id, row.person_id, Purpose.INVITATION, row.address, at, entropy)
    write_about(opened, session, addressee(row), "invitation", at, login=account.login, code=code)
    subject = {"account": account.id, "person": account.person_id}
    append_event(session, actor.school, EventKind.ACCOUNT_INVITED, actor, at, subject, entropy)
    return row.address


def set_by_code(opened: Installation, given: Given) -> None:
    """Set the password by login and code. Raises InputError `mail.code`, or what passwords.py says of the password."""
    workshop, at, seat = opened.workshop, opened.clock.now(), _seat(opened, given.login, "@")
    check_strength(given.password, seat.login[:-2])
    digest = hash_password(given.password, workshop.entropy)
    with workshop.transaction() as session:
        note_try(session, seat, at)
    with workshop.transaction() as session:
        account = _in_force(session, opened, seat.login[:-2], at)
        if account is None or locked(session, seat, at):
            raise wrong_code()
        _take(opened, session, account, given.code, at)
        # Only now: whether the password holds the name would tell a stranger whose login it is.
        check_strength(given.password, session.get_one(Person, (account.school_id, account.person_id)).name)
        account.password, account.password_until, account.must_change = digest, None, False
        end_all(session, account, at)
        forget(session, seat)


def _take(opened: Installation, session: Session, account: Account, code: str, at: datetime) -> None:
    actor = Actor(account.person_id, account.id, account.school_id)
    try:
        purpose = Purpose.FORGOTTEN
        take_code(session, actor.school, actor.person, purpose, code, at)
    except InputError:
        purpose = Purpose.INVITATION
        sent_to = take_code(session, actor.school, actor.person, purpose, code, at)
        mark_confirmed(opened, session, actor, actor.person, sent_to, at)
    subject = {"account": account.id, "by": purpose.word}
    kind, entropy = EventKind.PASSWORD_CHANGED, opened.workshop.entropy
    append_event(session, actor.school, kind, actor, at, subject, entropy)


def _send(opened: Installation, session: Session, account: Account, at: datetime) -> None:
    row = address_of(session, account.school_id, account.person_id)
    if row is None or row.confirmed_at is None:
        return
    entropy = opened.workshop.entropy
    code = give_code(session, row.school_id, row.person_id, Purpose.FORGOTTEN, row.address, at, entropy)
    write_about(opened, session, addressee(row), "forgotten", at, login=account.login, code=code)
    actor = system_actor("site", row.school_id)
    subject = {"account": account.id, "address": address()}
    append_event(session, row.school_id, EventKind.PASSWORD_FORGOTTEN, actor, at, subject, entropy)


def _seat(opened: Installation, login: str, what: str) -> Seat:
    """Asking and trying codes have counts of their own, beside that of passwords."""
    return Seat(opened.workshop.school, f"{login.strip().casefold()[:LONGEST]} {what}", address())


def _in_force(session: Session, opened: Installation, login: str, at: datetime) -> Account | None:
    account = find(session, opened.workshop.school, login)
    zone = session.get_one(School, opened.workshop.school).zone
    return account if account and open_account(account, at, zone) else None
