"""The signatures that are asked of somebody whose post another holds by now: another teacher, another director.

While the one who was asked holds the post, whoever stands in signs by order (R73); afterwards nobody can, and the
record is sent again (retention/resending.py) to those who hold the posts today. It reads only.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from records.actor import Role
from records.errors import NotFoundError
from records.gradebook.reading import people
from records.registers.tables import Record
from records.school.staff import signer_of
from retention.waiting import turns
from signing.request import SignatureRequest


@dataclass(frozen=True, slots=True)
class Succeeded:
    """A record whose turn is of somebody who does not hold the post any more: who was asked, and who holds it now."""

    record: str
    title: str
    revision: int
    role: Role
    asked: str
    holder: str


def successor(session: Session, record: Record, turn: SignatureRequest, on: date) -> str | None:
    """The id of whoever holds the post of this turn on that day, where it is another than was asked."""
    with suppress(NotFoundError):
        holder = signer_of(session, record, Role(turn.role), on)
        return holder if holder != turn.person_id else None
    return None


def succeeded(session: Session, school: str, on: date) -> tuple[Succeeded, ...]:
    """Every such turn of the school, by title."""
    rows = [
        (turn, record) for turn, record in session.execute(turns(school).order_by(Record.title, Record.id))
    ]
    found = [
        (turn, record, holder) for turn, record in rows if (holder := successor(session, record, turn, on))
    ]
    names = people(
        session, school, {person for turn, _, holder in found for person in (turn.person_id, holder)}
    )
    return tuple(
        Succeeded(
            *(record.id, record.title, record.revision, Role(turn.role)),
            *(names[turn.person_id], names[holder]),
        )
        for turn, record, holder in found
    )
