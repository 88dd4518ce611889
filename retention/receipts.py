"""What came of jobs, for whoever asked: the record's state, the signature that was made, and where the log tells of it.

Read from the rows that the steps moved, not from the jobs: a job says only what stopped it. It changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.lifecycle import JobState, RecordState
from records.log.event import EventKind
from records.log.store import LogEvent
from records.registers.tables import Record
from retention.jobs.kinds import JobKind
from retention.jobs.tables import Job
from retention.workshop import Workshop
from signing.request import SignatureRequest


@dataclass(frozen=True, slots=True)
class Receipt:
    """A job's line: what it was, how it is, and of a signature its moment, file digest and place in the log."""

    job: str
    kind: JobKind
    title: str
    record: str | None
    state: JobState
    record_state: RecordState | None
    signed_at: datetime | None
    file: str | None
    index: int | None
    ru: str | None
    en: str | None
    code: str | None


def receipts(workshop: Workshop, jobs: Sequence[Job]) -> tuple[Receipt, ...]:
    """A receipt for each job, in their order."""
    with workshop.transaction() as session:
        signed = _signed(session, workshop.school, jobs)
        return tuple(_receipt(session, job, signed) for job in jobs)


def _receipt(session: Session, job: Job, signed: Mapping[str, int | None]) -> Receipt:
    record = session.get(Record, (job.school_id, job.key))
    request = None
    if job.kind == JobKind.SIGN:
        place = (job.school_id, job.key, int(job.arguments["position"]))
        request = session.get(SignatureRequest, place)
    file = request.revision_sha256 if request else None
    return Receipt(
        job=job.id,
        kind=JobKind(job.kind),
        title=job.title,
        record=record.id if record else None,
        state=JobState(job.state),
        record_state=RecordState(record.state) if record else None,
        signed_at=request.signed_at if request else None,
        file=file,
        index=signed.get(file or ""),
        ru=job.ru,
        en=job.en,
        code=job.code,
    )


def _signed(session: Session, school: str, jobs: Sequence[Job]) -> dict[str, int | None]:
    """Digest of a signed file -> index of its event, of the signatures made since the jobs were asked for."""
    since = min(job.asked_at for job in jobs)
    query = select(LogEvent).where(
        LogEvent.school_id == school, LogEvent.kind == EventKind.RECORD_SIGNED.value, LogEvent.at >= since
    )
    bodies = ((json.loads(row.body)["subject"], row.idx) for row in session.scalars(query) if row.body)
    return {subject["revision"]: index for subject, index in bodies}
