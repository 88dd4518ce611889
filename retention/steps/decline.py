"""Declines a signature, with a reason: the record waits, and nobody signs it until it is replaced (ADR 34).

Whoever's turn it is declines, or who stands in for them by order, on the file that was shown. One transaction moves the
request and tells the log: a crash leaves both or neither. What comes of it, retention/resending.py and the acts do.
"""

from __future__ import annotations

from datetime import datetime

from records.actor import Actor
from records.digest import Json
from records.errors import InputError
from records.lifecycle import RequestState
from records.lines import one_line
from records.log.audit import EventKind, append_event, check_clock
from records.moves import move
from records.registers.record import get_record
from retention.steps.asked import check_not_declined, check_seen, requests_of, turn_of
from retention.workshop import Workshop
from signing.request import SignatureRequest

LONGEST = 500


def decline(
    workshop: Workshop, actor: Actor, record_id: str, seen: str, reason: str, at: datetime, order: str = ""
) -> None:
    """Decline the signature for which the record waits, as the actor's or in the place of whom they act for by order.

    Raises InputError (sign.reason), StateError (sign.declined, sign.not_your_turn, sign.other_file).
    """
    said = check_reason(reason)
    with workshop.transaction() as session:
        check_clock(session, workshop.school, at)
        record = get_record(session, workshop.school, record_id)
        asked = requests_of(session, workshop.school, record_id)
        check_not_declined(record, asked)
        turn = turn_of(asked, actor.on_behalf_of or actor.person)
        check_seen(record, asked, seen)
        stands = actor.on_behalf_of is not None
        move(
            session,
            SignatureRequest,
            {"school_id": workshop.school, "record_id": record_id, "position": turn.position},
            RequestState.WAITING,
            RequestState.DECLINED,
            declined_at=at,
            reason=said,
            signed_by=actor.person if stands else None,
            order_no=order if stands else None,
        )
        subject: dict[str, Json] = {
            "record": record_id,
            "role": turn.role,
            "file": seen,
            "reason": said,
            **({"order": order} if stands else {}),
        }
        kind = EventKind.RECORD_DECLINED
        append_event(session, workshop.school, kind, actor, at, subject, workshop.entropy)


def check_reason(reason: str) -> str:
    """The reason in one line. Raises InputError for none, for one that is too long or cannot be shown."""
    said = one_line(reason, LONGEST)
    if said is None:
        raise InputError(
            "sign.reason",
            f"Напишите причину словами, не длиннее {LONGEST} знаков: её прочтут те, кто будет исправлять.",
            f"give a reason in words, of at most {LONGEST} characters: whoever mends it will read it",
        )
    return said
