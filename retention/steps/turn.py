"""One signature's turn: what is to be signed and how, and the signed file validated, staged and entered.

Whatever holds the key, a turn begins and ends here: it is taken from the catalogue, and the signature counts when the
file validates and lies in staging. A crash in between leaves an orphan in staging that the sweep removes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from records.actor import Actor, Role
from records.closing.tables import SnapshotRow
from records.digest import Json, sha256
from records.documents.assemble import count_pages
from records.documents.compose import compose
from records.documents.places import StampPlaces, stamp_places
from records.lifecycle import RequestState
from records.log.audit import EventKind, append_event
from records.moves import move
from records.registers.record import get_record
from records.school.signing_rules import rule_in
from records.times import local
from retention.staging import fetch, stage
from retention.steps.asked import (
    certificate_json,
    certificate_of,
    chain_of,
    check_key,
    check_not_declined,
    check_seen,
    current_file,
    requests_of,
    revision_of,
    turn_of,
)
from retention.steps.due import begin_turn, spelled_due
from retention.workshop import Workshop
from signing.container import ContainerSigner
from signing.credential import certificate_facts
from signing.enrolment import Held
from signing.pades import SigningOrder, sign
from signing.policy import PolicyStep, fields
from signing.power_register import check_signs
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
    """A signature to be made now: its request, those before it, the file as it stands, and the order for it.

    `power` is the number of the power of attorney under which the key was asked (ADR 36).
    """

    request: SignatureRequest
    before: tuple[SignatureRequest, ...]
    chain: tuple[PolicyStep, ...]
    pdf: bytes
    order: SigningOrder
    held: Held
    stand: Stand | None
    power: str | None = None

    @property
    def signer(self) -> str:
        """The person whose key signs."""
        return self.stand.person if self.stand else self.request.person_id


def take_turn(
    workshop: Workshop,
    record_id: str,
    person: str,
    held: Held,
    at: datetime,
    stand: Stand | None = None,
    seen: str | None = None,
) -> Turn:
    """The turn of `person` to sign the record with a key that is held there; with `seen`, on the file of that digest.

    The same `at` gives the same order. Whoever stands in signs with their own key, and the signature gives the order as
    a part of its reason. Raises StateError: sign.declined, sign.not_your_turn, sign.other_file, sign.asks_…
    """
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        asked = requests_of(session, workshop.school, record_id)
        check_not_declined(record, asked)
        if seen is not None:
            check_seen(record, asked, seen)
        request = turn_of(asked, person)
        check_key(record, request, held)
        reason = f"{record.title}. {workshop.policy(session).roles[request.role]}"
        zone = workshop.zone(session)
    if stand:
        reason = f"{reason}, по приказу {stand.order}"
    chain = chain_of(asked)
    step = chain[request.position]
    pdf = fetch(workshop.locations, current_file(record, asked))
    places = _places(workshop, record_id, pdf) if step.certifies else None
    return Turn(
        request=request,
        before=tuple(one for one in asked if one.state == RequestState.SIGNED),
        chain=chain,
        pdf=pdf,
        order=SigningOrder(step, fields(chain), reason, at, zone, places),
        held=held,
        stand=stand,
    )


def put_signature(
    workshop: Workshop,
    turn: Turn,
    signer: Signer | ContainerSigner,
    services: Services,
    account: str,
    at: datetime,
) -> None:
    """Sign, validate, stage, enter: through which account.

    Raises SigningRefusedError, SignatureInvalid, StateError power.over.
    """
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
        if turn.power:
            check_signs(session, workshop.school, turn.power, local(at, turn.order.zone).date())
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
            power=turn.power,
        )
        record = get_record(session, workshop.school, asked.record_id)
        subject |= spelled_due(begin_turn(workshop, session, record, at))
        subject |= {"power": turn.power} if turn.power else {}
        append_event(session, workshop.school, EventKind.RECORD_SIGNED, actor, at, subject, workshop.entropy)


def _places(workshop: Workshop, record_id: str, rendition: bytes) -> StampPlaces | None:
    """Where the signatures of a record are to be seen: its closing, composed from the snapshot, knows."""
    with workshop.transaction() as session:
        snapshot = json.loads(session.get_one(SnapshotRow, (workshop.school, record_id)).body)
    if not rule_in(snapshot).visible:
        return None
    # The snapshot was checked when the rendition was made of it (steps/render.py).
    return stamp_places(compose(snapshot), count_pages(rendition))
