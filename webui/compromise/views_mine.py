"""Pages of whoever got their account back: what was done through it meanwhile, to confirm or to refuse."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.compromise.reading import read_cases, read_file
from records.errors import InputError
from records.lifecycle import OperationState
from webui.access import installation, visitor
from webui.compromise import work
from webui.compromise.blueprint import blueprint
from webui.compromise.given import chosen
from webui.compromise.words import WORDS
from webui.language import words_of
from webui.typed import line


@blueprint.get("/compromise/mine")
def mine() -> str:
    """The operations of one's own account that wait for an answer, case by case."""
    asking, opened = visitor(), installation()
    at = opened.clock.now()
    with opened.workshop.transaction() as session:
        cases = read_cases(session, asking.school, asking.person)
        files = [read_file(session, asking.actor, one.id, at) for one in cases if one.closed_at is None]
    waiting = OperationState.WAITING
    page = "compromise/mine.html"
    return render_template(page, words=words_of(WORDS), files=files, waiting=waiting)


@blueprint.post("/compromise/mine/<case>")
def answer(case: str) -> Response:
    """Confirm or refuse operations of one's own account."""
    asking, opened = visitor(), installation()
    at = opened.clock.now()
    with opened.workshop.transaction() as session:
        if case not in {one.id for one in read_cases(session, asking.school, asking.person)}:
            abort(404)
    said = request.form.get("answer")
    if said == "confirm":
        work.confirm(opened.workshop, asking.actor, case, chosen(), at)
    elif said == "refuse":
        work.refuse(opened.workshop, asking.actor, case, chosen(), line("reason"), at)
    else:
        raise InputError("compromise.answer", "Выберите ответ: моё или не моё.", "choose: mine, or not mine")
    flash(words_of(WORDS)["confirmed_done" if said == "confirm" else "refused_done"], "good")
    return redirect(url_for("compromise.mine"))
