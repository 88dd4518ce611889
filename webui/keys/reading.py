"""Reads what the pages of keys show: one's own keys, and of each of the staff the agreement, keys and code.

It asks no rights and changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from retention.workshop import Workshop
from signing.agreement import KeyAgreement
from signing.enrolment import Certificate, Held, keys_of
from signing.identity import named_in
from signing.invitation import KeyInvitation
from signing.power_signature import organisation_of
from webui.accounts.people import everybody
from webui.told import spelled

SOON = timedelta(days=45)  # before a certificate's end: time to let its successor in


@dataclass(frozen=True, slots=True)
class Key:
    """A person's own key: in a browser, on a token, or with a qualified certificate in another program.

    `mark` finds it there: SHA-256 of the public key in base 64, or SHA-1 of the certificate as programs show it. The
    person's numbers are those that a qualified certificate itself gives; a `personal` one names no organisation.
    """

    sha256: str
    held: Held
    label: str
    mark: str
    snils: str
    inn: str
    personal: bool
    since: datetime
    until: datetime
    revoked_at: datetime | None
    revoked_why: str | None
    holds: bool
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff: their agreement, their keys, and until when a code waits to be used."""

    person: str
    name: str
    agreement: KeyAgreement | None
    keys: tuple[Key, ...]
    code_until: datetime | None


def own_keys(workshop: Workshop, person: str, at: datetime) -> tuple[Key, ...]:
    """The person's keys, the newest first."""
    with workshop.reading() as session:
        return _keys(keys_of(session, workshop.school, person), at)


def holding_keys(workshop: Workshop, person: str, at: datetime, *held: Held) -> tuple[Key, ...]:
    """Those that one may sign with now, of these kinds or any."""
    return tuple(key for key in own_keys(workshop, person, at) if key.holds and key.held in (held or Held))


def members(workshop: Workshop, at: datetime) -> tuple[Member, ...]:
    """All the staff, by name."""
    with workshop.reading() as session:
        school, row, asked = workshop.school, Certificate, KeyInvitation
        agreed = {
            one.person_id: one
            for one in session.scalars(select(KeyAgreement).where(KeyAgreement.school_id == school))
        }
        waiting = select(asked.person_id, asked.until).where(asked.school_id == school)
        codes = dict(session.execute(waiting.where(asked.used_at.is_(None), asked.until >= at)).all())
        certificates: dict[str, list[Certificate]] = {}
        for one in session.scalars(
            select(row)
            .where(row.school_id == school, row.held != Held.SERVER.value)
            .order_by(row.registered_at.desc(), row.sha256)
        ):
            certificates.setdefault(one.person_id, []).append(one)
        return tuple(
            Member(
                person, name, agreed.get(person), _keys(certificates.get(person, ()), at), codes.get(person)
            )
            for person, name in everybody(session, school).items()
        )


def _keys(rows: Sequence[Certificate], at: datetime) -> tuple[Key, ...]:
    return tuple(_key(row, at) for row in rows)


def _key(row: Certificate, at: datetime) -> Key:
    certificate, held = row.x509(), Held(row.held)
    holds, named = row.holds_at(at), named_in(certificate)
    return Key(
        sha256=row.sha256,
        held=held,
        label=row.label or "",
        mark=_MARKS[held](certificate),
        snils=named.snils,
        inn=named.inn,
        personal=held is Held.QUALIFIED and not organisation_of(certificate),
        since=row.not_before,
        until=row.not_after,
        revoked_at=row.revoked_at,
        revoked_why=row.revoked_why,
        holds=holds,
        ends_soon=holds and row.not_after - at < SOON,
    )


def _public_key(certificate: x509.Certificate) -> str:
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return spelled(hashlib.sha256(public).digest())


def _thumbprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(SHA1()).hex().upper()  # noqa: S303  # a name in the store of certificates, no proof


_MARKS = {Held.BROWSER: _public_key, Held.TOKEN: _public_key, Held.QUALIFIED: _thumbprint}
