"""Work under way and its receipt: how far each document is, what was signed when, and where the log tells of it.

The page reloads itself until everything has ended; with JavaScript only the figures are fetched. It survives being
closed: the work is done by the worker, not by the page.
"""

from __future__ import annotations

from flask import Response, jsonify, render_template
from flask import typing as flask_typing
from werkzeug.wrappers import Response as Answer

from retention.desk import ask_again
from retention.receipts import receipts
from retention.waiting import current_pdf
from webui.access import Permission, installation, load_record, visitor, wants_json
from webui.closing.blueprint import blueprint, now, to_batch
from webui.closing.period import pdf_of
from webui.closing.words import WORDS
from webui.doors.work import load_batch
from webui.language import language, words_of
from webui.masking import refuse_masked


@blueprint.get("/works/<batch>")
def batch(batch: str) -> flask_typing.ResponseReturnValue:
    """How the work goes; as JSON only the figures."""
    door = load_batch(batch)
    done, total = door.share
    ended = door.ended == len(door.jobs)
    if wants_json():
        return jsonify(done=done, total=total, ended=ended)
    return render_template(
        "closing/batch.html",
        door=door,
        lines=receipts(installation().workshop, door.jobs),
        done=done,
        total=total,
        ended=ended,
        language=language(),
        words=words_of(WORDS),
    )


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
