"""Carries corrections and supplements out: an act is entered and becomes a record, what it changes is issued anew.

The act record first, period journals next (the class journal is assembled from them), the records of the year last.
What there is to do follows from the rows alone, so a run killed anywhere is finished by the next one, whatever it was
asked for; repeating the command brings nothing twice (ADR 18). Frozen rows are never touched.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.amendments.asking import open_requests, settle_requests
from records.amendments.entering import enter
from records.amendments.model import Amended, Draft
from records.amendments.reading import read_acts
from records.gradebook.tables import ClassYear
from records.log.audit import check_clock
from records.registers.kinds import RecordKind
from records.registers.record import get_record
from records.school.staff import signer_of
from records.times import local
from retention.closing import Runner, finish, the_only_run
from retention.jobs.kinds import Errand, JobKind
from retention.jobs.queue import ask
from retention.publication import publish
from retention.steps.asked import rule_of
from retention.steps.compose_act import compose_act, find_act
from retention.steps.enrol import enrol_signers
from retention.steps.reissue import is_finished, is_ready, is_stale, records_for, reissue, touched
from retention.workshop import Workshop

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
            halfway = [record.id for _, record in found if not is_ready(session, record)]
        # A record that is not signed by all is finished, and its next revision follows; one that was declined is
        # replaced as it stands.
        if halfway:
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
            signer_of(session, row, role, on) for row in rows for role in rule_of(session, row).with_any_key
        }
        enrol_signers(workshop, session, sorted(signers), at)
    finish(workshop, runner, records, at, title)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What an act would change, and the records that would be issued anew: (title, revision of today)."""

    values: tuple[Amended, ...]
    reissued: tuple[tuple[str, int], ...]


class _RehearsalError(Exception):
    """Ends a rehearsal: what it wrote is rolled back."""


def rehearse(workshop: Workshop, actor: Actor, draft: Draft, at: datetime) -> Rehearsed:
    """What `amend` would bring about, or what it would raise of the draft; nothing is stored."""
    found = Rehearsed((), ())
    with suppress(_RehearsalError), workshop.transaction() as session:
        policy, zone = workshop.policy(session), workshop.zone(session)
        entered = enter(session, actor, draft, at, policy, zone, workshop.entropy)
        act = find_act(session, workshop.school, draft.class_id, entered)
        rows = records_for(session, workshop.school, act)
        found = Rehearsed(act.values, tuple((row.title, row.revision) for _, row in rows))
        raise _RehearsalError
    return found


def ask_act(workshop: Workshop, actor: Actor, draft: Draft, requests: Collection[str], at: datetime) -> str:
    """Enter an act at its desk and have its record printed for signing; the batch. What follows, carry_on asks for.

    `requests` are those that it answers: act, record, answers and errand are one transaction. Raises as amend does.
    """
    with workshop.transaction() as session:
        check_clock(session, workshop.school, at)
    with the_only_run(workshop, draft.class_id), workshop.transaction() as session:
        policy, zone, entropy = workshop.policy(session), workshop.zone(session), workshop.entropy
        rows = open_requests(session, actor, draft.class_id, requests) if requests else ()
        act = enter(session, actor, draft, at, policy, zone, entropy)
        record = get_record(session, workshop.school, compose_act(workshop, session, draft.class_id, act))
        if rows:
            settle_requests(session, actor, rows, act, at, entropy)
        batch = ask(session, actor, [Errand(JobKind.GO_ON, record.id, record.title)], at, entropy)
    publish(workshop, at)
    return batch


def carry_on(workshop: Workshop, actor: Actor, class_id: str, batch: str, at: datetime) -> None:
    """Ask for the next revisions that the class's acts want, once what comes before them is in the archive.

    For a worker, each time a record of the class has got there. The lock on the year lets one of two do it.
    """
    with workshop.transaction() as session:
        if not read_acts(session, workshop.school, class_id):
            return
        session.get_one(ClassYear, (workshop.school, class_id), with_for_update=True)
        errands = [
            Errand(JobKind.GO_ON, record, get_record(session, workshop.school, record).title)
            for record in _wanted(workshop, session, class_id)
        ]
        if errands:
            ask(session, actor, errands, at, workshop.entropy, batch)


def _wanted(workshop: Workshop, session: Session, class_id: str) -> list[str]:
    """The revisions that can be issued now, registered: the acts first, journals next, the year last."""
    acts = read_acts(session, workshop.school, class_id)
    if not all(is_finished(get_record(session, workshop.school, act.record)) for act in acts):
        return []
    for _, kinds in _STAGES:
        found = touched(session, workshop.school, class_id, kinds)
        if not all(is_ready(session, record) for _, record in found):
            return []
        if stale := [shown for shown, record in found if is_stale(session, record)]:
            return [reissue(workshop, session, class_id, shown) for shown in stale]
    return []
