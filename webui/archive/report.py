"""The validation report of a record: as a page, as JSON, issued on paper, and made a record to be signed and kept.

The copies are read and judged anew at each request. Names are masked for whom the school's order says so; then nothing
is issued or kept either. Both go by POST: reading a page never enters anything.
"""

from __future__ import annotations

from datetime import datetime

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from records.digest import canonical
from records.errors import InputError
from records.times import parse_rfc3339, rfc3339
from retention.papers.desk import open_desk
from retention.papers.issuing import issue
from retention.papers.order import Order as PaperOrder
from retention.papers.signatures import signature_report
from retention.reporting import Order, seen_of
from retention.reporting import order_report as keep_report
from retention.validated import Validation
from retention.validation import validate_record
from signing.algorithms import published
from webui.access import Permission, installation, load_record, visitor
from webui.archive.blueprint import blueprint
from webui.archive.words import WORDS
from webui.archive.words_report import WORDS as OF_REPORT
from webui.files import Way, file_answer
from webui.language import language, words_of
from webui.masking import masked, refuse_masked
from webui.moments import now


@blueprint.get("/archive/record/<record>/signatures")
def signatures(record: str) -> str:
    """Each signature with what it comes to, what was found, and by what it was judged."""
    door = load_record(Permission.ARCHIVE_READ, record)
    report = _report(record)
    return render_template(
        "archive/report.html",
        door=door,
        report=report,
        at=rfc3339(report.at),
        seen=seen_of(report),
        may_order=visitor().may(Permission.REPORT_ORDER),
        policy=published(),
        moment=parse_rfc3339,
        masked=masked(),
        language=language(),
        words={**words_of(WORDS), **words_of(OF_REPORT)},
    )


@blueprint.get("/archive/record/<record>/signatures.json")
def signatures_json(record: str) -> Response:
    """The same as data (docs/signature-report-v1.schema.json)."""
    load_record(Permission.ARCHIVE_READ, record)
    data = canonical(_report(record).json())
    return file_answer(data, "application/json", f"{record}-signatures.json", Way.TAKEN)


@blueprint.post("/archive/record/<record>/signatures.pdf")
def signatures_paper(record: str) -> Response:
    """Issue the report as a paper with a code of its own."""
    door = load_record(Permission.RECORD_READ, record)
    refuse_masked()
    workshop, at = installation().workshop, now()
    order = PaperOrder(class_id=door.class_id, record=record)
    form = signature_report(open_desk(workshop, order, at, lambda _done, _total: None))
    pdf = issue(workshop, door.actor, form, door.class_id, at)
    return file_answer(pdf, "application/pdf", words_of(OF_REPORT)["report_file"], Way.SHOWN)


@blueprint.post("/archive/record/<record>/signatures/order")
def order_report(record: str) -> Answer:
    """Make the report that was shown a record, which waits for the visitor's signature."""
    door = load_record(Permission.REPORT_ORDER, record)
    refuse_masked()
    order = Order(record, _shown_at(request.form.get("at", "")), request.form.get("seen", ""))
    made = keep_report(installation().workshop, door.actor, door.posts[0].role, order, now())
    flash(words_of(OF_REPORT)["report_ordered"], "good")
    return redirect(url_for("archive.record", record=made))


def _shown_at(text: str) -> datetime:
    try:
        return parse_rfc3339(text)
    except ValueError:
        raise InputError(
            "report.stamp",
            "Это не момент показанного отчёта. Откройте страницу отчёта заново.",
            "this is no moment of a report that was shown; open its page again",
        ) from None


def _report(record: str) -> Validation:
    found = validate_record(installation().workshop, record, now())
    return found.without_names() if masked() else found
