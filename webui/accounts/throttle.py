"""Lock-out: tries as rows, counted by login with address, by login, and by address.

The narrow limit comes first, so that a pupil who types wrong passwords locks out a seat and not the teacher. A try is
a row, committed, before it is counted, and goes again when it was right: of tries sent at the same moment the one that
was committed last counts them all, so no more than the limit pass. It knows no account: an unknown login is locked out
just the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from webui.accounts.tables import SignInFailure

WINDOW = timedelta(minutes=15)
HERE, LOGIN, ADDRESS = 5, 30, 100


@dataclass(frozen=True, slots=True)
class Seat:
    """Who tries to sign in and from where."""

    school: str
    login: str
    address: str


def note_try(session: Session, seat: Seat, at: datetime) -> int:
    """Write a try down before anything is looked at; its number. A crash after it leaves a try that counts as wrong."""
    row = SignInFailure(school_id=seat.school, login=seat.login, address=seat.address, at=at)
    session.add(row)
    session.flush()
    return row.id


def locked(session: Session, seat: Seat, at: datetime) -> bool:
    """Whether there were too many tries in the last quarter of an hour, this one, which is noted, among them."""
    by_login, by_address = SignInFailure.login == seat.login, SignInFailure.address == seat.address
    return (
        _count(session, seat, at, by_login, by_address) > HERE
        or _count(session, seat, at, by_login) > LOGIN
        or _count(session, seat, at, by_address) > ADDRESS
    )


def locks(session: Session, seat: Seat, tried: int, at: datetime) -> bool:
    """Whether this wrong try is the one after which the seat is locked."""
    here = SignInFailure.login == seat.login, SignInFailure.address == seat.address
    return _count(session, seat, at, *here, SignInFailure.id <= tried) == HERE


def forget(session: Session, seat: Seat) -> None:
    """After a right password the tries from this seat count no more."""
    session.execute(
        delete(SignInFailure)
        .where(SignInFailure.school_id == seat.school, SignInFailure.login == seat.login)
        .where(SignInFailure.address == seat.address)
    )


def _count(session: Session, seat: Seat, at: datetime, *which: ColumnElement[bool]) -> int:
    query = select(func.count()).where(
        SignInFailure.school_id == seat.school, SignInFailure.at > at - WINDOW, *which
    )
    return session.scalar(query) or 0
