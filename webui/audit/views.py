"""The page of the log of events, filtered by kind and person, and the page that proves one line."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from records.log.event import EventKind
from webui.access import Permission, installation, load_school
from webui.accounts.people import everybody
from webui.audit.history import PAGE, Question, lines, prove
from webui.audit.words import WORDS
from webui.language import words_of

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
def events() -> str:
    """The newest lines first, a page at a time."""
    door = load_school(Permission.AUDIT_READ)
    with installation().workshop.reading() as session:
        people = everybody(session, door.school)
        asked = _question(people)
        found = lines(session, door.school, asked)
    return render_template(
        "audit/events.html",
        words=words_of(WORDS),
        lines=found[:PAGE],
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        people=people,
        kinds=EventKind,
        asked=asked,
    )


@blueprint.get("/audit/<int:event>")
def event(event: int) -> str:
    """One line and what proves it."""
    door = load_school(Permission.AUDIT_READ)
    with installation().workshop.reading() as session:
        found = prove(session, door.school, event)
    return render_template("audit/event.html", words=words_of(WORDS), proof=found, line=found.line)


def _question(people: dict[str, str]) -> Question:
    """What the address asks; what it misspells is not asked."""
    kind, person, before = (request.args.get(name, "") for name in ("kind", "person", "before"))
    known = {one.value for one in EventKind}
    return Question(
        kind=EventKind(kind) if kind in known else None,
        person=person if person in people else None,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
    )
