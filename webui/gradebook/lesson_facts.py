"""A lesson's own facts as a form: date, number, hours, kinds of work, topic, homework, substitute (R20, R25, R31).

Adds, changes and removes by the use cases; what they refuse comes back with the reason and what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.errors import InputError
from records.gradebook.cells import EntryError
from records.gradebook.lesson_entry import MOST_COLUMNS, LessonDraft
from records.gradebook.lesson_writing import add_lesson, change_lesson, remove_lesson
from records.gradebook.reading import staff
from records.gradebook.spread import Spread
from records.gradebook.spread_reading import read_spread
from webui.access import JournalDoor, Permission, installation, load_journal
from webui.gradebook.blueprint import blueprint
from webui.gradebook.words import WORDS
from webui.language import text_of, words_of
from webui.moments import now
from webui.typed import day_of, number_of


@blueprint.get("/journal/<journal>/<period>/lesson/new")
def new_lesson(journal: str, period: str) -> str:
    """The form of a lesson that is not there yet."""
    return _form(load_journal(Permission.JOURNAL_WRITE, journal, period), {}, "")


@blueprint.post("/journal/<journal>/<period>/lesson/new")
def add(journal: str, period: str) -> tuple[str, int] | Response:
    """Add the lesson and go to its list of pupils."""
    door, workshop = load_journal(Permission.JOURNAL_WRITE, journal, period), installation().workshop
    try:
        draft = draft_of(request.form)
        with workshop.transaction() as session:
            added = add_lesson(session, door.actor, door.key, draft, now(), workshop.entropy)
    except (EntryError, InputError) as error:
        return _form(door, request.form, text_of(error)), 422
    flash(words_of(WORDS)["lesson_added"], "good")
    return redirect(url_for("gradebook.lesson", journal=journal, period=period, id=added))


@blueprint.post("/journal/<journal>/<period>/lesson/facts")
def change(journal: str, period: str) -> tuple[str, int] | Response:
    """Give the lesson the facts of the form."""
    door, workshop = load_journal(Permission.JOURNAL_WRITE, journal, period), installation().workshop
    lesson, seen = request.form.get("lesson", ""), request.form.get("seen", "")
    try:
        draft = draft_of(request.form)
        with workshop.transaction() as session:
            change_lesson(session, door.actor, door.key, lesson, seen, draft, now(), workshop.entropy)
    except (EntryError, InputError) as error:
        return _form(door, request.form, text_of(error)), 422
    flash(words_of(WORDS)["lesson_changed"], "good")
    return redirect(url_for("gradebook.lesson", journal=journal, period=period, id=lesson))


@blueprint.post("/journal/<journal>/<period>/lesson/remove")
def remove(journal: str, period: str) -> Response:
    """Take the lesson away and go back to the grid."""
    door, workshop = load_journal(Permission.JOURNAL_WRITE, journal, period), installation().workshop
    lesson, seen = request.form.get("lesson", ""), request.form.get("seen", "")
    try:
        with workshop.transaction() as session:
            remove_lesson(session, door.actor, door.key, lesson, seen, now(), workshop.entropy)
    except EntryError as error:
        flash(text_of(error), "bad")
        return redirect(url_for("gradebook.lesson", journal=journal, period=period, id=lesson))
    flash(words_of(WORDS)["lesson_removed"], "good")
    return redirect(url_for("gradebook.sheet", journal=journal, period=period))


def draft_of(form: Mapping[str, str]) -> LessonDraft:
    """The lesson that a form describes. Raises InputError."""
    kinds = (form.get(f"kind{number}", "") for number in range(1, MOST_COLUMNS + 1))
    return LessonDraft(
        date=day_of(form.get("date", ""), "gradebook.date"),
        number=number_of(form.get("number", "")),
        hours=number_of(form.get("hours", "")),
        topic=form.get("topic", ""),
        homework=form.get("homework", ""),
        substitute=form.get("substitute") or None,
        kinds=tuple(kind for kind in kinds if kind),
    )


def _form(door: JournalDoor, typed: Mapping[str, str], error: str) -> str:
    with installation().workshop.reading() as session:
        spread = read_spread(session, door.actor, door.key, now())
        people = staff(session, door.key.school)
    return render_template(
        "gradebook/lesson_form.html",
        door=door,
        spread=spread,
        typed=typed or _usual(spread),
        error=error,
        people=people,
        words=words_of(WORDS),
    )


def _usual(spread: Spread) -> Mapping[str, str]:
    """What a new lesson most likely is: today, one hour, an answer in class."""
    period = spread.content.period
    day = min(max(spread.today, period.starts), period.ends)
    taken = [lesson.number for lesson in spread.content.lessons if lesson.date == day]
    kind = next(iter(spread.policy.work_kinds))
    return {"date": day.isoformat(), "number": str(max(taken, default=0) + 1), "hours": "1", "kind1": kind}
