"""Closes periods and years: confirm, cut off and compose, log, then the conveyor, in stages with a barrier between.

Within a stage workers run side by side; the number of log events of a stage does not depend on their order, so
an interrupted and resumed run ends with the same snapshots at the same places in the log (ADR 0012).
It does no step itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor, Role
from records.closing.cutoff import cut_off_journal, cut_off_year
from records.errors import NotFoundError, StateError
from records.gradebook.reading import JournalKey
from records.gradebook.tables import ClassYear, Journal, JournalPeriod
from records.gradebook.year_reading import read_periods, read_year
from records.lifecycle import GONE, ClosingState, RecordState
from records.log.audit import check_clock
from records.registers.dossier import close_dossier
from records.registers.kinds import RecordKind
from records.registers.record import identity, live_record
from records.registers.tables import Record
from records.school.staff import holder
from records.school.tables import Period, SchoolClass, Subject
from records.times import local
from retention import conveyor
from retention.publication import publish
from retention.runlock import alone
from retention.staging import sweep
from retention.steps.asked import requests_of
from retention.steps.compose import compose_journal, compose_year
from retention.steps.draft import confirm_draft
from retention.steps.enrol import enrol_for
from retention.steps.reissue import check_settled
from retention.workshop import Workshop

OF_YEAR: Final = (RecordKind.CLASS_JOURNAL, RecordKind.SUMMARY_SHEET)


class Task(StrEnum):
    """What a worker can be given: the key is `journal/period` or a record id."""

    CONFIRM = "confirm"
    COMPLETE = "complete"


class Runner(Protocol):
    """Does tasks side by side, in this process or in others, and shows progress."""

    def run(self, task: Task, keys: Sequence[str], at: datetime, title: str) -> None:
        """Do the task for every key. Raises the first error after the others have finished."""
        ...


@dataclass(frozen=True, slots=True)
class Closed:
    """What a closing run brought about: the records, all of them replicated."""

    records: tuple[str, ...]


def perform(workshop: Workshop, task: Task, key: str, at: datetime) -> None:
    """One task, in whatever process."""
    if task is Task.CONFIRM:
        journal, period = key.split("/")
        confirm_draft(workshop, JournalKey(workshop.school, journal, period), at)
    else:
        conveyor.complete(workshop, key, at)


def journal_keys(
    workshop: Workshop, class_id: str, period: str, subject: str | None = None
) -> tuple[JournalKey, ...]:
    """The journals of a class in a period, in curriculum order. Raises NotFoundError when there is none."""
    query = (
        select(JournalPeriod.journal_id)
        .join(
            Journal, (Journal.school_id == JournalPeriod.school_id) & (Journal.id == JournalPeriod.journal_id)
        )
        .join(Subject, (Subject.school_id == Journal.school_id) & (Subject.id == Journal.subject_id))
        .where(JournalPeriod.school_id == workshop.school, JournalPeriod.period_id == period)
        .where(Journal.class_id == class_id)
        .order_by(Journal.position)
    )
    if subject:
        query = query.where(Subject.name == subject)
    with workshop.transaction() as session:
        found = session.scalars(query).all()
    if not found:
        raise NotFoundError(
            "journal.none",
            f"В этом классе и периоде нет журнала{f' «{subject}»' if subject else 'ов'}.",
            f"no journal{f' {subject!r}' if subject else ''} in this class and period",
        )
    return tuple(JournalKey(workshop.school, journal, period) for journal in found)


def close_period(
    workshop: Workshop, runner: Runner, keys: Sequence[JournalKey], at: datetime, reason: str | None = None
) -> Closed:
    """Take these journals' period from where it stands to replicated records.

    `reason` is the deputy head's, for what is not complete. Raises NotReadyError before anything is cut off, and
    StateError when the clock is behind the log or another run is at work. A closed period stays as it is.
    """
    with workshop.transaction() as session:
        class_id = session.get_one(Journal, (workshop.school, keys[0].journal)).class_id
        closed = _closed_already(session, keys)
        if not closed:
            check_clock(session, workshop.school, at)
    with the_only_run(workshop, class_id):
        if closed:
            return finish(workshop, runner, closed, at, _title(workshop, keys))
        return _close_period(workshop, runner, keys, at, reason)


def _closed_already(session: Session, keys: Sequence[JournalKey]) -> tuple[str, ...]:
    """The records of these journals' period when each of them is replicated: then nothing is left to be dated."""
    whats = [identity(RecordKind.PERIOD_JOURNAL, key.journal, key.period) for key in keys]
    found = [live_record(session, key.school, what) for key, what in zip(keys, whats, strict=True)]
    records = tuple(r.id for r in found if r and r.state == RecordState.REPLICATED)
    return records if len(records) == len(keys) else ()


