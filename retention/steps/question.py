"""Signs with a key that only its owner has: the octets to be signed are asked of it, its answer is put into the file.

A question binds record, position, file, order, certificate, power of attorney, person, account and 15 minutes; its
answer is taken once, and only a signature of that certificate's key over those very octets. The worker that puts it
into the file prepares the same octets anew: what changed meanwhile refuses itself. Certificate and revocation are asked
three times: when the question is put, when it is answered, and when the file is made. What differs by the kind of key
is in steps/keys.py.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from records.actor import Actor
from records.errors import StateError
from records.identity import random_id
from records.times import local
from retention.steps.keys import key_of
from retention.steps.turn import Stand, Turn, put_signature, take_turn
from retention.workshop import Workshop
from signing.enrolment import Certificate, Held, own_key
from signing.power_register import power_under
from signing.question import SigningQuestion
from signing.services import services_at

LASTS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Question:
    """What a key has to sign for one record: `asked`, or with an `algorithm` the digest that it is by it."""

    id: str
    asked: bytes
    algorithm: str = ""


def put_question(
    workshop: Workshop, actor: Actor, sha256: str, record: str, file: str, order: str, at: datetime
) -> Question:
    """Ask the actor's key with this certificate to sign the record's file of that digest; `order` when in place.

    Raises StateError (sign.not_your_turn, sign.other_file, sign.asks_…), NotFoundError (key.unknown),
    SigningRefusedError.
    """
    # As the catalogue gives it back, so that the answer finds the same order.
    at = at.astimezone(UTC).replace(microsecond=0)
    with workshop.reading() as session:
        certificate = own_key(session, actor, sha256)
    key = key_of(workshop, certificate)
    key.check_holds(at)
    stand = Stand(actor.person, order) if actor.on_behalf_of else None
    person = actor.on_behalf_of or actor.person
    turn = take_turn(workshop, record, person, Held(certificate.held), at, stand, file)
    asked = key.ask(turn)
    question = Question(random_id(workshop.entropy), asked.octets, asked.algorithm)
    with workshop.transaction() as session:
        turn = replace(turn, power=_power(session, certificate, turn))
        session.add(_row(actor, turn, file, certificate.sha256, question))
    return question


def _power(session: Session, certificate: Certificate, turn: Turn) -> str | None:
    """The number of the power of attorney that a qualified certificate signs under that day, if there is one."""
    if turn.held is not Held.QUALIFIED:
        return None
    day = local(turn.order.at, turn.order.zone).date()
    power = power_under(session, certificate.school_id, turn.signer, certificate.x509(), day)
    return power.number if power else None


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
        power=turn.power,
    )


def take_answers(
    workshop: Workshop, session: Session, actor: Actor, answers: Mapping[str, bytes], at: datetime
) -> list[SigningQuestion]:
    """Keep the signatures (as browsers or other programs write them), by question; all of them or none.

    Raises StateError sign.question (unknown, of another person or account, too old, answered),
    SigningRefusedError (signing.wrong_answer, signing.browser_signature, signing.key_revoked).
    """
    taken = []
    for which, answer in answers.items():
        row = _get_open(session, actor, which, at)
        key = key_of(workshop, _certificate(session, row))
        key.check_holds(at)
        kept = key.take(base64.b64decode(row.asked), answer, row.asked_at)
        row.signature, row.answered_at = base64.b64encode(kept).decode(), at
        taken.append(row)
    return taken


def _get_open(session: Session, actor: Actor, which: str, at: datetime) -> SigningQuestion:
    """The actor's open question of that id, locked. Raises StateError sign.question."""
    row = session.get(SigningQuestion, (actor.school, which), with_for_update=True)
    if row is None or not _is_open(row, actor, at):
        raise StateError(
            "sign.question",
            "Вопрос ключу устарел, уже отвечен или задан не вам: ничего не подписано. Подпишите заново.",
            "the question to the key is too old, was answered, or is not yours; nothing was signed, sign again",
        )
    return row


def _is_open(row: SigningQuestion, actor: Actor, at: datetime) -> bool:
    mine = (row.person_id, row.account_id) == (actor.person, actor.account)
    return mine and row.answered_at is None and row.asked_at <= at <= row.until


def put_answer(workshop: Workshop, which: str, at: datetime) -> None:
    """Put the answer of a question into the file, validate it and enter the signature.

    Raises StateError (sign.not_your_turn, sign.other_file, power.over), SigningRefusedError, SignatureInvalid.
    """
    with workshop.reading() as session:
        row = session.get_one(SigningQuestion, (workshop.school, which))
        certificate = _certificate(session, row)
    key = key_of(workshop, certificate)
    key.check_holds(at)
    turn = _turn(workshop, row, certificate)
    asked, answer = base64.b64decode(row.asked), base64.b64decode(row.signature or "")
    signer = key.answered(asked, answer, row.asked_at)
    services = services_at(workshop.authority, row.asked_at, at)
    put_signature(workshop, turn, signer, services, row.account_id, at)


def octets_asked(workshop: Workshop, actor: Actor, which: str, at: datetime) -> bytes:
    """What another program has to sign for an open question of the actor's: the whole, not its digest.

    Raises StateError (sign.question, sign.not_your_turn, sign.other_file), SigningRefusedError.
    """
    with workshop.transaction() as session:
        row = _get_open(session, actor, which, at)
        certificate = _certificate(session, row)
    key = key_of(workshop, certificate)
    key.check_holds(at)
    return key.ask(_turn(workshop, row, certificate)).whole


def _certificate(session: Session, row: SigningQuestion) -> Certificate:
    return session.get_one(Certificate, (row.school_id, row.certificate))


def _turn(workshop: Workshop, row: SigningQuestion, certificate: Certificate) -> Turn:
    """The turn that the question was put at, taken anew."""
    stand = Stand(row.person_id, row.order_no or "") if row.asked_of != row.person_id else None
    held = Held(certificate.held)
    turn = take_turn(workshop, row.record_id, row.asked_of, held, row.asked_at, stand, row.file)
    return replace(turn, power=row.power)
