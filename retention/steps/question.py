"""Signs with a key that only its owner has: the octets to be signed are asked of it, its answer is put into the file.

A question binds record, position, file, order, certificate, person, account and 15 minutes; its answer is taken once,
and only a signature of that certificate's key over those very octets. The worker that puts it into the file prepares
the same octets anew (signing/remote.py): what changed meanwhile refuses itself. Certificate and revocation are asked
three times: when the question is put, when it is answered, and when the file is made.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from sqlalchemy.orm import Session

from records.actor import Actor
from records.errors import StateError
from records.identity import random_id
from retention.steps.turn import Stand, Turn, put_signature, take_turn
from retention.workshop import Workshop
from signing.certification import from_webcrypto
from signing.enrolment import Certificate, own_key
from signing.errors import SigningRefusedError
from signing.question import SigningQuestion
from signing.remote import Answer, check_answer, to_be_signed
from signing.services import services_at

LASTS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Question:
    """What a key has to sign for one record: `asked`, DER of the signed attributes."""

    id: str
    asked: bytes


def put_question(
    workshop: Workshop, actor: Actor, sha256: str, record: str, file: str, order: str, at: datetime
) -> Question:
    """Ask the actor's key with this certificate to sign the record's file of that digest; `order` when in place.

    Raises StateError (sign.not_your_turn, sign.other_file), NotFoundError (key.unknown), SigningRefusedError.
    """
    # As the catalogue gives it back, so that the answer finds the same order.
    at = at.astimezone(UTC).replace(microsecond=0)
    with workshop.reading() as session:
        certificate = own_key(session, actor, sha256)
        _check_holds(workshop, certificate, at)
    stand = Stand(actor.person, order) if actor.on_behalf_of else None
    turn = take_turn(workshop, record, actor.on_behalf_of or actor.person, at, stand, file)
    asked = to_be_signed(
        turn.pdf, turn.order, certificate.x509(), _issuers(workshop), services_at(workshop.authority, at)
    )
    question = Question(random_id(workshop.entropy), asked)
    with workshop.transaction() as session:
        session.add(_row(actor, turn, file, certificate.sha256, question))
    return question


def _row(actor: Actor, turn: Turn, file: str, certificate: str, question: Question) -> SigningQuestion:
    return SigningQuestion(
        school_id=actor.school,
        id=question.id,
        record_id=turn.request.record_id,
        position=turn.request.position,
        person_id=actor.person,
        account_id=actor.account,
        certificate=certificate,
        file=file,
        asked=base64.b64encode(question.asked).decode(),
        asked_at=turn.order.at,
        until=turn.order.at + LASTS,
        asked_of=turn.request.person_id,
        order_no=turn.stand.order if turn.stand else None,
    )


def take_answers(
    workshop: Workshop, session: Session, actor: Actor, answers: Mapping[str, bytes], at: datetime
) -> list[SigningQuestion]:
    """Keep the signatures (as browsers write them), by question; all of them or none.

    Raises StateError sign.question (unknown, of another person or account, too old, answered),
    SigningRefusedError (signing.wrong_answer, signing.browser_signature, signing.key_revoked).
    """
    taken = []
    for which, signature in answers.items():
        row = session.get(SigningQuestion, (workshop.school, which), with_for_update=True)
        if row is None or not _is_open(row, actor, at):
            raise StateError(
                "sign.question",
                "Вопрос ключу устарел, уже отвечен или задан не вам: ничего не подписано. Подпишите заново.",
                "the question to the key is too old, was answered, or is not yours; nothing was signed, sign again",
            )
        certificate = session.get_one(Certificate, (workshop.school, row.certificate))
        _check_holds(workshop, certificate, at)
        der = from_webcrypto(signature)
        check_answer(certificate.x509(), base64.b64decode(row.asked), der)
        row.signature, row.answered_at = base64.b64encode(der).decode(), at
        taken.append(row)
    return taken


def _is_open(row: SigningQuestion, actor: Actor, at: datetime) -> bool:
    mine = (row.person_id, row.account_id) == (actor.person, actor.account)
    return mine and row.answered_at is None and row.asked_at <= at <= row.until


def put_answer(workshop: Workshop, which: str, at: datetime) -> None:
    """Put the answer of a question into the file, validate it and enter the signature.

    Raises StateError (sign.not_your_turn, sign.other_file), SigningRefusedError, SignatureInvalid.
    """
    with workshop.reading() as session:
        row = session.get_one(SigningQuestion, (workshop.school, which))
        certificate = session.get_one(Certificate, (workshop.school, row.certificate))
        _check_holds(workshop, certificate, at)
    stand = Stand(row.person_id, row.order_no or "") if row.asked_of != row.person_id else None
    turn = take_turn(workshop, row.record_id, row.asked_of, row.asked_at, stand, row.file)
    asked, signature = base64.b64decode(row.asked), base64.b64decode(row.signature or "")
    answer = Answer(certificate.x509(), _issuers(workshop), asked, signature)
    services = services_at(workshop.authority, row.asked_at, at)
    put_signature(workshop, turn, answer, services, row.account_id, at)


def _issuers(workshop: Workshop) -> tuple[x509.Certificate, ...]:
    return (workshop.authority.root,)


def _check_holds(workshop: Workshop, certificate: Certificate, at: datetime) -> None:
    """Raise SigningRefusedError when one may not sign with this certificate at `at`."""
    if certificate.holds_at(at) and not workshop.authority.is_revoked(certificate.x509(), at):
        return
    raise SigningRefusedError(
        "signing.key_revoked",
        f"Ключ «{certificate.label}» отозван или срок его сертификата прошёл: подписывать им нельзя.",
        f"the key '{certificate.label}' was revoked or its certificate has expired; nothing can be signed with it",
    )