@contextmanager
def the_only_run(workshop: Workshop, class_id: str) -> Iterator[None]:
    """Let one run at a time close a class. Raises StateError `closing.busy`; a dead run stops nobody."""
    with alone(workshop.run_lock.with_name(f"closing-{class_id}.lock")) as nobody_closes:
        if not nobody_closes:
            raise StateError(
                "closing.busy",
                "Этот класс уже закрывает другой запуск команды. Дождитесь его конца.",
                "another run is closing this class already; wait for its end",
            )
        yield


def _close_period(
    workshop: Workshop, runner: Runner, keys: Sequence[JournalKey], at: datetime, reason: str | None
) -> Closed:
    deputy, title = _enrol_signers(workshop, keys, at), _title(workshop, keys)
    if reason is None:
        open_keys = [f"{k.journal}/{k.period}" for k in keys if _state(workshop, k) is not ClosingState.CUT]
        runner.run(Task.CONFIRM, open_keys, at, f"{title}: черновики")
    records = [_cut_and_compose(workshop, deputy, key, at, reason) for key in keys]
    return finish(workshop, runner, records, at, title)


def _cut_and_compose(
    workshop: Workshop, deputy: Actor, key: JournalKey, at: datetime, reason: str | None
) -> str:
    with workshop.transaction() as session:
        return cut_and_compose(workshop, session, deputy, key, at, reason)


def cut_and_compose(
    workshop: Workshop, session: Session, deputy: Actor, key: JournalKey, at: datetime, reason: str | None
) -> str:
    """Cut off, and take the snapshot in the same transaction: nothing comes between; the record's id."""
    row = session.get_one(JournalPeriod, (key.school, key.journal, key.period), with_for_update=True)
    if row.state != ClosingState.CUT:
        cut_off_journal(session, deputy, key, at, workshop.policy(session), workshop.entropy, reason)
    return compose_journal(workshop, session, key)


def _title(workshop: Workshop, keys: Sequence[JournalKey]) -> str:
    """What the progress of these journals is called: the period's name."""
    with workshop.transaction() as session:
        return session.get_one(Period, (workshop.school, keys[0].period)).title


def close_year(workshop: Workshop, runner: Runner, class_id: str, at: datetime) -> Closed:
    """Close what is still open of a class's periods, then its year, and close its dossiers.

    Raises as close_period does.
    """
    with workshop.transaction() as session:
        check_clock(session, workshop.school, at)
    with the_only_run(workshop, class_id):
        return _close_year(workshop, runner, class_id, at)


def _close_year(workshop: Workshop, runner: Runner, class_id: str, at: datetime) -> Closed:
    with workshop.transaction() as session:
        periods = read_periods(session, workshop.school, class_id)
    records: tuple[str, ...] = ()
    for period in periods:
        keys = journal_keys(workshop, class_id, period.id)
        records += _close_period(workshop, runner, keys, at, None).records
    of_year = _cut_year(workshop, class_id, at)
    records += finish(workshop, runner, of_year, at, "год").records
    close_dossiers(workshop, class_id, at)
    publish(workshop, at)
    return Closed(records)


