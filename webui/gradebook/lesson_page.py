"""A lesson as a list of pupils with a field each: the grid without JavaScript, on a phone, for a screen reader.

A sent form is a batch of edits; what was refused comes back in its field with the reason, the rest is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.gradebook.cells import CellKey, Refused
from records.gradebook.content import LessonFacts, PupilRows
from records.gradebook.entering import enter
from records.gradebook.lesson_entry import fingerprint
from records.gradebook.reading import staff
from records.gradebook.spread import EMPTY, Spread, SpreadColumn
from records.gradebook.spread_reading import read_spread
from webui.access import JournalDoor, Permission, installation, load_journal
from webui.gradebook.blueprint import blueprint, pen
from webui.gradebook.cell_form import Field, edits_from, field_of, lesson_cell, refusals
from webui.gradebook.shown import kinds_of, nearest, typed_of
from webui.gradebook.words import WORDS
from webui.language import language, words_of
from webui.moments import now


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil with a field for each column of the lesson; none for who was not in the class on that day."""

    number: int
    pupil: PupilRows
    fields: tuple[Field, ...]


@blueprint.get("/journal/<journal>/<period>/lesson")
def lesson(journal: str, period: str) -> str:
    """The lesson named by `id`, else the one that a teacher means today."""
    door = load_journal(Permission.JOURNAL_READ, journal, period)
    return _page(door, request.args.get("id"), {})


@blueprint.post("/journal/<journal>/<period>/lesson")
def save_lesson(journal: str, period: str) -> tuple[str, int] | Response:
    """Write the fields that were changed; the page again with what was refused, else the grid's answer: done."""
    door = load_journal(Permission.JOURNAL_WRITE, journal, period)
    edits, workshop, wanted = edits_from(request.form), installation().workshop, request.form.get("lesson")
    with workshop.transaction() as session:
        outcomes = enter(session, door.actor, door.key, edits, now(), workshop.entropy)
    refused = refusals(outcomes)
    words = words_of(WORDS)
    if refused:
        return _page(door, wanted, refused), 422
    flash(words["saved_cells"].format(count=len(outcomes)) if outcomes else words["saved_nothing"], "good")
    return redirect(url_for("gradebook.lesson", journal=journal, period=period, id=wanted))


def _page(door: JournalDoor, wanted: str | None, refused: Mapping[CellKey, Refused]) -> str:
    writer = pen(door)
    with installation().workshop.reading() as session:
        spread = read_spread(session, writer or door.actor, door.key, now())
        people = staff(session, door.key.school)
    found = _wanted(spread, wanted)
    kinds = kinds_of(spread).get(found.id, ()) if found else ()
    columns = tuple(column for column in spread.columns if found and column.lesson.id == found.id)
    return render_template(
        "gradebook/lesson.html",
        door=door,
        spread=spread,
        lesson=found,
        kinds=kinds,
        typed=typed_of(found, kinds) if found else {},
        seen=fingerprint(found, kinds) if found else "",
        columns=columns,
        rows=[
            _row(spread, number, pupil, columns, refused)
            for number, pupil in enumerate(spread.content.pupils, start=1)
        ],
        refused=refused,
        writable=writer is not None,
        people=people,
        around=_around(spread, found),
        words=words_of(WORDS),
    )


def _wanted(spread: Spread, wanted: str | None) -> LessonFacts | None:
    if not wanted:
        return nearest(spread.content.lessons, spread.today)
    found = next((one for one in spread.content.lessons if one.id == wanted), None)
    return found or abort(404)


def _around(spread: Spread, found: LessonFacts | None) -> tuple[LessonFacts | None, LessonFacts | None]:
    """The lessons before and after."""
    lessons = spread.content.lessons
    if found is None:
        return None, None
    at = lessons.index(found)
    return lessons[at - 1] if at else None, lessons[at + 1] if at + 1 < len(lessons) else None


def _row(
    spread: Spread,
    number: int,
    pupil: PupilRows,
    columns: tuple[SpreadColumn, ...],
    refused: Mapping[CellKey, Refused],
) -> Row:
    standing, fields = spread.cells(pupil), []
    for column in columns:
        day = column.lesson.date
        if not pupil.membership.present(day, day):
            continue
        filled = standing.get(column.facts.id, EMPTY)
        error = spread.locked(column, pupil, filled)
        locked = error.text(language()) if error else ""
        kind = spread.policy.kind_name(column.facts.kind)
        label = f"{pupil.name}, {day:%d.%m}, {kind}"
        cell = lesson_cell(column.facts.id, pupil.id)
        fields.append(field_of(cell, filled, label, locked, refused, language()))
    return Row(number, pupil, tuple(fields))
