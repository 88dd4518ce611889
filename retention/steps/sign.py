"""Asks for signatures and makes them with server-held keys: rendered -> signing -> (signed …) -> sealed.

The policy says who and in what order. A key that is elsewhere is asked by steps/question.py, through the same requests;
where the school's policy allows no keys on the server, that is the only way (design.md, keys).
"""

from __future__ import annotations

from datetime import datetime

from records.lifecycle import RecordState, RequestState
from records.registers.kinds import RecordKind
from records.registers.record import get_record, move_record
from records.school.staff import signer_of
from records.times import local
from retention.steps.asked import next_request, requests_of
from retention.steps.enrol import check_server_keys
from retention.steps.turn import Stand, put_signature, take_turn
from retention.workshop import Workshop
from signing.policy import steps
from signing.request import SignatureRequest
from signing.services import services_at


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
        waiting = next_request(session, workshop.school, record_id)
    if waiting is None:
        _seal(workshop, record_id, at)
    else:
        sign_next(workshop, record_id, waiting.person_id, at)


def sign_next(
    workshop: Workshop,
    record_id: str,
    person: str,
    at: datetime,
    account: str = "server-key",
    stand: Stand | None = None,
    seen: str | None = None,
) -> None:
    """Make the signature that the record waits for, with the server-held key of `person`; through which account.

    With `seen` only if the file of that digest is what stands to be signed. Raises StateError when it is not, when it
    is not that person's turn, or the school lets no key lie on the server; SignatureInvalid when the result does not
    validate.
    """
    with workshop.reading() as session:
        check_server_keys(workshop, session)
    turn = take_turn(workshop, record_id, person, at, stand, seen)
    credential = workshop.authority.credential(turn.signer, at)
    put_signature(workshop, turn, credential, services_at(workshop.authority, at), account, at)


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
