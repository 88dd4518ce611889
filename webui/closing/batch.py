"""Work under way and its receipt: how far each document is, what was signed when, and where the log tells of it.

The page reloads itself until everything has ended; with JavaScript the figures come as a stream (webui/progress.py).
It survives being closed: the work is done by the worker, not by the page.
"""

from __future__ import annotations

from flask import Response, render_template
from werkzeug.wrappers import Response as Answer

from retention.desk import ask_again
from retention.jobs.queue import jobs_of
from retention.receipts import receipts
from retention.waiting import current_pdf
from webui.access import Permission, installation, load_record, visitor
from webui.closing.blueprint import blueprint, to_batch
from webui.closing.period import pdf_of
from webui.closing.words import WORDS
from webui.doors.work import BatchDoor, load_batch
from webui.language import language, words_of
from webui.masking import refuse_masked
from webui.moments import now
from webui.progress import Going, stream


@blueprint.get("/works/<batch>")
def batch(batch: str) -> str:
    """How the work goes."""
    door = load_batch(batch)
    done, total = door.share
    return render_template(
        "closing/batch.html",
        door=door,
        lines=receipts(installation().workshop, door.jobs),
        done=done,
        total=total,
        ended=door.ended == len(door.jobs),
        language=language(),
        words=words_of(WORDS),
    )


@blueprint.get("/works/<batch>/progress")
def progress(batch: str) -> Response:
    """How the work goes, as a stream of its figures."""
    load_batch(batch)
    workshop = installation().workshop

    def look() -> Going:
        with workshop.reading() as session:
            door = BatchDoor(batch, tuple(jobs_of(session, workshop.school, batch)))
        return Going(*door.share, ended=door.ended == len(door.jobs))

    return stream(look)


@blueprint.post("/works/<batch>/again")
def again(batch: str) -> Answer:
    """Ask anew for what could not be done."""
    door = load_batch(batch)
    return to_batch(ask_again(installation().workshop, visitor().actor, door.batch, now()))


@blueprint.get("/file/<record>")
def file(record: str) -> Response:
    """The record's file as it stands: what is to be signed, or what is kept."""
    door = load_record(Permission.RECORD_READ, record)
    refuse_masked()
    return pdf_of(current_pdf(installation().workshop, record), f"{door.title}.pdf")
