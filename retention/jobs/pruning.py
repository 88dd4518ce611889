"""Forgets jobs that ended long ago, with the runs of schedules that they were.

A job is an errand, not a fact (ADR 0012): signatures, states of records and verifications are events of the log, which
nothing here touches. The latest verifications stay however old they are: pages show when the archive was last read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from records.lifecycle import JobState
from records.sql import touch
from retention.jobs.kinds import JobKind
from retention.jobs.tables import Job
from retention.schedules.tables import ScheduleRun

KEPT: Final[Mapping[JobKind, timedelta]] = {
    JobKind.SIGN: timedelta(days=400),  # a school year and its holidays: whoever signed looks at the receipt
    JobKind.GO_ON: timedelta(days=400),
    JobKind.PUBLISH: timedelta(days=7),
    JobKind.REMIND: timedelta(days=30),
    JobKind.TIDY: timedelta(days=30),
    JobKind.VERIFY: timedelta(days=400),
}
LATEST: Final = 20  # verifications that stay


def forget_jobs(session: Session, school: str, at: datetime) -> int:
    """Delete what ended too long ago; how many jobs."""
    ended = (JobState.DONE.value, JobState.FAILED.value)
    forgotten = 0
    for kind, kept in KEPT.items():
        old = (
            select(Job.id)
            .where(Job.school_id == school, Job.kind == kind.value, Job.state.in_(ended))
            .where(Job.ended_at < at - kept)
        )
        if kind is JobKind.VERIFY:
            old = old.where(Job.id.not_in(_latest(session, school)))
        gone = session.scalars(old).all()
        run = ScheduleRun
        session.execute(delete(run).where(run.school_id == school, run.job_id.in_(gone)))
        forgotten += touch(session, delete(Job).where(Job.school_id == school, Job.id.in_(gone)))
    return forgotten


def _latest(session: Session, school: str) -> list[str]:
    query = select(Job.id).where(Job.school_id == school, Job.kind == JobKind.VERIFY.value)
    return list(session.scalars(query.order_by(Job.asked_at.desc(), Job.id).limit(LATEST)))
