"""Errands in the database: asked in the transaction that makes them needed, taken by one worker, ended once.

Owns JobState. A worker that died leaves its job running in the table; the next one to look finds the dead worker's
lock free and puts the job back (runlock.py). An errand may therefore be done twice: every step is idempotent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import case, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.actor import Actor
from records.digest import Json
from records.errors import LetopisError, NotFoundError, StateError
from records.identity import Entropy, random_id
from records.lifecycle import JobState
from records.moves import move
from retention.jobs.kinds import Errand, JobKind
from retention.jobs.tables import Job

LONGEST: Final = 3  # times that a job may outlive its worker: the fourth would kill the next one too
_URGENCY = {kind.value: place for place, kind in enumerate(JobKind)}


def ask(
    session: Session,
    actor: Actor,
    errands: Iterable[Errand],
    at: datetime,
    entropy: Entropy,
    batch: str | None = None,
) -> str:
    """Ask for errands in one batch, a new one or a given one; its id. What is open already is not asked for again."""
    batch, open_batch, asked = batch or random_id(entropy), None, 0
    for errand in errands:
        try:
            with session.begin_nested():
                session.add(_row(actor, errand, batch, at, entropy))
            asked += 1
        except IntegrityError:
            open_batch = _open(session, actor.school, errand).batch
    return batch if asked or open_batch is None else open_batch


def _row(actor: Actor, errand: Errand, batch: str, at: datetime, entropy: Entropy) -> Job:
    return Job(
        school_id=actor.school,
        id=random_id(entropy),
        batch=batch,
        kind=errand.kind.value,
        key=errand.key,
        slot=errand.slot,
        title=errand.title,
        arguments=dict(errand.arguments),
        person_id=actor.person if actor.is_person else None,
        account=actor.account,
        on_behalf_of=actor.on_behalf_of,
        state=JobState.WAITING.value,
        asked_at=at,
    )


def _open(session: Session, school: str, errand: Errand) -> Job:
    return session.scalars(select(Job).where(Job.school_id == school, Job.slot == errand.slot)).one()


def claim(session: Session, school: str, worker: str, busy: Collection[JobKind], at: datetime) -> Job | None:
    """The most urgent job that waits, now this worker's; None when there is none, or another was faster.

    Kinds that are `busy` are left for later.
    """
    query = (
        select(Job)
        .where(Job.school_id == school, Job.state == JobState.WAITING.value)
        .where(Job.kind.not_in([kind.value for kind in busy]))
        .order_by(case(_URGENCY, value=Job.kind), Job.asked_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.scalars(query).first()
    if job is None:
        return None
    key = {"school_id": school, "id": job.id}
    attempts = job.attempts + 1
    move(session, Job, key, JobState.WAITING, JobState.RUNNING, worker=worker, taken_at=at, attempts=attempts)
    return job


def report_progress(session: Session, school: str, job: str, done: int, total: int) -> None:
    """Say how far a job is."""
    session.execute(update(Job).where(Job.school_id == school, Job.id == job).values(done=done, total=total))


def finish(session: Session, school: str, worker: str, job: str, at: datetime) -> None:
    """End a job that this worker has done."""
    _end(session, school, worker, job, JobState.DONE, at)


def fail(session: Session, school: str, worker: str, job: str, error: LetopisError, at: datetime) -> None:
    """End a job that cannot be done: the reason is kept for whoever asked."""
    _end(session, school, worker, job, JobState.FAILED, at, code=error.code, ru=error.ru, en=error.en)


def _end(
    session: Session, school: str, worker: str, job: str, after: JobState, at: datetime, **values: str
) -> None:
    key = {"school_id": school, "id": job, "worker": worker}
    move(session, Job, key, JobState.RUNNING, after, ended_at=at, slot=None, **values)


def workers(session: Session, school: str) -> Sequence[str]:
    """The workers that have a job, living or dead."""
    query = select(Job.worker).where(Job.school_id == school, Job.state == JobState.RUNNING.value)
    return sorted({worker for worker in session.scalars(query) if worker})


def take_back(session: Session, school: str, worker: str, at: datetime, job: str | None = None) -> int:
    """Let the jobs of a dead worker (or the one that killed it) wait again; how many. Too often, and it fails."""
    query = select(Job).where(
        Job.school_id == school, Job.worker == worker, Job.state == JobState.RUNNING.value
    )
    found = session.scalars(query.where(Job.id == job) if job else query).all()
    for row in found:
        if row.attempts >= LONGEST:
            fail(session, school, worker, row.id, _too_often(row.title or row.key), at)
        else:
            key = {"school_id": school, "id": row.id, "worker": worker}
            move(session, Job, key, JobState.RUNNING, JobState.WAITING)
    return len(found)


def _too_often(title: str) -> StateError:
    return StateError(
        "jobs.worker_died_often",
        f"«{title}»: рабочий процесс прерывался {LONGEST} раза. Сделанное сохранено; сообщите администратору.",
        f"'{title}': the worker process died {LONGEST} times; what was done is kept, tell the administrator",
    )


def keep_result(session: Session, school: str, job: str, result: Mapping[str, Json]) -> None:
    """Keep what a job brought about."""
    session.execute(update(Job).where(Job.school_id == school, Job.id == job).values(result=dict(result)))


def get_job(session: Session, school: str, job: str) -> Job:
    """The job with that id. Raises NotFoundError."""
    row = session.get(Job, (school, job))
    if row is None:
        raise NotFoundError("job.unknown", f"Работы {job} нет.", f"there is no job {job}")
    return row


def jobs_of(session: Session, school: str, batch: str) -> Sequence[Job]:
    """The jobs that were asked for together, in their order. Raises NotFoundError when there is no such batch."""
    query = select(Job).where(Job.school_id == school, Job.batch == batch).order_by(Job.title, Job.id)
    found = session.scalars(query).all()
    if not found:
        raise NotFoundError("job.no_batch", f"Работ {batch} нет.", f"there are no jobs {batch}")
    return found


def latest_jobs(session: Session, school: str, kinds: Collection[JobKind], limit: int) -> Sequence[Job]:
    """The jobs of these kinds, the newest first."""
    query = select(Job).where(Job.school_id == school, Job.kind.in_([kind.value for kind in kinds]))
    return session.scalars(query.order_by(Job.asked_at.desc(), Job.id).limit(limit)).all()
