"""Asks for signatures and makes them with server-held keys: rendered -> signing -> (signed …) -> sealed.

The record's snapshot says who and in what order: the school's policy of the day it was composed (ADR 34). A key that is
elsewhere is asked by steps/question.py, through the same requests; where the school's policy allows no keys on the
server, that is the only way (design.md, keys).
"""

from __future__ import annotations

from datetime import datetime

from records.digest import Json
from records.lifecycle import RecordState, RequestState
from records.registers.record import get_record, move_record
from records.school.staff import signer_of
from records.times import local
from retention.steps.asked import check_not_declined, next_of, requests_of, rule_of
from retention.steps.due import last_day, spelled_due
from retention.steps.enrol import check_server_keys
from retention.steps.turn import Stand, put_signature, take_turn
from retention.workshop import Workshop
from signing.enrolment import Held
from signing.policy import steps
from signing.request import SignatureRequest
from signing.services import services_at


def submit_record(workshop: Workshop, record_id: str, at: datetime) -> None:
    """Ask everyone whom the record's snapshot names, and move the record from rendered to signing."""
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        on = local(at, workshop.zone(session)).date()
        rule, due = rule_of(session, record), last_day(workshop, session, record, at)
        chain = steps(rule.signers, rule.keys)
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
                    due=due if position == 0 else None,
                    asked_key=rule.keys.get(step.role),
                )
            )
        subject: dict[str, Json] = {"signatures": len(chain), **spelled_due(due)}
        if rule.keys:
            subject["keys"] = [step.key.value for step in chain]
        move_record(session, workshop.actor, record, RecordState.SIGNING, at, workshop.entropy, subject)


def seal_or_sign(workshop: Workshop, record_id: str, at: datetime) -> None:
    """Make the next signature that waits; when none does, move the record from signing to sealed.

    Raises StateError sign.declined.
    """
    with workshop.transaction() as session:
        asked = requests_of(session, workshop.school, record_id)
        check_not_declined(get_record(session, workshop.school, record_id), asked)
        waiting = next_of(asked)
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
    is not that person's turn, another key is asked for, or the school lets no key lie on the server; SignatureInvalid
    when the result does not validate.
    """
    with workshop.reading() as session:
        check_server_keys(workshop, session)
    turn = take_turn(workshop, record_id, person, Held.SERVER, at, stand, seen)
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
