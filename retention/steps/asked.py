"""Reads the signatures that are asked of a record: in order, whose turn it is, and the file as it stands.

Rows in, answers out; steps/sign.py, turn.py and decline.py act on them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Role
from records.closing.tables import SnapshotRow
from records.errors import StateError
from records.lifecycle import RequestState
from records.moves import move
from records.registers.tables import Record
from records.school.signing_rules import AskedKey, SigningRule, rule_in
from records.times import rfc3339
from signing.credential import CertificateFacts
from signing.enrolment import GOOD, Held
from signing.policy import Level, PolicyStep, step_of
from signing.report import Revision
from signing.request import SignatureRequest


def requests_of(session: Session, school: str, record: str) -> Sequence[SignatureRequest]:
    """A record's signature requests in the order of signing."""
    query = select(SignatureRequest).where(
        SignatureRequest.school_id == school, SignatureRequest.record_id == record
    )
    return session.scalars(query.order_by(SignatureRequest.position)).all()


def rule_of(session: Session, record: Record) -> SigningRule:
    """Who is to sign a record, as its snapshot has it."""
    return rule_in(json.loads(session.get_one(SnapshotRow, (record.school_id, record.id)).body))


def chain_of(asked: Sequence[SignatureRequest]) -> tuple[PolicyStep, ...]:
    """The signatures that a record was asked with, whatever the school's policy says today (ADR 34)."""
    last = len(asked) - 1
    return tuple(
        step_of(Role(one.role), Level(one.level), one.field, place, last, one.asks)
        for place, one in enumerate(asked)
    )


def next_of(asked: Sequence[SignatureRequest]) -> SignatureRequest | None:
    """The first of a record's requests that waits; none where one was declined."""
    if declined_of(asked):
        return None
    return next((r for r in asked if r.state == RequestState.WAITING), None)


def declined_of(asked: Sequence[SignatureRequest]) -> SignatureRequest | None:
    """The signature that was declined, if one was: until the record is replaced nobody signs it."""
    return next((r for r in asked if r.state == RequestState.DECLINED), None)


def check_not_declined(record: Record, asked: Sequence[SignatureRequest]) -> None:
    """Raise StateError while a signature of the record is declined."""
    if found := declined_of(asked):
        raise StateError(
            "sign.declined",
            f"«{record.title}»: в подписи отказано ({found.reason}). Завуч исправит документ или отправит его снова.",
            f"'{record.title}' was declined ({found.reason}); the deputy head corrects it or sends it again",
        )


def turn_of(asked: Sequence[SignatureRequest], person: str) -> SignatureRequest:
    """The request whose turn it is. Raises StateError unless it is this person's."""
    turn = next_of(asked)
    if turn is None or turn.person_id != person:
        raise StateError(
            "sign.not_your_turn",
            "Сейчас не ваша очередь подписывать этот документ.",
            "it is not your turn to sign this record",
        )
    return turn


def check_key(record: Record, turn: SignatureRequest, held: Held) -> None:
    """Raise StateError unless a key that is held there is good enough for this signature (ADR 37)."""
    if held in GOOD[turn.asks]:
        return
    if turn.asks is AskedKey.QUALIFIED:
        raise StateError(
            "sign.asks_qualified",
            f"«{record.title}»: нужна квалифицированная подпись (КЭП). Зарегистрируйте свой сертификат на странице "
            "«Мои ключи подписи» и подпишите им.",
            f"'{record.title}' asks for a qualified signature; register your certificate on the page "
            "'My signing keys' and sign with it",
        )
    raise StateError(
        "sign.asks_own",
        f"«{record.title}»: нужен ключ, который хранит сам подписывающий: в браузере, на токене или КЭП. Создайте его "
        "на странице «Мои ключи подписи» и подпишите им.",
        f"'{record.title}' asks for a key that the signer holds: in a browser, on a token, or a qualified one; make "
        "it on the page 'My signing keys' and sign with it",
    )


def next_request(session: Session, school: str, record: str) -> SignatureRequest | None:
    """The signature that a record waits for, if it waits for one."""
    return next_of(requests_of(session, school, record))


def current_file(record: Record, asked: Sequence[SignatureRequest]) -> str:
    """The digest of the file as it stands: the last signed revision, or the rendition."""
    revisions = [r.revision_sha256 for r in asked if r.revision_sha256]
    digest = revisions[-1] if revisions else record.rendition_sha256
    if digest is None:
        raise StateError(
            "sign.not_rendered",
            f"Документ {record.id} ещё не напечатан.",
            f"record {record.id} is not rendered",
        )
    return digest


def check_seen(record: Record, asked: Sequence[SignatureRequest], seen: str) -> None:
    """Raise StateError when the file with digest `seen` is not what stands to be signed.

    Between the look and the signature the file changes only by a signature of another, and then it is not this
    person's turn.
    """
    if current_file(record, asked) != seen:
        raise StateError(
            "sign.other_file",
            f"«{record.title}»: это уже не тот файл, который вам показали. Откройте его заново и подпишите.",
            f"'{record.title}' is not the file that you were shown; open it again and sign",
        )


def void_requests(session: Session, record: Record) -> None:
    """Replace the requests of a record that is replaced before all had signed: nothing of them is carried over."""
    for one in requests_of(session, record.school_id, record.id):
        key: dict[str, str | int] = {"school_id": one.school_id, "record_id": one.record_id}
        key["position"] = one.position
        move(session, SignatureRequest, key, RequestState(one.state), RequestState.REPLACED)


def certificate_of(request: SignatureRequest) -> str | None:
    """SHA-256 of the certificate that a request was signed with, if it was."""
    return request.certificate["sha256"] if request.certificate else None


def revision_of(request: SignatureRequest) -> Revision | None:
    """The file as it was logged after that signature, if there is one."""
    if request.revision_sha256 is None or request.revision_size is None:
        return None
    return Revision(request.revision_sha256, request.revision_size)


def certificate_json(certificate: CertificateFacts) -> dict[str, str]:
    """The facts of a certificate as the catalogue and the class journal keep them."""
    return {
        "sha256": certificate.sha256,
        "serial": certificate.serial,
        "subject": certificate.subject,
        "not_before": rfc3339(certificate.not_before),
        "not_after": rfc3339(certificate.not_after),
    }
