"""Certificates registered to people: issued by the school's authority, entered once in the catalogue and the log.

A key lies on the server (demo installations) or in the browser of its owner; of the latter the catalogue keeps the
certificate, since nothing else here does. A crash after issuing a server's key leaves a credential in the authority's
folder that the next try finds, enters and logs. It signs no document.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.actor import Actor
from records.db import Base
from records.errors import NotFoundError
from records.identity import Entropy
from records.log.audit import EventKind, append_event
from records.school.tables import Person, in_school
from signing.authority import SchoolAuthority
from signing.credential import certificate_facts, facts


class Held(StrEnum):
    """Where the private key of a certificate is."""

    SERVER = "server"
    BROWSER = "browser"


class Certificate(Base):
    """A certificate registered to a person. The private key is not here; `held` says where it is.

    Of a browser's key the row has the certificate itself (DER in base 64) and the words that its owner calls it by.
    """

    __tablename__ = "certificate"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    serial: Mapped[str]
    subject: Mapped[str]
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    registered_at: Mapped[datetime]
    held: Mapped[str] = mapped_column(default=Held.SERVER.value)
    label: Mapped[str | None]
    der: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    revoked_why: Mapped[str | None]

    __table_args__ = (in_school("person", "person_id"),)

    def x509(self) -> x509.Certificate:
        """The certificate of a browser's key."""
        return x509.load_der_x509_certificate(base64.b64decode(self.der or ""))

    def holds_at(self, at: datetime) -> bool:
        """Whether one may sign with it at that moment."""
        return self.revoked_at is None and self.not_before <= at <= self.not_after


def enrol(
    session: Session,
    actor: Actor,
    authority: SchoolAuthority,
    people: Iterable[str],
    at: datetime,
    entropy: Entropy,
) -> None:
    """Give each person who has no valid key on the server one, and register its certificate."""
    for person_id in sorted(set(people)):
        # In the order of ids: two runs at once (PostgreSQL) wait for each other and issue one certificate.
        person = session.get_one(Person, (actor.school, person_id), with_for_update={"key_share": True})
        issued = authority.issue(person_id, person.name, "", at)
        if session.get(Certificate, (actor.school, facts(issued).sha256)) is None:
            register(session, actor, person_id, issued.certificate, at, entropy)


def register(
    session: Session,
    actor: Actor,
    person_id: str,
    certificate: x509.Certificate,
    at: datetime,
    entropy: Entropy,
    label: str | None = None,
) -> Certificate:
    """Enter a certificate and its event; one with a `label` is of a key in a browser."""
    known, held = certificate_facts(certificate), Held.SERVER if label is None else Held.BROWSER
    row = Certificate(
        school_id=actor.school,
        sha256=known.sha256,
        person_id=person_id,
        serial=known.serial,
        subject=known.subject,
        not_before=known.not_before,
        not_after=known.not_after,
        registered_at=at,
        held=held.value,
        label=label,
        der=None if label is None else base64.b64encode(certificate.public_bytes(Encoding.DER)).decode(),
    )
    session.add(row)
    subject = {"person": person_id, "certificate": known.sha256}
    if label is not None:
        subject |= {"held": held.value, "label": label}
    append_event(session, actor.school, EventKind.CERTIFICATE_ISSUED, actor, at, subject, entropy)
    return row


def browser_keys(session: Session, school: str, person_id: str) -> Sequence[Certificate]:
    """The certificates of a person's keys in browsers, the newest first."""
    row = Certificate
    query = select(row).where(row.school_id == school, row.person_id == person_id, row.held == Held.BROWSER)
    return session.scalars(query.order_by(row.registered_at.desc(), row.sha256)).all()


def revoke(
    session: Session,
    actor: Actor,
    authority: SchoolAuthority,
    certificates: Iterable[Certificate],
    why: str,
    at: datetime,
    entropy: Entropy,
) -> int:
    """Revoke these certificates from `at`, those that are not yet; how many that were (RFC 5280, 5.3).

    The authority's list comes first: after a crash a certificate may be on it and not be marked, never the reverse.
    """
    due = [one for one in certificates if one.revoked_at is None]
    authority.revoke_serials([int(one.serial, 16) for one in due], at)
    for one in due:
        one.revoked_at, one.revoked_why = at, why
        subject = {"person": one.person_id, "certificate": one.sha256, "reason": why}
        append_event(session, actor.school, EventKind.CERTIFICATE_REVOKED, actor, at, subject, entropy)
    return len(due)


def own_key(session: Session, actor: Actor, sha256: str) -> Certificate:
    """The certificate of one of the actor's own keys in browsers. Raises NotFoundError."""
    row = session.get(Certificate, (actor.school, sha256))
    if row is None or row.person_id != actor.person or row.held != Held.BROWSER:
        raise NotFoundError("key.unknown", "Такого ключа подписи у вас нет.", "you have no such signing key")
    return row
