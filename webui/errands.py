"""Errands of the site that a worker does by a schedule: tidying up, and reminding of what is due.

Each stands in a module of its own; here are only their names for the queue (retention/jobs/doing.py) and what they keep
for the page of schedules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from datetime import datetime
from typing import Final

from retention.jobs.doing import Doing
from retention.jobs.kinds import JobKind
from retention.jobs.pruning import forget_jobs
from retention.jobs.queue import keep_result
from retention.jobs.tables import Job
from retention.workshop import Workshop
from signing.tidying import tidy_keys
from webui.accounts.tidy import tidy
from webui.mail.outbox import tidy_letters
from webui.notices.reminding import remind
from webui.notices.telling import tidy_notices
from webui.oidc.tries import tidy_tries


def _tidy(workshop: Workshop, job: Job, at: datetime) -> None:
    """Forget jobs, sessions, tries, letters and questions to keys that ended long ago."""
    with workshop.transaction() as session:
        school = workshop.school
        forgotten = {
            "jobs": forget_jobs(session, school, at),
            "accounts": sum(astuple(tidy(session, school, at))),
            "letters": tidy_letters(session, school, at),
            "tries": tidy_tries(session, school, at),
            "notices": tidy_notices(session, school, at),
            "keys": tidy_keys(session, school, at),
        }
        keep_result(session, school, job.id, {"forgotten": sum(forgotten.values()), **forgotten})


def _remind(workshop: Workshop, job: Job, at: datetime) -> None:
    """Tell people of what is due."""
    told = remind(workshop, at)
    with workshop.transaction() as session:
        keep_result(session, workshop.school, job.id, {"notices": told})


ERRANDS: Final[Mapping[JobKind, Doing]] = {JobKind.TIDY: _tidy, JobKind.REMIND: _remind}
