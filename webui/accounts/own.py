"""What people do with their own account: change the password, set up the second factor, end every session.

Password and second factor change only after the present password was given; wrong ones are counted like refused
sign-ins, and the person's other sessions end. Passkeys come and go in own_passkeys.py. It renders nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from records.errors import InputError
from records.log.audit import EventKind, append_event
from webui.accounts import second_factor
from webui.accounts.passkeys import PasskeyLine, lines_of
from webui.accounts.passwords import check_strength, hash_password, matches
from webui.accounts.sessions import OpenSession, address, end_all, open_sessions
from webui.accounts.tables import Account
from webui.accounts.throttle import Seat, forget, locked, note_try
from webui.installation import Installation
from webui.secrets import read_site_key
from webui.visitor import Visitor


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """A person's ways in and open sessions."""

    has_password: bool
    has_factor: bool
    passkeys: tuple[PasskeyLine, ...]
    sessions: tuple[OpenSession, ...]


def own_account(opened: Installation, asking: Visitor) -> OwnAccount:
    """What the visitor may know of their own account."""
    with opened.workshop.transaction() as session:
        row = _row(session, asking)
        return OwnAccount(
            has_password=row.password is not None,
            has_factor=row.totp is not None,
            passkeys=lines_of(session, row.school_id, row.id),
            sessions=open_sessions(session, asking, opened.clock.now()),
        )


def change_password(opened: Installation, asking: Visitor, old: str, new: str) -> None:
    """Take a new password. Raises InputError."""
    check_present(opened, asking, old)
    if old == new:
        raise InputError("password.same", "Новый пароль должен быть другим.", "the new password must differ")
    check_strength(new, asking.login, asking.name)
    fresh = hash_password(new, opened.workshop.entropy)
    with opened.workshop.transaction() as session:
        row = _row(session, asking)
        row.password, row.password_until, row.must_change = fresh, None, False
        _tell(opened, session, asking, EventKind.PASSWORD_CHANGED)


def install_factor(
    opened: Installation, asking: Visitor, password: str, secret: str, step: int
) -> tuple[str, ...]:
    """Take this secret as second factor; its recovery codes. Raises InputError."""
    check_present(opened, asking, password)
    key = read_site_key(opened.settings.data)
    with opened.workshop.transaction() as session:
        row = _row(session, asking)
        codes = second_factor.install(session, key, row, secret, step, opened.workshop.entropy)
        _tell(opened, session, asking, EventKind.SECOND_FACTOR_CHANGED)
    return codes


def end_every_session(opened: Installation, asking: Visitor) -> None:
    """Sign out everywhere, here too."""
    at = opened.clock.now()
    with opened.workshop.transaction() as session:
        end_all(session, _row(session, asking), at)
        subject = {"session": "all"}
        kind = EventKind.SIGNED_OUT
        append_event(session, asking.school, kind, asking.actor, at, subject, opened.workshop.entropy)


def check_present(opened: Installation, asking: Visitor, password: str) -> None:
    """Raise InputError unless this is the present password. An account without one has nothing to compare with."""
    workshop, at = opened.workshop, opened.clock.now()
    seat = Seat(workshop.school, f"{asking.login} =", address())
    with workshop.transaction() as session:
        digest = _row(session, asking).password
        if digest:
            note_try(session, seat, at)
    if digest is None:
        return
    with workshop.reading() as session:
        shut = locked(session, seat, at)
    if matches(None if shut else digest, password):
        with workshop.transaction() as session:
            forget(session, seat)
        return
    raise InputError(
        "password.wrong",
        "Нынешний пароль введён неверно. После пяти неудач подождите 15 минут.",
        "the present password is not right; after five failures wait 15 minutes",
    )


def _tell(opened: Installation, session: Session, asking: Visitor, kind: EventKind) -> None:
    at = opened.clock.now()
    end_all(session, _row(session, asking), at, asking.session)
    subject = {"account": asking.account}
    append_event(session, asking.school, kind, asking.actor, at, subject, opened.workshop.entropy)


def _row(session: Session, asking: Visitor) -> Account:
    return session.get_one(Account, (asking.school, asking.account))
