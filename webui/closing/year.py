"""The year: the board of all classes for whoever closes it, and a class's year for its class teacher to confirm.

The order is the school's (domain.md, year-end order); what is done on paper the board names and cannot know.
"""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from records.closing.standing import read_year_standing
from records.lifecycle import ClosingState
from retention.board import Stage, board, years_of
from retention.desk import cut_off_year
from retention.lacking import year_key_gaps
from retention.publication import publish
from retention.steps.draft import confirm_shown_year, print_year_draft
from webui.access import Permission, installation, load_class, load_classes, visitor
from webui.closing.blueprint import blueprint, moment_of, stamp_of, to_batch
from webui.closing.period import pdf_of, printed, shown_in_form
from webui.closing.words import WORDS
from webui.language import words_of
from webui.moments import now
from webui.typed import line


@blueprint.get("/year")
def year() -> str:
    """How far every class is in closing its year, and what comes next."""
    reached = {door.class_id for door in load_classes(Permission.YEAR_CLOSE)}
    years = years_of(installation().workshop)
    asked = request.args.get("year", "")
    chosen = asked if asked in {i for i, _ in years} else (years[0][0] if years else "")
    return render_template(
        "closing/year.html",
        years=years,
        chosen=chosen,
        rows=board(installation().workshop, chosen, reached),
        Stage=Stage,
        settles=visitor().may(Permission.PERIOD_CLOSE),
        words=words_of(WORDS),
    )


@blueprint.get("/year/<class_id>")
def class_year(class_id: str) -> str:
    """A class's year: what is missing, the draft of the summary sheet, confirmation and cutoff."""
    door = load_class(Permission.CLASS_READ, class_id)
    workshop = installation().workshop
    with workshop.reading() as session:
        standing = read_year_standing(session, workshop.school, class_id)
        keys = year_key_gaps(workshop, session, class_id, now())
    draft = None
    if standing.state is ClosingState.OPEN and not standing.stops:
        draft = printed(print_year_draft(workshop, class_id, now()), stamp_of(now()))
    row = next(iter(board(workshop, door.year_id, {class_id})), None)
    return render_template(
        "closing/class_year.html",
        door=door,
        standing=standing,
        draft=draft,
        keys=keys,
        row=row,
        Stage=Stage,
        may_confirm=visitor().may(Permission.YEAR_CONFIRM) and door.class_teacher in _holders(),
        may_cut=visitor().may(Permission.YEAR_CLOSE),
        words=words_of(WORDS),
    )


def _holders() -> set[str]:
    """Whose classes the visitor may confirm: their own, or those of whom they stand in for."""
    return {post.holder for post in visitor().scope(Permission.YEAR_CONFIRM).posts}


@blueprint.get("/year/<class_id>/draft/<stamp>.pdf")
def year_draft(class_id: str, stamp: str) -> Response:
    """The draft of the summary sheet as it was printed at that moment, if the rows are still the same."""
    door = load_class(Permission.CLASS_READ, class_id)
    found = print_year_draft(installation().workshop, class_id, moment_of(stamp))
    return pdf_of(found.pdf, f"{door.name}-сводная-ведомость-проект.pdf")


@blueprint.post("/year/<class_id>/confirm")
def confirm_year(class_id: str) -> Answer:
    """Confirm the draft of the year that was shown."""
    door = load_class(Permission.YEAR_CONFIRM, class_id)
    confirm_shown_year(installation().workshop, door.actor, class_id, shown_in_form(), now())
    publish(installation().workshop, now())
    flash(words_of(WORDS)["confirmed_now"], "good")
    return redirect(url_for("closing.class_year", class_id=class_id))


@blueprint.post("/year/<class_id>/cut")
def cut_year(class_id: str) -> Answer:
    """Cut off the class's year and have its records printed for signing."""
    door = load_class(Permission.YEAR_CLOSE, class_id)
    reason = line("reason") or None
    return to_batch(cut_off_year(installation().workshop, door.actor, class_id, now(), reason))
