"""Pages of one case: what is known of it, its papers, and what director and administrator do in it."""

from __future__ import annotations

from flask import Response as Answer
from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from records.compromise.reading import read_file
from records.times import local
from webui.access import Permission, installation, load_school, visitor
from webui.compromise import work
from webui.compromise.blueprint import blueprint
from webui.compromise.given import chosen, moment
from webui.compromise.printing import CasePaper, print_paper
from webui.compromise.words import WORDS
from webui.files import Way, file_answer
from webui.language import words_of
from webui.typed import line

READ, REPORT = Permission.COMPROMISE_READ, Permission.COMPROMISE_REPORT


@blueprint.get("/compromise/case/<case>")
def case(case: str) -> str:
    """The case: moments, deadlines, operations, the acts that are wanted."""
    door, opened = load_school(READ), installation()
    at = opened.clock.now()
    with opened.workshop.transaction() as session:
        file = read_file(session, door.actor, case, at)
    return render_template(
        "compromise/case.html",
        words=words_of(WORDS),
        file=file,
        case=file.case,
        today=local(at, visitor().zone).date(),
        may_report=visitor().may(REPORT),
        may_restore=visitor().may(Permission.ACCOUNTS_MANAGE),
    )


@blueprint.post("/compromise/case/<case>/notice.pdf")
def notice(case: str) -> Answer:
    """Issue the notice to the owner, to be signed."""
    return _paper(case, CasePaper.NOTICE, "notice_file")


@blueprint.post("/compromise/case/<case>/list.pdf")
def listing(case: str) -> Answer:
    """Issue the list of operations for confirmation, to be signed."""
    return _paper(case, CasePaper.LIST, "list_file")


def _paper(case: str, paper: CasePaper, name: str) -> Answer:
    door, opened = load_school(REPORT), installation()
    pdf = print_paper(opened.workshop, door.actor, case, paper, opened.clock.now())
    return file_answer(pdf, "application/pdf", words_of(WORDS)[name], Way.SHOWN)


@blueprint.post("/compromise/case/<case>/tell")
def tell(case: str) -> Response:
    """Note when director and support were told."""
    door, opened = load_school(REPORT), installation()
    zone = visitor().zone
    told = moment("told_director", zone), moment("told_support", zone)
    work.tell_of(opened.workshop, door.actor, case, *told, opened.clock.now())
    return _back(case, "told_done")


@blueprint.post("/compromise/case/<case>/refuse")
def refuse(case: str) -> Response:
    """Refuse operations in the owner's stead: they lose their force."""
    door, opened = load_school(REPORT), installation()
    work.refuse(opened.workshop, door.actor, case, chosen(), line("reason"), opened.clock.now())
    return _back(case, "refused_done")


@blueprint.post("/compromise/case/<case>/restore")
def restore(case: str) -> str:
    """Give the account back; its one-time password is shown once."""
    door, opened = load_school(Permission.ACCOUNTS_MANAGE), installation()
    login, code = work.restore(opened.workshop, door.actor, case, opened.clock.now())
    page = "compromise/restored.html"
    return render_template(page, words=words_of(WORDS), case=case, login=login, code=code)


@blueprint.post("/compromise/case/<case>/close")
def close(case: str) -> Response:
    """End the case."""
    door, opened = load_school(REPORT), installation()
    outcome, despite = line("outcome"), line("despite")
    work.close(opened.workshop, door.actor, case, outcome, despite, opened.clock.now())
    return _back(case, "closed_done")


def _back(case: str, done: str) -> Response:
    flash(words_of(WORDS)[done], "good")
    return redirect(url_for("compromise.case", case=case))
