"""Certificates registered to people: issued by the school's authority, entered once in the catalogue and the log.

A crash after issuing leaves a credential in the authority's folder that the next try finds, enters and logs.
It signs no document.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Mapped, Session, mapped_column

from records.actor import Actor
from records.db import Base
from records.identity import Entropy
from records.log.audit import EventKind, append_event
from records.school.tables import Person, in_school
from signing.authority import SchoolAuthority
from signing.credential import facts


class Certificate(Base):
    """A certificate registered to a person. The private key is not here."""

    __tablename__ = "certificate"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    serial: Mapped[str]
    subject: Mapped[str]
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    registered_at: Mapped[datetime]

    __table_args__ = (in_school("person", "person_id"),)


def enrol(
    session: Session,
    actor: Actor,
    authority: SchoolAuthority,
    people: Iterable[str],
    at: datetime,
    entropy: Entropy,
) -> None:
    """Give each person who has no valid certificate of the school's authority one, and register it."""
    for person_id in sorted(set(people)):
        # In the order of ids: two runs at once (PostgreSQL) wait for each other and issue one certificate.
        person = session.get_one(Person, (actor.school, person_id), with_for_update={"key_share": True})
        certificate = facts(authority.issue(person_id, person.name, "", at))
        if session.get(Certificate, (actor.school, certificate.sha256)):
            continue
        session.add(
            Certificate(
                school_id=actor.school,
                sha256=certificate.sha256,
                person_id=person_id,
                serial=certificate.serial,
                subject=certificate.subject,
                not_before=certificate.not_before,
                not_after=certificate.not_after,
                registered_at=at,
            )
        )
        subject = {"person": person_id, "certificate": certificate.sha256}
        append_event(session, actor.school, EventKind.CERTIFICATE_ISSUED, actor, at, subject, entropy)
