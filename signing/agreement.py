"""The agreements on the use of an unqualified signature (63-ФЗ, статья 6, часть 2): whose are registered.

A person's first key needs one: without it an electronic signature of the school's authority is no signature in their
own hand. The paper itself is printed elsewhere and lies in the personnel file; a row says that it is there.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, Session, mapped_column

from records.actor import Actor
from records.db import Base
from records.errors import InputError, StateError
from records.identity import Entropy
from records.lines import one_line
from records.log.audit import EventKind, append_event
from records.school.tables import in_school

_LONGEST = 40


class KeyAgreement(Base):
    """The agreement of one person."""

    __tablename__ = "key_agreement"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str]
    agreed_on: Mapped[date]
    registered_by: Mapped[str]
    registered_at: Mapped[datetime]

    __table_args__ = (in_school("person", "person_id"),)


def agree(
    session: Session, actor: Actor, person_id: str, number: str, on: date, at: datetime, entropy: Entropy
) -> None:
    """Register a person's agreement. Raises InputError agreement.number, StateError agreement.twice."""
    words = one_line(number, _LONGEST)
    if words is None:
        raise InputError(
            "agreement.number",
            f"Укажите номер соглашения, до {_LONGEST} знаков.",
            f"give the agreement's number, up to {_LONGEST} characters",
        )
    if session.get(KeyAgreement, (actor.school, person_id)):
        raise StateError(
            "agreement.twice",
            "Соглашение этого сотрудника уже зарегистрировано.",
            "the agreement of this person is registered already",
        )
    session.add(
        KeyAgreement(
            school_id=actor.school,
            person_id=person_id,
            number=words,
            agreed_on=on,
            registered_by=actor.person,
            registered_at=at,
        )
    )
    subject = {"person": person_id, "number": words, "date": on.isoformat()}
    append_event(session, actor.school, EventKind.KEY_AGREED, actor, at, subject, entropy)
