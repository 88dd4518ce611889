"""The teacher's side: one's requests and the acts on one's journals, the form of a request, and taking one back."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.amendments.asked import asked_by
from records.amendments.asking import Wish, ask_correction, withdraw_request
from records.amendments.model import place_of
from records.amendments.reading import acts_on
from records.errors import InputError, StateError
from records.gradebook.cells import CellKey, Place
from records.gradebook.history import read_history
from webui.access import JournalDoor, Permission, installation, journals_reached, load_journal, visitor
from webui.amending.blueprint import blueprint
from webui.amending.words import WORDS
from webui.language import text_of, words_of
from webui.moments import now, today
from webui.typed import line


@blueprint.get("/corrections")
def home() -> str:
    """What I asked for, and which acts changed my journals."""
    journals = journals_reached(Permission.CORRECTION_ASK) or frozenset()
    workshop = installation().workshop
    with workshop.reading() as session:
        requests = asked_by(session, workshop.school, visitor().person, journals)
        acts = acts_on(session, workshop.school, journals)
    return render_template(
        "amending/home.html", requests=requests, acts=acts, me=visitor().name, words=words_of(WORDS)
    )


@blueprint.get("/journal/<journal>/<period>/correction")
def ask(journal: str, period: str) -> str:
    """The form of a request about the cell that the address names."""
    door = load_journal(Permission.CORRECTION_ASK, journal, period)
    return _form(door, _cell(request.args), request.args, "")


@blueprint.post("/journal/<journal>/<period>/correction")
def send(journal: str, period: str) -> tuple[str, int] | Response:
    """Ask for the correction."""
    door = load_journal(Permission.CORRECTION_ASK, journal, period)
    workshop, form, cell = installation().workshop, request.form, _cell(request.form)
    wish = Wish(
        door.key,
        cell.pupil,
        place_of(cell, period),
        form.get("before", ""),
        line("after"),
        line("reason"),
        line("number"),
    )
    try:
        with workshop.transaction() as session:
            policy = workshop.policy(session)
            ask_correction(session, door.actor, wish, now(), today(), policy, workshop.entropy)
    except (InputError, StateError) as error:
        return _form(door, cell, form, text_of(error)), 422
    flash(words_of(WORDS)["asked_now"], "good")
    return redirect(url_for("amending.home"))


@blueprint.post("/corrections/<correction>/withdraw")
def withdraw(correction: str) -> Response:
    """Take one's own request back."""
    workshop = installation().workshop
    with workshop.transaction() as session:
        withdraw_request(session, visitor().actor, correction, now(), workshop.entropy)
    flash(words_of(WORDS)["withdrawn_now"], "good")
    return redirect(url_for("amending.home"))


def _cell(sent: Mapping[str, str]) -> CellKey:
    place = sent.get("place", "")
    if place not in set(Place) or not sent.get("pupil"):
        raise InputError(
            "amending.cell",
            "Откройте просьбу со страницы истории клетки.",
            "open the request from the page of a cell's history",
        )
    return CellKey(Place(place), sent["pupil"], sent.get("column", ""))


def _form(door: JournalDoor, cell: CellKey, typed: Mapping[str, str], error: str) -> str:
    with installation().workshop.reading() as session:
        history = read_history(session, door.actor, door.key, cell, now())
    return render_template(
        "amending/ask.html",
        door=door,
        cell=cell,
        history=history,
        typed=typed,
        error=error,
        words=words_of(WORDS),
    )
