"""Runs the chain of a record: composed -> rendered -> signing -> sealed -> packed -> replicated (design.md).

Each step reads in a short transaction, works outside of any, then moves the state by compare-and-swap together
with its log event. The state in the database is the truth: a run killed at any point continues with the next
step. It knows no HTTP and no processes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from records.errors import StateError
from records.lifecycle import RecordState, RequestState
from records.registers.record import get_record
from retention.runlock import working
from retention.steps.asked import requests_of
from retention.steps.package import pack_record, replicate_record
from retention.steps.render import render_record
from retention.steps.sign import seal_or_sign, submit_record
from retention.workshop import Workshop

Step = Callable[[Workshop, str, datetime], None]

STEPS: Mapping[RecordState, Step] = {
    RecordState.COMPOSED: render_record,
    RecordState.RENDERED: submit_record,
    RecordState.SIGNING: seal_or_sign,
    RecordState.SEALED: pack_record,
    RecordState.PACKED: replicate_record,
}
_LONGEST = 64  # steps of one record, each signature being one


def state_of(workshop: Workshop, record: str) -> RecordState:
    """The state in which the database has the record. Raises NotFoundError."""
    with workshop.transaction() as session:
        return RecordState(get_record(session, workshop.school, record).state)


def advance(workshop: Workshop, record: str, at: datetime) -> RecordState:
    """Take the record one step on and return its new state. A finished record stays as it is."""
    step = STEPS.get(state_of(workshop, record))
    if step:
        # Between staging and the commit nobody may sweep.
        with working(workshop.run_lock):
            step(workshop, record, at)
    return state_of(workshop, record)


def go_on(workshop: Workshop, record: str, at: datetime) -> RecordState:
    """Take the record as far as no person is needed: to the next signature, to one that was declined, or to the end."""
    for _ in range(_LONGEST):
        if state_of(workshop, record) not in STEPS or _waits_for_a_person(workshop, record):
            return state_of(workshop, record)
        advance(workshop, record, at)
    raise _endless(record)


def _waits_for_a_person(workshop: Workshop, record: str) -> bool:
    with workshop.transaction() as session:
        asked = requests_of(session, workshop.school, record)
        return any(one.state in (RequestState.WAITING, RequestState.DECLINED) for one in asked)


def complete(workshop: Workshop, record: str, at: datetime) -> RecordState:
    """Take the record to the end of the chain. Raises whatever stops a step; what was done stays done."""
    for _ in range(_LONGEST):
        if state_of(workshop, record) not in STEPS:
            return state_of(workshop, record)
        advance(workshop, record, at)
    raise _endless(record)


def _endless(record: str) -> StateError:
    return StateError(
        "conveyor.endless",
        f"Документ {record} не доходит до хранения. Сообщите администратору.",
        f"record {record} does not reach the end of the chain; tell the administrator",
    )
