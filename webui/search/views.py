"""The page of the search: one box, hits by kind, each leading where its visitor may go. It finds nothing itself."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for

from webui.access import Permission, installation, visitor
from webui.language import words_of
from webui.masking import masked
from webui.moments import today
from webui.search.finding import MOST, Hit, Search
from webui.search.folding import LONGEST, words_of_query
from webui.search.words import WORDS
from webui.typed import one_line

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def find() -> str:
    """What the words find for this visitor."""
    asked = one_line(request.args.get("q", ""))[:LONGEST]
    words = words_of_query(asked)
    found = _found(words) if words else {}
    return render_template(
        "search/page.html",
        asked=asked,
        found={kind: hits for kind, hits in found.items() if hits},
        most=MOST,
        url=_url,
        words=words_of(WORDS),
    )


def _found(words: tuple[str, ...]) -> Mapping[str, tuple[Hit, ...]]:
    workshop, asking, nameless = installation().workshop, visitor(), masked()
    with workshop.reading() as session:
        search = Search(session, asking, words, today())
        return {
            "classes": search.classes(),
            "journals": search.journals(),
            "pupils": () if nameless else search.pupils(),
            "staff": () if nameless else search.staff(),
            "records": search.records(),
            "events": tuple(search.events()),
        }


def _url(kind: str, hit: Hit) -> str:
    """Where a hit leads; nowhere when nothing of it has a page for this visitor."""
    asking = visitor()
    if kind == "journals":
        return url_for("gradebook.sheet", journal=hit.journal, period=hit.period)
    if kind in ("classes", "pupils") and hit.id:
        return url_for("closing.class_year", class_id=hit.id)
    if kind == "pupils":
        return url_for("gradebook.journals")
    if kind == "staff":
        audited = asking.scope(Permission.AUDIT_READ).whole
        return url_for("audit.events", person=hit.id) if audited else url_for("accounts.appointments")
    if kind == "events":
        return url_for("audit.event", event=int(hit.id))
    kept = asking.may(Permission.ARCHIVE_READ)
    return url_for("archive.record" if kept else "closing.file", record=hit.id)
