"""A qualified certificate becomes its owner's here: it signs words that are made once, and they name the same person.

The certificate is an outside authority's (63-ФЗ, статья 5, часть 4): its chain and revocation are asked, its surname
and given name have to be the person's, and nothing of it is kept but itself. Two steps, as for a key in a browser:
`begin` makes the words, `complete` takes the detached signature over them (CMS, RFC 5652), whichever program made it.
It issues nothing and cannot revoke: what ends here ends for this school alone.
"""

from __future__ import annotations

import base64
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from sqlalchemy import and_
from sqlalchemy.orm import Session

from records.actor import Actor
from records.digest import sha256
from records.errors import NotFoundError, StateError
from records.identity import Entropy, random_id
from records.school.tables import Person
from records.times import rfc3339
from signing.detached import readable
from signing.enrolment import Certificate, Held, register
from signing.errors import SigningRefusedError
from signing.external import check_detached
from signing.identity import check_qualified, is_named, named_in
from signing.outside import Outside
from signing.registration import LASTS, LONGEST_LABEL, KeyRequest, take_request

_IS_CHALLENGE = and_(KeyRequest.invitation_id.is_(None), KeyRequest.certificate.is_(None))


def begin_qualified(session: Session, actor: Actor, at: datetime, entropy: Entropy) -> str:
    """Make the words that a certificate of the actor's is to sign; the request's id."""
    which = random_id(entropy)
    person = session.get_one(Person, (actor.school, actor.person))
    words = (
        "Летопись: этой подписью регистрируется сертификат электронной подписи.\n"
        "letopis qualified certificate\n"
        f"{actor.school}\n{actor.person}\n{person.name}\n{which}\n{rfc3339(at)}\n"
    )
    request = KeyRequest(
        school_id=actor.school,
        id=which,
        person_id=actor.person,
        account_id=actor.account,
        info=base64.b64encode(words.encode()).decode(),
        label="",
        until=at + LASTS,
    )
    session.add(request)
    return which


def words_of_request(session: Session, actor: Actor, request_id: str, at: datetime) -> tuple[bytes, datetime]:
    """The words of the actor's open request, and until when they may be signed. Raises NotFoundError."""
    row = session.get(KeyRequest, (actor.school, request_id))
    mine = row is not None and (row.person_id, row.account_id) == (actor.person, actor.account)
    if row is None or not mine or row.until < at or row.invitation_id or row.certificate:
        raise NotFoundError(
            "key.no_words",
            "Этой регистрации нет: её срок вышел или она завершена. Начните её заново на странице «Ключи подписи».",
            "there is no such registration: its time is over or it is done; begin anew on the page 'Signing keys'",
        )
    return base64.b64decode(row.info), row.until


def complete_qualified(
    session: Session,
    actor: Actor,
    outside: Outside,
    request_id: str,
    cms: bytes,
    at: datetime,
    entropy: Entropy,
) -> Certificate:
    """Take the detached signature over the words and register the certificate that made it.

    Raises StateError (key.request, key.known), SigningRefusedError (signing.not_qualified, signing.other_person, and
    what external.check_detached and Outside.issuers_of refuse).
    """
    taken = take_request(session, actor, request_id, _IS_CHALLENGE, at)
    certificate = check_detached(cms, base64.b64decode(taken.info), taken.until - LASTS)
    person = session.get_one(Person, (actor.school, actor.person))
    with readable():  # anybody can make a certificate that calls itself whatever it likes
        check_qualified(certificate)
        outside.issuers_of(certificate, at)
        if not is_named(certificate, person.name):
            raise _other_person(certificate, person.name)
    if session.get(Certificate, (actor.school, sha256(certificate.public_bytes(Encoding.DER)))) is not None:
        raise StateError(
            "key.known",
            "Этот сертификат здесь уже зарегистрирован. Если его действие здесь прекращено, возьмите другой.",
            "this certificate is registered here already; if its use here was ended, take another one",
        )
    return register(
        session, actor, actor.person, certificate, at, entropy, Held.QUALIFIED, _label(certificate)
    )


def _other_person(certificate: x509.Certificate, name: str) -> SigningRefusedError:
    named = named_in(certificate).name or "—"
    return SigningRefusedError(
        "signing.other_person",
        f"Сертификат выдан на имя «{named}», а вы здесь «{name}»: фамилия и имя должны совпадать. "
        "Выберите свой сертификат или попросите исправить имя в списке сотрудников.",
        f"the certificate names {named!r}, and here you are {name!r}: surname and given name have to be the same; "
        "choose your own certificate or have your name among the staff corrected",
    )


def _label(certificate: x509.Certificate) -> str:
    """The authority's name: of several certificates it tells one from another, with their terms."""
    issuer = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    label = f"КЭП: {str(issuer[0].value) if issuer else certificate.issuer.rfc4514_string()}"
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
