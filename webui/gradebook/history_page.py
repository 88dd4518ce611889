"""The history of a cell: every version with its author and time, and the way back to the one before (R38, R81)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.gradebook.cells import CellKey, Refused
from records.gradebook.entering import undo
from records.gradebook.history import read_history
from webui.access import JournalDoor, Permission, installation, load_journal, visitor
from webui.gradebook.blueprint import blueprint, pen
from webui.gradebook.payload import cell_of
from webui.gradebook.words import WORDS
from webui.language import text_of, words_of
from webui.moments import now
from webui.visitor import Target


@blueprint.get("/journal/<journal>/<period>/cell")
def history(journal: str, period: str) -> str:
    """The versions of the cell that `place`, `column` and `pupil` name."""
    door = load_journal(Permission.JOURNAL_READ, journal, period)
    cell, writer = cell_of(request.args), pen(door)
    with installation().workshop.reading() as session:
        found = read_history(session, writer or door.actor, door.key, cell, now())
    return render_template(
        "gradebook/history.html",
        door=door,
        cell=cell,
        history=found,
        writable=writer is not None and found.writable,
        askable=found.locked is not None and _own(door),
        words=words_of(WORDS),
    )


def _own(door: JournalDoor) -> bool:
    """Whether the visitor may ask for a correction in this journal."""
    target = Target(door.key.journal, door.teacher, door.class_id)
    return bool(visitor().scope(Permission.CORRECTION_ASK).reaching(target))


@blueprint.post("/journal/<journal>/<period>/cell")
def undo_cell(journal: str, period: str) -> Response:
    """Write the value before the newest version again."""
    door = load_journal(Permission.JOURNAL_WRITE, journal, period)
    cell, workshop = cell_of(request.form), installation().workshop
    seen = request.form.get("seen", type=int) or 0
    with workshop.transaction() as session:
        outcome = undo(session, door.actor, door.key, cell, seen, now(), workshop.entropy)
    if isinstance(outcome, Refused):
        flash(text_of(outcome.error), "bad")
    else:
        flash(words_of(WORDS)["undone"], "good")
    return redirect(_address(journal, period, cell))


def _address(journal: str, period: str, cell: CellKey) -> str:
    return url_for(
        "gradebook.history",
        journal=journal,
        period=period,
        place=cell.place.value,
        column=cell.column,
        pupil=cell.pupil,
    )
