"""One-time codes by which a person's further key is let in (R71; 63-ФЗ, статья 9: who signs is known to the school).

A code is handed over in person by the secretary, or taken by its own person with a key they have. Its digest is kept,
never the code; it is good for one key of that person, until its end. A newer code takes an unused one's place.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.actor import Actor
from records.db import Base
from records.digest import Json, sha256
from records.errors import InputError
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event
from records.school.tables import in_school
from records.sql import touch

FROM_HAND = timedelta(days=14)
FROM_KEY = timedelta(minutes=15)
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no letter is taken for another
_LIKE = str.maketrans("OILoil", "011011")
_LENGTH, _GROUP = 12, 4  # letters: 60 bits


class KeyInvitation(Base):
    """A code that lets one key of a person in. `by_key` is the certificate of the key that asked for it, if one did."""

    __tablename__ = "key_invitation"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    digest: Mapped[str]
    by_key: Mapped[str | None]
    issued_by: Mapped[str]
    issued_at: Mapped[datetime]
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (in_school("person", "person_id"),)


def invite(
    session: Session, actor: Actor, person_id: str, at: datetime, entropy: Entropy, by_key: str | None = None
) -> str:
    """A fresh code for this person, shown now and never again; their unused codes end."""
    row = KeyInvitation
    session.execute(
        delete(row).where(row.school_id == actor.school, row.person_id == person_id, row.used_at.is_(None))
    )
    code = _spelled(entropy)
    session.add(
        KeyInvitation(
            school_id=actor.school,
            id=random_id(entropy),
            person_id=person_id,
            digest=_digest(code),
            by_key=by_key,
            issued_by=actor.person,
            issued_at=at,
            until=at + (FROM_KEY if by_key else FROM_HAND),
        )
    )
    subject: dict[str, Json] = {"person": person_id, **({"certificate": by_key} if by_key else {})}
    append_event(session, actor.school, EventKind.KEY_INVITED, actor, at, subject, entropy)
    return code


def check_code(session: Session, school: str, person_id: str, code: str, at: datetime) -> str:
    """The invitation that this code of this person names. Raises InputError key.code."""
    row = KeyInvitation
    query = row.school_id == school, row.person_id == person_id, row.used_at.is_(None), row.until >= at
    asked = _digest(code)
    for found in session.query(row).where(*query):
        if secrets.compare_digest(found.digest, asked):
            return found.id
    raise _unfit()


def use_up(session: Session, school: str, invitation: str | None, at: datetime) -> None:
    """Mark the invitation as used. Raises InputError key.code when another was first, it has ended or is none."""
    row = KeyInvitation
    mine = update(row).where(row.school_id == school, row.id == invitation)
    if touch(session, mine.where(row.used_at.is_(None), row.until >= at).values(used_at=at)) != 1:
        raise _unfit()


def _unfit() -> InputError:
    return InputError(
        "key.code",
        "Код не подошёл: он другой, уже использован или его срок прошёл. Возьмите новый у секретаря.",
        "the code does not fit: it is another one, was used, or is too old; ask the secretary for a new one",
    )


def _spelled(entropy: Entropy) -> str:
    letters = "".join(_LETTERS[octet % len(_LETTERS)] for octet in entropy.token(_LENGTH))
    return "-".join(letters[place : place + _GROUP] for place in range(0, _LENGTH, _GROUP))


def _digest(code: str) -> str:
    plain = "".join(sign for sign in code.translate(_LIKE).upper() if sign.isalnum())
    return sha256(f"letopis key code {plain}".encode())
