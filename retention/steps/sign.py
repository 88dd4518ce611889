"""Asks for signatures and makes them with server-held keys: rendered -> signing -> (signed …) -> sealed.

The policy says who and in what order. Each signature is validated before it counts and staged before its request
moves; a crash in between leaves an orphan in staging that the sweep removes. Browser keys and tokens come
through the same requests (design.md, keys).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor, Role
from records.closing.tables import SnapshotRow
from records.digest import Json, sha256
from records.documents.assemble import count_pages
from records.documents.compose import compose
from records.documents.places import StampPlaces, stamp_places
from records.errors import StateError
from records.lifecycle import RecordState, RequestState
from records.log.audit import EventKind, append_event
from records.moves import move
from records.registers.kinds import RecordKind
from records.registers.record import get_record, move_record
from records.registers.tables import Record
from records.school.staff import signer_of
from records.times import local, rfc3339
from retention.staging import fetch, stage
from retention.workshop import Workshop
from signing.credential import CertificateFacts, facts
from signing.pades import SigningOrder, sign
from signing.policy import PolicyStep, fields, steps
from signing.report import Revision, expect
from signing.request import SignatureRequest
from signing.services import services_at
from signing.trust import trust_from_pem
from signing.validate import validate


def requests_of(session: Session, school: str, record: str) -> Sequence[SignatureRequest]:
    """A record's signature requests in the order of signing."""
    query = select(SignatureRequest).where(
        SignatureRequest.school_id == school, SignatureRequest.record_id == record
    )
    return session.scalars(query.order_by(SignatureRequest.position)).all()


def certificate_json(certificate: CertificateFacts) -> dict[str, str]:
    """The facts of a certificate as the catalogue and the class journal keep them."""
    return {
        "sha256": certificate.sha256,
        "serial": certificate.serial,
        "subject": certificate.subject,
        "not_before": rfc3339(certificate.not_before),
        "not_after": rfc3339(certificate.not_after),
    }


def submit_record(workshop: Workshop, record_id: str, at: datetime) -> None:
    """Ask everyone whom the policy names, and move the record from rendered to signing."""
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        on = local(at, workshop.zone(session)).date()
        chain = steps(RecordKind(record.kind))
        for position, step in enumerate(chain):
            session.add(
                SignatureRequest(
                    school_id=workshop.school,
                    record_id=record_id,
                    position=position,
                    role=step.role.value,
                    field=step.field,
                    level=step.level.value,
                    person_id=signer_of(session, record, step.role, on),
                    state=RequestState.WAITING.value,
                    asked_at=at,
                )
            )
        subject = {"signatures": len(chain)}
        move_record(session, workshop.actor, record, RecordState.SIGNING, at, workshop.entropy, subject)


def seal_or_sign(workshop: Workshop, record_id: str, at: datetime) -> None:
    """Make the next signature that waits; when none does, move the record from signing to sealed."""
    with workshop.transaction() as session:
        waiting = _next(requests_of(session, workshop.school, record_id))
    if waiting is None:
        _seal(workshop, record_id, at)
    else:
        sign_next(workshop, record_id, waiting.person_id, at)


def next_request(session: Session, school: str, record: str) -> SignatureRequest | None:
    """The signature that a record waits for, if it waits for one."""
    return _next(requests_of(session, school, record))


@dataclass(frozen=True, slots=True)
class Stand:
    """Who signs in the place of the one who was asked, and the order that says so (R73)."""

    person: str
    order: str


def sign_seen(
    workshop: Workshop,
    record_id: str,
    person: str,
    account: str,
    seen: str,
    at: datetime,
    stand: Stand | None = None,
) -> None:
    """Sign as sign_next does, if the file with digest `seen` is what stands to be signed. Raises StateError.

    Between the look and the signature the file changes only by a signature of another, and then it is not this
    person's turn.
    """
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        current = current_file(record, requests_of(session, workshop.school, record_id))
    if current != seen:
        raise StateError(
            "sign.other_file",
            f"«{record.title}»: это уже не тот файл, который вам показали. Откройте его заново и подпишите.",
            f"'{record.title}' is not the file that you were shown; open it again and sign",
        )
    sign_next(workshop, record_id, person, at, account, stand)


