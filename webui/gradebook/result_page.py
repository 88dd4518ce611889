"""Period, year, exam and final marks as a plain form: a pupil a row, the mean and the proposed mark beside.

The same batch of edits as the grid's; «take the proposed» fills empty fields only, and nothing before it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.gradebook.cells import CellKey, Refused
from records.gradebook.entering import enter
from records.gradebook.spread import Spread
from records.gradebook.spread_reading import read_spread
from webui.access import JournalDoor, Permission, installation, load_journal
from webui.gradebook.blueprint import blueprint, pen
from webui.gradebook.cell_form import Field, edits_from, field_of, refusals
from webui.gradebook.shown import Line, lines
from webui.gradebook.words import WORDS
from webui.language import language, words_of
from webui.moments import now


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil's results."""

    line: Line
    fields: tuple[Field, ...]


@blueprint.get("/journal/<journal>/<period>/results")
def results(journal: str, period: str) -> str:
    """The results of the period and, in the last one, of the year."""
    return _page(load_journal(Permission.JOURNAL_READ, journal, period), {})


@blueprint.post("/journal/<journal>/<period>/results")
def save_results(journal: str, period: str) -> tuple[str, int] | Response:
    """Write the fields that were changed; the page again with what was refused."""
    door = load_journal(Permission.JOURNAL_WRITE, journal, period)
    edits, workshop, words = edits_from(request.form), installation().workshop, words_of(WORDS)
    with workshop.transaction() as session:
        outcomes = enter(session, door.actor, door.key, edits, now(), workshop.entropy)
    refused = refusals(outcomes)
    if refused:
        return _page(door, refused), 422
    flash(words["saved_cells"].format(count=len(outcomes)) if outcomes else words["saved_nothing"], "good")
    return redirect(url_for("gradebook.results", journal=journal, period=period))


def _page(door: JournalDoor, refused: Mapping[CellKey, Refused]) -> str:
    writer, words = pen(door), words_of(WORDS)
    with installation().workshop.reading() as session:
        spread = read_spread(session, writer or door.actor, door.key, now())
    return render_template(
        "gradebook/results.html",
        door=door,
        spread=spread,
        rows=[_row(spread, line, refused, words) for line in lines(spread)],
        refused=refused,
        writable=writer is not None,
        take="take" in request.args,
        words=words,
    )


def _row(spread: Spread, line: Line, refused: Mapping[CellKey, Refused], words: Mapping[str, str]) -> Row:
    fields = []
    for result in line.results:
        error = spread.result_locked(result.place)
        cell = CellKey(result.place, line.pupil.id)
        label = f"{line.pupil.name}, {words['result_' + result.place.value]}"
        locked = error.text(language()) if error else ""
        fields.append(field_of(cell, result.filled, label, locked, refused, language(), result.proposed))
    return Row(line, tuple(fields))
