"""The last day of a signer's turn: so many working days from the day on which it has come, by the school's policy.

Weekends and holidays are those of the policy's calendar (records/compromise/rules.py). It reminds nobody.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from records.compromise.rules import working_days_after
from records.digest import Json
from records.registers.kinds import RecordKind
from records.registers.tables import Record
from records.times import local
from retention.steps.asked import next_of, requests_of
from retention.workshop import Workshop


def last_day(workshop: Workshop, session: Session, record: Record, at: datetime) -> date | None:
    """The last day of a turn that comes at that moment; None where the school sets none."""
    policy = workshop.policy(session)
    days = policy.signatures[RecordKind(record.kind)].days
    if days is None:
        return None
    return working_days_after(policy.compromise, local(at, workshop.zone(session)).date(), days)


def spelled_due(due: date | None) -> dict[str, Json]:
    """What the log tells of it."""
    return {"due": due.isoformat()} if due else {}


def begin_turn(workshop: Workshop, session: Session, record: Record, at: datetime) -> date | None:
    """Give the next of a record's requests its last day; none is left after the last signature."""
    following = next_of(requests_of(session, record.school_id, record.id))
    if following is None:
        return None
    following.due = last_day(workshop, session, record, at)
    return following.due