def sign_next(
    workshop: Workshop,
    record_id: str,
    person: str,
    at: datetime,
    account: str = "server-key",
    stand: Stand | None = None,
) -> None:
    """Make the signature that the record waits for, with the server-held key of `person`; through which account.

    Whoever stands in signs with their own key, and the signature gives the order as a part of its reason.

    Raises StateError when it is not that person's turn, SignatureInvalid when the result does not validate.
    """
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        asked = requests_of(session, workshop.school, record_id)
        reason = f"{record.title}. {workshop.policy(session).roles[_turn(asked, person).role]}"
        zone = workshop.zone(session)
    if stand:
        reason = f"{reason}, по приказу {stand.order}"
    turn = _turn(asked, person)
    chain = steps(RecordKind(record.kind))
    done = [request for request in asked if request.state == RequestState.SIGNED]
    credential = workshop.authority.credential(stand.person if stand else person, at)
    pdf = fetch(workshop.locations, current_file(record, asked))
    places = _places(workshop, record_id, pdf) if chain[turn.position].certifies else None
    order = SigningOrder(chain[turn.position], fields(chain), reason, at, zone, places)
    signed = sign(pdf, order, credential, services_at(workshop.authority, at))
    certificate = facts(credential)
    digest = sha256(signed)
    expected = expect(
        chain,
        [*map(certificate_of, done), certificate.sha256],
        [*map(revision_of, done), Revision(digest, len(signed))],
    )
    validate(signed, expected, trust_from_pem(workshop.authority.trust_pem()), at)
    stage(workshop.locations, signed)
    _record_signature(
        workshop, turn, account, certificate, digest, len(signed), chain[turn.position], at, stand
    )


def _places(workshop: Workshop, record_id: str, rendition: bytes) -> StampPlaces:
    """Where the signatures of a record are to be seen: its closing, composed from the snapshot, knows."""
    with workshop.transaction() as session:
        snapshot = session.get_one(SnapshotRow, (workshop.school, record_id)).body
    # The snapshot was checked when the rendition was made of it (steps/render.py).
    return stamp_places(compose(json.loads(snapshot)), count_pages(rendition))


def _record_signature(
    workshop: Workshop,
    turn: SignatureRequest,
    account: str,
    certificate: CertificateFacts,
    digest: str,
    size: int,
    step: PolicyStep,
    at: datetime,
    stand: Stand | None,
) -> None:
    asked = turn.person_id
    signer = Actor(stand.person if stand else asked, account, workshop.school, asked if stand else None)
    with workshop.transaction() as session:
        move(
            session,
            SignatureRequest,
            {"school_id": workshop.school, "record_id": turn.record_id, "position": turn.position},
            RequestState.WAITING,
            RequestState.SIGNED,
            signed_at=at,
            certificate=certificate_json(certificate),
            revision_sha256=digest,
            revision_size=size,
            signed_by=stand.person if stand else None,
            order_no=stand.order if stand else None,
        )
        subject: dict[str, Json] = {
            "record": turn.record_id,
            "role": Role(turn.role).value,
            "level": step.level.value,
            "certificate": certificate.sha256,
            "revision": digest,
            **({"order": stand.order} if stand else {}),
        }
        append_event(session, workshop.school, EventKind.RECORD_SIGNED, signer, at, subject, workshop.entropy)


def _seal(workshop: Workshop, record_id: str, at: datetime) -> None:
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        last = requests_of(session, workshop.school, record_id)[-1]
        move_record(
            session,
            workshop.actor,
            record,
            RecordState.SEALED,
            at,
            workshop.entropy,
            {"sealed": last.revision_sha256},
            sealed_sha256=last.revision_sha256,
            sealed_size=last.revision_size,
            sealed_at=last.signed_at,
        )


def _next(asked: Sequence[SignatureRequest]) -> SignatureRequest | None:
    return next((r for r in asked if r.state == RequestState.WAITING), None)


def _turn(asked: Sequence[SignatureRequest], person: str) -> SignatureRequest:
    turn = _next(asked)
    if turn is None or turn.person_id != person:
        raise StateError(
            "sign.not_your_turn",
            "Сейчас не ваша очередь подписывать этот документ.",
            "it is not your turn to sign this record",
        )
    return turn


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


def certificate_of(request: SignatureRequest) -> str | None:
    """SHA-256 of the certificate that a request was signed with, if it was."""
    return request.certificate["sha256"] if request.certificate else None


def revision_of(request: SignatureRequest) -> Revision | None:
    """The file as it was logged after that signature, if there is one."""
    if request.revision_sha256 is None or request.revision_size is None:
        return None
    return Revision(request.revision_sha256, request.revision_size)
