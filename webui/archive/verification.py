"""Verification on demand: where the copies are, checks begun and their reports, what is expected and what is there.

The auditor names the seed of a sample, so that nobody knows beforehand what will be read. The reading itself is a job.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from records.errors import InputError
from records.lifecycle import JobState
from retention.board import years_of
from retention.desk import ask_sample, ask_verification
from retention.jobs.kinds import JobKind
from retention.jobs.queue import get_job, jobs_of, latest_jobs
from retention.overview import checkpoint, expected, places
from retention.verification.report import Expected
from webui.access import Permission, installation, load_school, visitor
from webui.archive.blueprint import blueprint
from webui.archive.words import WORDS
from webui.files import Way, file_answer
from webui.language import language, words_of
from webui.masking import masked
from webui.moments import now
from webui.progress import Going, stream

_SHOWN = 20  # verifications on the first page


@blueprint.get("/archive")
def home() -> str:
    """The archive at a glance: locations, the log, the latest verifications."""
    load_school(Permission.ARCHIVE_READ)
    workshop = installation().workshop
    size, note = checkpoint(workshop)
    with workshop.reading() as session:
        checks = latest_jobs(session, workshop.school, (JobKind.VERIFY,), _SHOWN)
    return render_template(
        "archive/home.html",
        places=places(workshop),
        size=size,
        note=note,
        checks=checks,
        last=next((job for job in checks if job.state == JobState.DONE), None),
        years=years_of(workshop),
        may_verify=visitor().may(Permission.ARCHIVE_VERIFY),
        words=words_of(WORDS),
    )


@blueprint.post("/archive/verify")
def verify() -> Answer:
    """Begin a verification, of everything or of a sample."""
    door = load_school(Permission.ARCHIVE_VERIFY)
    workshop, form = installation().workshop, request.form
    year = form.get("year") or None
    if form.get("how") == "sample":
        share = form.get("share", "")
        if not share.isascii() or not share.isdecimal():
            raise InputError(
                "archive.share", "Доля выборки — целое число процентов.", "the share is a whole number"
            )
        batch = ask_sample(workshop, door.actor, year, int(share[:4]), form.get("seed", ""), now())
    else:
        batch = ask_verification(workshop, door.actor, year, now())
    with workshop.transaction() as session:
        job = jobs_of(session, workshop.school, batch)[0]
    flash(words_of(WORDS)["begun"], "good")
    return redirect(url_for("archive.check", job=job.id))


@blueprint.get("/archive/check/<job>")
def check(job: str) -> str:
    """A verification as it goes, and its report."""
    load_school(Permission.ARCHIVE_READ)
    workshop = installation().workshop
    with workshop.reading() as session:
        found = get_job(session, workshop.school, job)
    return render_template(
        "archive/check.html",
        job=found,
        report=found.result or {},
        ended=found.state in (JobState.DONE, JobState.FAILED),
        language=language(),
        words=words_of(WORDS),
    )


@blueprint.get("/archive/check/<job>/progress")
def progress(job: str) -> Response:
    """How far a verification is, as a stream of its figures."""
    load_school(Permission.ARCHIVE_READ)
    workshop = installation().workshop

    def look() -> Going:
        with workshop.reading() as session:
            found = get_job(session, workshop.school, job)
        return Going(found.done, found.total, found.state in (JobState.DONE, JobState.FAILED))

    look()  # an unknown job is refused before the stream begins
    return stream(look)


@dataclass(frozen=True, slots=True)
class Group:
    """What is expected of a class or a whole year, and how much of it is in each state."""

    lines: Sequence[Expected]
    counts: Counter[str]


@blueprint.get("/archive/expected")
def matrix() -> str:
    """What the curriculum and the file plan expect: present, missing, open, not due; excuses of the deputy head."""
    load_school(Permission.ARCHIVE_READ)
    workshop = installation().workshop
    years = years_of(workshop)
    asked = request.args.get("year", "")
    chosen = asked if asked in {label for _, label in years} else (years[0][1] if years else "")
    lines = expected(workshop, chosen or None, now())
    return render_template(
        "archive/matrix.html",
        years=years,
        chosen=chosen,
        group=Group(lines, Counter(line.state for line in lines)),
        masked=masked(),
        words=words_of(WORDS),
    )


@blueprint.get("/archive/checkpoint")
def head() -> Response:
    """The log's newest signed head, to be kept outside the school."""
    load_school(Permission.ARCHIVE_READ)
    size, note = checkpoint(installation().workshop)
    return file_answer(note.encode(), "text/plain", f"checkpoint-{size}.txt", Way.TAKEN)
