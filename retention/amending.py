"""Carries corrections and supplements out: an act is entered and becomes a record, what it changes is issued anew.

The act record first, period journals next (the class journal is assembled from them), the records of the year last.
What there is to do follows from the rows alone, so a run killed anywhere is finished by the next one, whatever it was
asked for; repeating the command brings nothing twice (ADR 18). Frozen rows are never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from records.actor import Actor
from records.amendments.entering import enter
from records.amendments.model import Draft
from records.amendments.reading import read_acts
from records.log.audit import check_clock
from records.registers.kinds import RecordKind
from records.registers.record import get_record
from records.school.staff import signer_of
from records.times import local
from retention.closing import Runner, finish, the_only_run
from retention.steps.compose_act import compose_act, find_act
from retention.steps.reissue import is_finished, is_stale, records_for, reissue, touched
from retention.workshop import Workshop
from signing.enrolment import enrol
from signing.policy import steps

# Barriers: the class journal is assembled from replicated period journals.
_STAGES = (
    ("журналы", frozenset({RecordKind.PERIOD_JOURNAL})),
    ("год", frozenset({RecordKind.CLASS_JOURNAL, RecordKind.SUMMARY_SHEET})),
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What an act brought about: its own record, and the records that show it in their latest revisions."""

    record: str
    issued: tuple[str, ...]


def amend(workshop: Workshop, runner: Runner, actor: Actor, draft: Draft, at: datetime) -> Carried:
    """Enter the act and carry it out; what an interrupted run left of an earlier one is finished before.

    Raises what rules.py raises before anything is stored, StateError when the clock is behind or another run works
    on the class.
    """
    with workshop.transaction() as session:
        check_clock(session, workshop.school, at)
    with the_only_run(workshop, draft.class_id):
        settle(workshop, runner, draft.class_id, at)
        act, record = _enter(workshop, actor, draft, at)
        settle(workshop, runner, draft.class_id, at)
        with workshop.transaction() as session:
            found = find_act(session, workshop.school, draft.class_id, act)
            issued = records_for(session, workshop.school, found)
    return Carried(record, tuple(row.id for _, row in issued))


def _enter(workshop: Workshop, actor: Actor, draft: Draft, at: datetime) -> tuple[str, str]:
    """The act and its record, in one transaction: refused or killed, it leaves nothing."""
    with workshop.transaction() as session:
        policy, zone = workshop.policy(session), workshop.zone(session)
        act = enter(session, actor, draft, at, policy, zone, workshop.entropy)
        return act, compose_act(workshop, session, draft.class_id, act)


def settle(workshop: Workshop, runner: Runner, class_id: str, at: datetime) -> None:
    """Bring every act of the class and the records that must show it to the end; nothing left to do is no work."""
    with workshop.transaction() as session:
        acts = read_acts(session, workshop.school, class_id)
        own = [get_record(session, workshop.school, act.record) for act in acts]
    if waiting := [record.id for record in own if not is_finished(record)]:
        _complete(workshop, runner, waiting, at, "акты")
    for title, kinds in _STAGES:
        with workshop.transaction() as session:
            found = touched(session, workshop.school, class_id, kinds)
        # A record that is not signed by all is never replaced: it is finished, and its next revision follows.
        if halfway := [record.id for _, record in found if not is_finished(record)]:
            _complete(workshop, runner, halfway, at, title)
        with workshop.transaction() as session:
            stale = [shown for shown, record in found if is_stale(session, record)]
            anew = [reissue(workshop, session, class_id, shown) for shown in stale]
        if anew:
            _complete(workshop, runner, anew, at, title)


def _complete(workshop: Workshop, runner: Runner, records: Sequence[str], at: datetime, title: str) -> None:
    """Give the signers certificates before workers need them, then run the chain."""
    with workshop.transaction() as session:
        on = local(at, workshop.zone(session)).date()
        rows = [get_record(session, workshop.school, record) for record in records]
        signers = {
            signer_of(session, row, step.role, on) for row in rows for step in steps(RecordKind(row.kind))
        }
        enrol(session, workshop.actor, workshop.authority, sorted(signers), at, workshop.entropy)
    finish(workshop, runner, records, at, title)


class _RehearsalError(Exception):
    """Ends a rehearsal: what it wrote is rolled back."""


def rehearse(workshop: Workshop, actor: Actor, draft: Draft, at: datetime) -> None:
    """Raise what `amend` would raise of the draft, and store nothing."""
    with suppress(_RehearsalError), workshop.transaction() as session:
        policy, zone = workshop.policy(session), workshop.zone(session)
        enter(session, actor, draft, at, policy, zone, workshop.entropy)
        raise _RehearsalError
