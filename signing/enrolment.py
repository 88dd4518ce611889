"""Certificates registered to people, entered once in the catalogue and the log.

A key lies on the server (demo installations), in the browser of its owner or on their token, or in the owner's own
program with a qualified certificate of an outside authority; of all but the first the catalogue keeps the certificate,
since nothing else here does. A crash after issuing a server's key leaves a credential in the authority's folder that
the next try finds, enters and logs. It signs no document.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.actor import Actor
from records.db import Base
from records.errors import NotFoundError, StateError
from records.identity import Entropy
from records.log.audit import EventKind, append_event
from records.school.signing_rules import AskedKey
from records.school.tables import Person, in_school
from signing.authority import SchoolAuthority
from signing.credential import certificate_facts, facts


class Held(StrEnum):
    """Where the private key of a certificate is."""

    SERVER = "server"
    BROWSER = "browser"
    TOKEN = "token"  # noqa: S105  # a thing, no secret
    QUALIFIED = "qualified"  # an outside authority's certificate; the key is in its owner's program


# Where a key may be that is good enough for a signature which asks for one (ADR 37).
GOOD: Final[Mapping[AskedKey, frozenset[Held]]] = {
    AskedKey.ANY: frozenset(Held),
    AskedKey.OWN: frozenset(Held) - {Held.SERVER},
    AskedKey.QUALIFIED: frozenset({Held.QUALIFIED}),
}


class Certificate(Base):
    """A certificate registered to a person. The private key is not here; `held` says where it is.

    Of its owner's own key the row has the certificate itself (DER in base 64) and the words that tell it from others.
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
        """The certificate of its owner's own key."""
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
    held: Held = Held.SERVER,
    label: str | None = None,
) -> Certificate:
    """Enter a certificate and its event; one of its owner's own key has a `label`.

    Raises StateError key.certified: of our authority a key is certified once, since serial numbers follow from keys
    (RFC 5280, 4.1.2.2).
    """
    known = certificate_facts(certificate)
    if held is not Held.QUALIFIED:
        _check_fresh(session, actor.school, known.serial)
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
        der=None
        if held is Held.SERVER
        else base64.b64encode(certificate.public_bytes(Encoding.DER)).decode(),
    )
    session.add(row)
    subject = {"person": person_id, "certificate": known.sha256}
    if label is not None:
        subject |= {"held": held.value, "label": label}
    kind = EventKind.CERTIFICATE_REGISTERED if held is Held.QUALIFIED else EventKind.CERTIFICATE_ISSUED
    append_event(session, actor.school, kind, actor, at, subject, entropy)
    return row


def _check_fresh(session: Session, school: str, serial: str) -> None:
    row = Certificate
    ours = row.school_id == school, row.serial == serial, row.held != Held.QUALIFIED
    if session.scalars(select(row.sha256).where(*ours)).first() is not None:
        raise StateError(
            "key.certified",
            "Сертификат этого ключа уже выпущен. Для нового создайте новый ключ, на токене — с другой меткой (--key).",
            "this key has its certificate already; make a new key for a new one, on a token with another --key",
        )


def keys_of(session: Session, school: str, person_id: str) -> Sequence[Certificate]:
    """The certificates of a person's own keys, wherever they are but here, the newest first."""
    row = Certificate
    query = select(row).where(row.school_id == school, row.person_id == person_id, row.held != Held.SERVER)
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
    """From `at` nothing is signed with these certificates, those that it was; how many that were (RFC 5280, 5.3).

    Ours are revoked; an outside authority's ends here alone, since only that authority can revoke it. The authority's
    list comes first: after a crash a certificate may be on it and not be marked, never the reverse.
    """
    due = [one for one in certificates if one.revoked_at is None]
    ours = [one for one in due if one.held != Held.QUALIFIED]
    authority.revoke_serials([int(one.serial, 16) for one in ours], at)
    for one in due:
        one.revoked_at, one.revoked_why = at, why
        subject = {"person": one.person_id, "certificate": one.sha256, "reason": why}
        kind = EventKind.CERTIFICATE_REVOKED if one in ours else EventKind.CERTIFICATE_ENDED
        append_event(session, actor.school, kind, actor, at, subject, entropy)
    return len(due)


def own_key(session: Session, actor: Actor, sha256: str, *held: Held) -> Certificate:
    """The certificate of one of the actor's own keys, of one of these kinds or any. Raises NotFoundError."""
    row = session.get(Certificate, (actor.school, sha256))
    kinds = held or (Held.BROWSER, Held.TOKEN, Held.QUALIFIED)
    if row is None or row.person_id != actor.person or row.held not in kinds:
        raise NotFoundError("key.unknown", "Такого ключа подписи у вас нет.", "you have no such signing key")
    return row


def qualified_among(session: Session, school: str, certificates: Iterable[object]) -> dict[str, bool]:
    """Of these certificates (SHA-256) the ones on record, and whether each is a qualified one."""
    row = Certificate
    query = select(row.sha256, row.held).where(
        row.school_id == school, row.sha256.in_(map(str, certificates))
    )
    return {sha256: held == Held.QUALIFIED for sha256, held in session.execute(query)}
