"""A key made in a browser or on a token becomes its owner's: code, request signed by the key, certificate (RFC 2986).

Of a browser's key in two steps, since it has to sign what the server builds: `begin` checks the code and says what to
sign, `complete` takes the signature, uses the code up and issues. Both or neither: one transaction enters certificate
and events. A browser's key that is there already lets a further one in by the same two steps: `begin_code`,
`complete_code`. A token's request comes whole, with the code under its signature: `admit`.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.actor import Actor
from records.db import Base
from records.errors import InputError, StateError
from records.identity import Entropy, random_id
from records.lines import one_line
from records.school.tables import Person, in_school
from signing.answers import signature_of
from signing.authority import SchoolAuthority
from signing.certificates import PERSON_LIFE
from signing.certification import complete_request, read_key, read_request, request_info
from signing.enrolment import Certificate, Held, own_key, register
from signing.invitation import check_code, invite, use_up
from signing.remote import check_answer

LASTS = timedelta(minutes=15)
LONGEST_LABEL = 80


class KeyRequest(Base):
    """What waits for a key's signature, in base 64.

    A certification request (`invitation_id`), one for a code (`certificate`), or, with neither, the words that a
    qualified certificate registers itself by (signing/qualified.py).
    """

    __tablename__ = "key_request"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    account_id: Mapped[str]
    invitation_id: Mapped[str | None]
    certificate: Mapped[str | None]
    info: Mapped[str]
    label: Mapped[str]
    until: Mapped[datetime]

    __table_args__ = (in_school("person", "person_id"),)


def begin(
    session: Session,
    actor: Actor,
    authority: SchoolAuthority,
    code: str,
    spki: bytes,
    label: str,
    at: datetime,
    entropy: Entropy,
) -> tuple[str, bytes]:
    """Take the code and the public key (DER); the request's id and the octets that the key has to sign.

    Raises InputError (key.code, key.label), SigningRefusedError (signing.browser_key).
    """
    words, key = _label(label), read_key(spki)
    invitation = check_code(session, actor.school, actor.person, code, at)
    person = session.get_one(Person, (actor.school, actor.person))
    info = request_info(authority.subject(person.id, person.name), key)
    request = KeyRequest(
        school_id=actor.school,
        id=random_id(entropy),
        person_id=actor.person,
        account_id=actor.account,
        invitation_id=invitation,
        info=base64.b64encode(info).decode(),
        label=words,
        until=at + LASTS,
    )
    session.add(request)
    return request.id, info


def complete(
    session: Session,
    actor: Actor,
    authority: SchoolAuthority,
    request_id: str,
    signature: bytes,
    at: datetime,
    entropy: Entropy,
) -> Certificate:
    """Take the key's signature (as browsers write it) and issue its certificate.

    Raises StateError (key.request: unknown, another person's or account's, too old, or answered already),
    InputError (key.code: used meanwhile), SigningRefusedError (signing.not_the_key, signing.browser_signature).
    """
    taken = take_request(session, actor, request_id, KeyRequest.invitation_id.is_not(None), at)
    request = complete_request(base64.b64decode(taken.info), signature_of(Held.BROWSER, signature))
    use_up(session, actor.school, taken.invitation_id, at)
    key = request.public_key()
    assert isinstance(key, EllipticCurvePublicKey)  # `begin` took no other
    certificate = authority.certify(request.subject, key, at)
    return register(session, actor, actor.person, certificate, at, entropy, Held.BROWSER, taken.label)


def admit(
    session: Session,
    actor: Actor,
    authority: SchoolAuthority,
    request: bytes,
    label: str,
    at: datetime,
    entropy: Entropy,
) -> Certificate:
    """Take the request that a token made (PEM), use its code up and issue the certificate; all or nothing.

    The name in the certificate is the register's, whatever the request says. Raises InputError (key.code, key.label),
    SigningRefusedError (signing.token_request, signing.token_key, signing.not_the_key), StateError key.certified.
    """
    words = _label(label)
    key, code = read_request(request, at + PERSON_LIFE)
    use_up(session, actor.school, check_code(session, actor.school, actor.person, code, at), at)
    person = session.get_one(Person, (actor.school, actor.person))
    certificate = authority.certify(authority.subject(person.id, person.name), key, at)
    return register(session, actor, actor.person, certificate, at, entropy, Held.TOKEN, words)


def _label(text: str) -> str:
    words = one_line(text, LONGEST_LABEL)
    if words is None:
        raise InputError(
            "key.label",
            f"Назовите ключ словами, до {LONGEST_LABEL} знаков: «Компьютер в кабинете 12».",
            f"call the key something, up to {LONGEST_LABEL} characters: 'the computer in room 12'",
        )
    return words


def begin_code(
    session: Session, actor: Actor, sha256: str, at: datetime, entropy: Entropy
) -> tuple[str, bytes]:
    """What one's own key has to sign so that it lets a further one in: the request's id and the octets.

    Raises NotFoundError (key.unknown), StateError (key.ended).
    """
    _holding(session, actor, sha256, at)
    which = random_id(entropy)
    info = f"letopis key code\n{actor.school}\n{actor.person}\n{which}\n".encode()
    request = KeyRequest(
        school_id=actor.school,
        id=which,
        person_id=actor.person,
        account_id=actor.account,
        certificate=sha256,
        info=base64.b64encode(info).decode(),
        label="",
        until=at + LASTS,
    )
    session.add(request)
    return which, info


def complete_code(
    session: Session, actor: Actor, request_id: str, signature: bytes, at: datetime, entropy: Entropy
) -> str:
    """A code for a further key, shown now and never again. Raises StateError, SigningRefusedError."""
    taken = take_request(session, actor, request_id, KeyRequest.certificate.is_not(None), at)
    certificate = _holding(session, actor, taken.certificate or "", at)
    check_answer(certificate.x509(), base64.b64decode(taken.info), signature_of(certificate.held, signature))
    return invite(session, actor, actor.person, at, entropy, certificate.sha256)


def _holding(session: Session, actor: Actor, sha256: str, at: datetime) -> Certificate:
    certificate = own_key(session, actor, sha256, Held.BROWSER)
    if not certificate.holds_at(at):
        raise StateError(
            "key.ended",
            "Этот ключ отозван, или срок его сертификата прошёл. Возьмите код у секретаря.",
            "this key was revoked or its certificate has expired; ask the secretary for a code",
        )
    return certificate


def take_request(
    session: Session, actor: Actor, request_id: str, of_kind: ColumnElement[bool], at: datetime
) -> KeyRequest:
    """The actor's own request of a kind, taken once: of two answers at the same moment one finds it.

    Raises StateError key.request.
    """
    row = KeyRequest
    mine = of_kind, row.person_id == actor.person, row.account_id == actor.account, row.until >= at
    taken = delete(row).where(row.school_id == actor.school, row.id == request_id, *mine).returning(row)
    found = session.scalars(taken, execution_options={"synchronize_session": False}).one_or_none()
    if found is None:
        raise StateError(
            "key.request",
            "Заявка на ключ устарела или уже выполнена. Начните заново.",
            "the request for a key is too old or was answered already; begin anew",
        )
    session.expunge(found)
    return found
