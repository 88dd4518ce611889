"""A record in the archive: its digests, copies and chain of custody, and what of it can be taken away.

Names are masked for whom the school's order says so; then no file is handed out either.
"""

from __future__ import annotations

from flask import Response, render_template, request

from records.registers.record import get_record
from retention.custody import custody
from retention.overview import bag_zip, copies_of
from retention.sealed import read_sealed
from retention.steps.compose_report import judged_by, reports_on
from signing.enrolment import qualified_among
from webui.access import Permission, installation, load_record, load_records
from webui.archive.blueprint import blueprint
from webui.archive.words import WORDS
from webui.archive.words_report import WORDS as OF_REPORT
from webui.files import Way, file_answer
from webui.language import words_of
from webui.masking import masked, refuse_masked
from webui.typed import one_line

_PAGE = 100  # records on a page


@blueprint.get("/archive/records")
def listing() -> str:
    """The records that the visitor may see, found by words of their title or their id."""
    asked = one_line(request.args.get("q", ""))[:100]
    needles = asked.casefold().split()
    doors = [
        door
        for door in load_records(Permission.ARCHIVE_READ)
        if all(needle in f"{door.title} {door.record}".casefold() for needle in needles)
    ]
    return render_template(
        "archive/records.html", doors=doors[:_PAGE], total=len(doors), asked=asked, words=words_of(WORDS)
    )


@blueprint.get("/archive/record/<record>")
def record(record: str) -> str:
    """A record: facts, copies, and the time line of its custody."""
    door = load_record(Permission.ARCHIVE_READ, record)
    workshop = installation().workshop
    links = custody(workshop, record)
    with workshop.reading() as session:
        row = get_record(session, workshop.school, record)
        reports = reports_on(session, workshop.school, record)
        kinds = qualified_among(session, workshop.school, (link.subject.get("certificate") for link in links))
    return render_template(
        "archive/record.html",
        door=door,
        row=row,
        copies=copies_of(workshop, record),
        links=links,
        reports=reports,
        judged=judged_by(row),
        kinds=kinds,
        masked=masked(),
        words={**words_of(WORDS), **words_of(OF_REPORT)},
    )


@blueprint.get("/archive/record/<record>/record.pdf")
def pdf(record: str) -> Response:
    """The signed PDF from the first copy whose digest is right."""
    door = load_record(Permission.RECORD_READ, record)
    refuse_masked()
    pdf = read_sealed(installation().workshop, record).pdf
    return file_answer(pdf, "application/pdf", f"{door.title}.pdf", Way.TAKEN)


@blueprint.get("/archive/record/<record>/bag.zip")
def bag(record: str) -> Response:
    """The whole bag as one file."""
    load_record(Permission.RECORD_READ, record)
    refuse_masked()
    whole = bag_zip(installation().workshop, record)
    return file_answer(whole, "application/zip", f"{record}.zip", Way.TAKEN)