def close_dossiers(workshop: Workshop, class_id: str, at: datetime) -> None:
    """Close a class's dossiers when its year is cut off and all of their records are replicated; else do nothing."""
    with workshop.transaction() as session:
        # The lock lets one of two that bring the last records close them.
        year = session.get_one(ClassYear, (workshop.school, class_id), with_for_update=True)
        of_class = select(Record).where(Record.school_id == workshop.school, Record.class_id == class_id)
        records = session.scalars(of_class.where(Record.state.not_in(GONE))).all()
        if year.state != ClosingState.CUT or any(r.state != RecordState.REPLICATED for r in records):
            return
        for dossier in sorted({record.dossier_id for record in records}):
            close_dossier(session, workshop.actor, dossier, at, workshop.entropy)


def _cut_year(workshop: Workshop, class_id: str, at: datetime) -> tuple[str, ...]:
    """Cut off the year and compose its records, in one transaction."""
    with workshop.transaction() as session:
        row = session.get_one(SchoolClass, (workshop.school, class_id))
        enrol_for(workshop, session, OF_YEAR, class_id, (None,), at)
    actor = Actor(row.class_teacher_id, "server-key", workshop.school)
    with workshop.transaction() as session:
        return cut_and_compose_year(workshop, session, actor, class_id, at, None)


def cut_and_compose_year(
    workshop: Workshop, session: Session, actor: Actor, class_id: str, at: datetime, reason: str | None
) -> tuple[str, ...]:
    """Cut off a year, and take its snapshots in the same transaction; the records' ids."""
    if session.get_one(ClassYear, (workshop.school, class_id)).state != ClosingState.CUT:
        check_settled(session, workshop.school, class_id)
        content, policy = read_year(session, workshop.school, class_id), workshop.policy(session)
        cut_off_year(session, actor, content, at, policy, workshop.entropy, reason)
    return compose_year(workshop, session, class_id)


def _enrol_signers(workshop: Workshop, keys: Sequence[JournalKey], at: datetime) -> Actor:
    """Give the signers certificates before workers need them; the deputy head acts."""
    with workshop.transaction() as session:
        on = local(at, workshop.zone(session)).date()
        deputy = holder(session, workshop.school, Role.DEPUTY_HEAD, on)
        class_id = session.get_one(Journal, (workshop.school, keys[0].journal)).class_id
        journals = [key.journal for key in keys]
        enrol_for(workshop, session, (RecordKind.PERIOD_JOURNAL,), class_id, journals, at)
    return Actor(deputy, "server-key", workshop.school)


def _state(workshop: Workshop, key: JournalKey) -> ClosingState:
    with workshop.transaction() as session:
        return ClosingState(session.get_one(JournalPeriod, (key.school, key.journal, key.period)).state)


def finish(workshop: Workshop, runner: Runner, records: Sequence[str], at: datetime, title: str) -> Closed:
    """Anchor the snapshots, run the conveyor, publish what it logged, and sweep what nobody needs."""
    publish(workshop, at)
    runner.run(Task.COMPLETE, records, at, f"{title}: документы")
    publish(workshop, at)
    sweep_leftovers(workshop)
    return Closed(tuple(records))


def sweep_leftovers(workshop: Workshop) -> None:
    """Remove staged bytes that no unfinished record needs."""
    with alone(workshop.run_lock) as nobody_works:
        if nobody_works:
            sweep(workshop.locations, keep=_needed(workshop))


def _needed(workshop: Workshop) -> set[str]:
    """Digests of the staged files of unfinished records: the rendition and every signed revision."""
    done = (RecordState.REPLICATED.value, RecordState.REPLACED.value, RecordState.DESTROYED.value)
    with workshop.transaction() as session:
        unfinished = select(Record).where(Record.school_id == workshop.school, Record.state.not_in(done))
        records = session.scalars(unfinished).all()
        revisions = {
            request.revision_sha256
            for record in records
            for request in requests_of(session, workshop.school, record.id)
        }
    return {digest for digest in revisions | {r.rendition_sha256 for r in records} if digest}
