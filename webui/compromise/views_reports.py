"""Pages of all cases: the list, and the report of a new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.compromise.reading import read_cases
from records.errors import InputError
from records.times import local
from webui.access import Permission, installation, load_school, visitor
from webui.accounts import manage
from webui.compromise import work
from webui.compromise.blueprint import blueprint
from webui.compromise.given import given_report
from webui.compromise.words import WORDS
from webui.language import text_of, words_of
from webui.moments import today

REPORT = Permission.COMPROMISE_REPORT


@blueprint.get("/compromise")
def reports() -> str:
    """Every case of the school, the newest first."""
    door, opened = load_school(Permission.COMPROMISE_READ), installation()
    with opened.workshop.transaction() as session:
        cases = read_cases(session, door.school)
    page = "compromise/reports.html"
    return render_template(page, words=words_of(WORDS), cases=cases, today=today())


@blueprint.get("/compromise/new")
def new() -> str:
    """The form of a report."""
    door = load_school(REPORT)
    return _form(door.school)


@blueprint.post("/compromise")
def report() -> Response | tuple[str, int]:
    """Enter a report: the account is shut at once."""
    door, opened = load_school(REPORT), installation()
    at, zone = opened.clock.now(), visitor().zone
    try:
        case = work.report(opened.workshop, door.actor, given_report(opened.workshop, zone), at)
    except InputError as error:
        flash(text_of(error), "bad")
        return _form(door.school), 400
    flash(words_of(WORDS)["reported_done"], "good")
    return redirect(url_for("compromise.case", case=case))


def _form(school: str) -> str:
    opened = installation()
    with opened.workshop.transaction() as session:
        lines = manage.accounts(session, school)
    people = [(line.account, f"{line.name} ({line.login})") for line in lines if line.account]
    now = local(opened.clock.now(), visitor().zone).strftime("%Y-%m-%dT%H:%M")
    page = "compromise/new.html"
    return render_template(page, words=words_of(WORDS), people=people, now=now, given=request.form)
