"""One signature's turn: what is to be signed and how, and the signed file validated, staged and entered.

Whatever holds the key, a turn begins and ends here: it is taken from the catalogue, and the signature counts when the
file validates and lies in staging. A crash in between leaves an orphan in staging that the sweep removes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from records.actor import Actor, Role
from records.closing.tables import SnapshotRow
from records.digest import Json, sha256
from records.documents.assemble import count_pages
from records.documents.compose import compose
from records.documents.places import StampPlaces, stamp_places
from records.errors import StateError
from records.lifecycle import RequestState
from records.log.audit import EventKind, append_event
from records.moves import move
from records.registers.kinds import RecordKind
from records.registers.record import get_record
from retention.staging import fetch, stage
from retention.steps.asked import (
    certificate_json,
    certificate_of,
    check_seen,
    current_file,
    next_of,
    requests_of,
    revision_of,
)
from retention.workshop import Workshop
from signing.credential import certificate_facts
from signing.pades import SigningOrder, sign
from signing.policy import PolicyStep, fields, steps
from signing.report import Revision, expect
from signing.request import SignatureRequest
from signing.services import Services
from signing.signer import Signer
from signing.trust import trust_from_pem
from signing.validate import validate


@dataclass(frozen=True, slots=True)
class Stand:
    """Who signs in the place of the one who was asked, and the order that says so (R73)."""

    person: str
    order: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A signature to be made now: its request, those before it, the file as it stands, and the order for it."""

    request: SignatureRequest
    before: tuple[SignatureRequest, ...]
    chain: tuple[PolicyStep, ...]
    pdf: bytes
    order: SigningOrder
    stand: Stand | None

    @property
    def signer(self) -> str:
        """The person whose key signs."""
        return self.stand.person if self.stand else self.request.person_id


def take_turn(
    workshop: Workshop,
    record_id: str,
    person: str,
    at: datetime,
    stand: Stand | None = None,
    seen: str | None = None,
) -> Turn:
    """The turn of `person` to sign the record; with `seen`, on the file of that digest. The same `at`, the same order.

    Whoever stands in signs with their own key, and the signature gives the order as a part of its reason.
    Raises StateError: sign.not_your_turn, sign.other_file.
    """
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        asked = requests_of(session, workshop.school, record_id)
        if seen is not None:
            check_seen(record, asked, seen)
        request = _turn(asked, person)
        reason = f"{record.title}. {workshop.policy(session).roles[request.role]}"
        zone = workshop.zone(session)
    if stand:
        reason = f"{reason}, по приказу {stand.order}"
    chain = steps(RecordKind(record.kind))
    step = chain[request.position]
    pdf = fetch(workshop.locations, current_file(record, asked))
    places = _places(workshop, record_id, pdf) if step.certifies else None
    return Turn(
        request=request,
        before=tuple(one for one in asked if one.state == RequestState.SIGNED),
        chain=chain,
        pdf=pdf,
        order=SigningOrder(step, fields(chain), reason, at, zone, places),
        stand=stand,
    )


def put_signature(
    workshop: Workshop, turn: Turn, signer: Signer, services: Services, account: str, at: datetime
) -> None:
    """Sign, validate, stage, enter: through which account. Raises SigningRefusedError, SignatureInvalid."""
    signed = sign(turn.pdf, turn.order, signer, services)
    digest, certificate = sha256(signed), certificate_facts(signer.certificate)
    expected = expect(
        turn.chain,
        [*map(certificate_of, turn.before), certificate.sha256],
        [*map(revision_of, turn.before), Revision(digest, len(signed))],
    )
    validate(signed, expected, trust_from_pem(workshop.authority.trust_pem()), at)
    stage(workshop.locations, signed)
    asked, stand = turn.request, turn.stand
    actor = Actor(turn.signer, account, workshop.school, asked.person_id if stand else None)
    subject: dict[str, Json] = {
        "record": asked.record_id,
        "role": Role(asked.role).value,
        "level": turn.order.step.level.value,
        "certificate": certificate.sha256,
        "revision": digest,
        **({"order": stand.order} if stand else {}),
    }
    with workshop.transaction() as session:
        move(
            session,
            SignatureRequest,
            {"school_id": workshop.school, "record_id": asked.record_id, "position": asked.position},
            RequestState.WAITING,
            RequestState.SIGNED,
            signed_at=at,
            certificate=certificate_json(certificate),
            revision_sha256=digest,
            revision_size=len(signed),
            signed_by=stand.person if stand else None,
            order_no=stand.order if stand else None,
        )
        append_event(session, workshop.school, EventKind.RECORD_SIGNED, actor, at, subject, workshop.entropy)


def _turn(asked: Sequence[SignatureRequest], person: str) -> SignatureRequest:
    turn = next_of(asked)
    if turn is None or turn.person_id != person:
        raise StateError(
            "sign.not_your_turn",
            "Сейчас не ваша очередь подписывать этот документ.",
            "it is not your turn to sign this record",
        )
    return turn


def _places(workshop: Workshop, record_id: str, rendition: bytes) -> StampPlaces:
    """Where the signatures of a record are to be seen: its closing, composed from the snapshot, knows."""
    with workshop.transaction() as session:
        snapshot = session.get_one(SnapshotRow, (workshop.school, record_id)).body
    # The snapshot was checked when the rendition was made of it (steps/render.py).
    return stamp_places(compose(json.loads(snapshot)), count_pages(rendition))
