"""Schedules in the database: set by people, looked at by workers, who ask for what is due.

The next moment and the job stand in one transaction: a crash leaves both or neither. Of two workers that see the same
moment the second one's compare-and-swap finds another (PostgreSQL), or it waits for the first one's end (SQLite).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.actor import Actor
from records.errors import InputError
from records.identity import Entropy
from records.log.audit import EventKind, append_event
from records.log.store import LogEvent
from records.sql import touch
from retention.jobs.queue import ask
from retention.jobs.tables import Job
from retention.schedules.kinds import DEFAULTS, ScheduleKind, Setting, errand_of
from retention.schedules.rhythm import Decision, decide, next_after, parse
from retention.schedules.tables import Schedule, ScheduleRun
from retention.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A schedule as it stands: how it is set, when it is due next, its latest runs with their jobs, newest first."""

    kind: ScheduleKind
    setting: Setting
    next_at: datetime | None
    runs: Sequence[tuple[ScheduleRun, Job]]


def schedules(session: Session, school: str, runs: int) -> tuple[Scheduled, ...]:
    """Every schedule of the school with so many of its latest runs."""
    rows = _rows(session, school)
    return tuple(_scheduled(session, school, kind, rows.get(kind.value), runs) for kind in ScheduleKind)


def _scheduled(
    session: Session, school: str, kind: ScheduleKind, row: Schedule | None, runs: int
) -> Scheduled:
    query = (
        select(ScheduleRun, Job)
        .join(Job, (Job.school_id == ScheduleRun.school_id) & (Job.id == ScheduleRun.job_id))
        .where(ScheduleRun.school_id == school, ScheduleRun.kind == kind.value)
        .order_by(ScheduleRun.due_at.desc())
        .limit(runs)
    )
    found = tuple((run, job) for run, job in session.execute(query))
    return Scheduled(kind, _setting(row) if row else DEFAULTS[kind], row.next_at if row else None, found)


def set_schedule(
    session: Session,
    actor: Actor,
    kind: ScheduleKind,
    setting: Setting,
    at: datetime,
    zone: str,
    entropy: Entropy,
) -> None:
    """Set a schedule as a person wants it; the log remembers who. Raises InputError."""
    if kind is ScheduleKind.VERIFY_SAMPLE and not 1 <= setting.share <= 100:
        raise InputError(
            "schedule.share",
            "Доля выборки — от 1 до 100 процентов.",
            "the share of a sample is 1 to 100 per cent",
        )
    row = session.get(Schedule, (actor.school, kind.value), with_for_update=True)
    if row is None:
        row = Schedule(school_id=actor.school, kind=kind.value)
        session.add(row)
    row.rhythm, row.is_on, row.share = setting.rhythm.spelled, setting.on, setting.share
    row.next_at = next_after(setting.rhythm, at, zone) if setting.on else None
    subject = {"schedule": kind.value, "rhythm": row.rhythm if setting.on else "off"}
    share = {"share": setting.share} if kind is ScheduleKind.VERIFY_SAMPLE else {}
    append_event(session, actor.school, EventKind.SCHEDULE_SET, actor, at, {**subject, **share}, entropy)


def ask_due(workshop: Workshop, at: datetime) -> int:
    """Ask for every errand whose time has come; how many."""
    with workshop.transaction() as session:
        zone, rows = workshop.zone(session), _rows(session, workshop.school)
        asked = 0
        for kind in ScheduleKind:
            row = rows.get(kind.value) or _planted(session, workshop.school, kind)
            if row is not None and row.is_on:
                asked += _ask_if_due(workshop, session, row, at, zone)
        return asked


def _ask_if_due(workshop: Workshop, session: Session, row: Schedule, at: datetime, zone: str) -> int:
    setting, planned = _setting(row), row.next_at
    decision = decide(setting.rhythm, planned, at, zone)
    if decision.next_at == planned or not _move_on(session, row, planned, decision):
        return 0
    kind = ScheduleKind(row.kind)
    if planned is None or not decision.due or not _wanted(session, workshop.school, kind):
        return 0
    try:
        with session.begin_nested():
            _ask(workshop, session, kind, setting, planned, at)
    except IntegrityError:
        return 0  # this moment had its run already, before the clock was set back
    return 1


def _ask(
    workshop: Workshop, session: Session, kind: ScheduleKind, setting: Setting, due: datetime, at: datetime
) -> None:
    errand, school = errand_of(kind, setting, workshop.entropy), workshop.school
    ask(session, workshop.actor, [errand], at, workshop.entropy)
    # Just asked for, or open already because a person asked: either way this run is that job.
    job = session.scalars(select(Job.id).where(Job.school_id == school, Job.slot == errand.slot)).one()
    session.add(ScheduleRun(school_id=school, kind=kind.value, due_at=due, asked_at=at, job_id=job))


def _move_on(session: Session, row: Schedule, planned: datetime | None, decision: Decision) -> bool:
    """Move the schedule to its next moment, unless another worker or a person has; whether it was this one."""
    unmoved = Schedule.next_at.is_(None) if planned is None else Schedule.next_at == planned
    statement = (
        update(Schedule)
        .where(Schedule.school_id == row.school_id, Schedule.kind == row.kind, unmoved)
        .where(Schedule.rhythm == row.rhythm, Schedule.is_on)
        .values(next_at=decision.next_at)
        .execution_options(synchronize_session=False)
    )
    return touch(session, statement) == 1


def _wanted(session: Session, school: str, kind: ScheduleKind) -> bool:
    """Whether there is anything to do: the tree grows only by events that wait for it."""
    if kind is not ScheduleKind.PUBLISH:
        return True
    waiting = exists().where(LogEvent.school_id == school, LogEvent.idx.is_(None))
    return bool(session.scalar(select(waiting)))


def _planted(session: Session, school: str, kind: ScheduleKind) -> Schedule | None:
    """A row with the defaults; None when another worker has just made it."""
    setting = DEFAULTS[kind]
    row = Schedule(
        school_id=school,
        kind=kind.value,
        rhythm=setting.rhythm.spelled,
        is_on=setting.on,
        share=setting.share,
        next_at=None,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return None
    return row


def _rows(session: Session, school: str) -> dict[str, Schedule]:
    rows = session.scalars(select(Schedule).where(Schedule.school_id == school)).all()
    return {row.kind: row for row in rows}


def _setting(row: Schedule) -> Setting:
    return Setting(parse(row.rhythm), row.is_on, row.share)
