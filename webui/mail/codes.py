"""Codes that a letter brings and a hand types: single use, short life, only the newest of a purpose counts.

Sixteen signs, 79 bits, never in an address of the site (ASVS 5.0 14.2.1). The row holds a digest. It sends nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from records.digest import sha256
from records.errors import InputError
from records.identity import Entropy, random_id
from records.sql import touch
from webui.accounts.passwords import one_time_password
from webui.mail.tables import MailCode


class Purpose(Enum):
    """What a code opens, and how long it lasts."""

    CONFIRM = ("confirm", timedelta(hours=24))
    FORGOTTEN = ("forgotten", timedelta(minutes=30))
    INVITATION = ("invitation", timedelta(days=3))

    @property
    def word(self) -> str:
        """The purpose as its row names it."""
        return self.value[0]

    @property
    def lasts(self) -> timedelta:
        """How long a code of this purpose is good."""
        return self.value[1]


def wrong_code() -> InputError:
    """The one refusal of a code: unknown, another's, used and expired read the same."""
    return InputError(
        "mail.code",
        "Код не подошёл: он действует один раз и недолго. Проверьте последнее письмо или попросите новое.",
        "the code did not fit: it works once and not for long; look at the newest letter or ask for another",
    )


def give_code(
    session: Session,
    school: str,
    person: str,
    purpose: Purpose,
    address: str,
    at: datetime,
    entropy: Entropy,
) -> str:
    """A fresh code for the person; earlier ones of that purpose are worth nothing any more."""
    session.execute(_unused(school, person, purpose).values(used_at=at))
    code = one_time_password(entropy)
    session.add(
        MailCode(
            school_id=school,
            id=random_id(entropy),
            person_id=person,
            purpose=purpose.word,
            address=address,
            digest=_digest(purpose, code),
            until=at + purpose.lasts,
        )
    )
    return code


def take_code(session: Session, school: str, person: str, purpose: Purpose, code: str, at: datetime) -> str:
    """Use the code up; the address that it was sent to. Raises InputError `mail.code`. One of two at once gets it."""
    digest = _digest(purpose, code)
    right = _unused(school, person, purpose).where(MailCode.digest == digest, MailCode.until > at)
    if touch(session, right.values(used_at=at)) != 1:
        raise wrong_code()
    found = session.scalars(
        select(MailCode.address).where(MailCode.school_id == school, MailCode.digest == digest)
    )
    return found.one()


def _unused(school: str, person: str, purpose: Purpose) -> Update:
    return update(MailCode).where(
        MailCode.school_id == school,
        MailCode.person_id == person,
        MailCode.purpose == purpose.word,
        MailCode.used_at.is_(None),
    )


def _digest(purpose: Purpose, code: str) -> str:
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return sha256(f"{purpose.word} {plain}".encode())
