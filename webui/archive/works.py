"""The installation's health for the administrator: locations, and the works that wait, go on or were stopped."""

from __future__ import annotations

from collections import Counter

from flask import render_template

from records.lifecycle import JobState
from retention.jobs.kinds import JobKind
from retention.jobs.queue import latest_jobs
from retention.overview import places
from webui.access import Permission, installation, load_school
from webui.archive.blueprint import blueprint
from webui.archive.words import WORDS
from webui.language import language, words_of

_SHOWN = 100  # works on the page


@blueprint.get("/works")
def works() -> str:
    """Locations and works."""
    load_school(Permission.HEALTH_READ)
    workshop = installation().workshop
    with workshop.reading() as session:
        jobs = latest_jobs(session, workshop.school, tuple(JobKind), _SHOWN)
    return render_template(
        "archive/works.html",
        places=places(workshop),
        jobs=jobs,
        counts=Counter(job.state for job in jobs),
        JobState=JobState,
        language=language(),
        words=words_of(WORDS),
    )
