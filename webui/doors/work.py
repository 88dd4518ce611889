"""The door of work that was asked for: a batch of jobs, for whoever asked it and for whoever looks after the site.

Another's batch answers 403, an unknown one 404. It reads the rows of the queue; queue.py alone changes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort

from records.errors import NotFoundError
from records.lifecycle import JobState
from retention.jobs.queue import jobs_of
from retention.jobs.tables import Job
from webui.doors.entrance import look, visitor
from webui.rights import Permission


@dataclass(frozen=True, slots=True)
class BatchDoor:
    """Jobs that were asked for together, in their order."""

    batch: str
    jobs: tuple[Job, ...]

    @property
    def ended(self) -> int:
        """How many of them have ended."""
        return sum(job.state in (JobState.DONE, JobState.FAILED) for job in self.jobs)

    @property
    def share(self) -> tuple[int, int]:
        """(done, total): of several jobs those that have ended, of a single one its own steps."""
        if len(self.jobs) == 1 and self.jobs[0].total and not self.ended:
            return self.jobs[0].done, self.jobs[0].total
        return self.ended, len(self.jobs)


def load_batch(batch: str) -> BatchDoor:
    """The batch, if the visitor asked for it or may look at everybody's work; else 404 or 403."""
    asking = visitor()
    with look() as session:
        try:
            jobs = tuple(jobs_of(session, asking.school, batch))
        except NotFoundError:
            abort(404)
    if any(job.person_id != asking.person for job in jobs) and not asking.may(Permission.HEALTH_READ):
        abort(403)
    return BatchDoor(batch, jobs)
