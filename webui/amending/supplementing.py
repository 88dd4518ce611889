"""Supplements of the deputy head: results that came after the year was closed, from a protocol (R8, R32).

Checked as an act is, entered as one job; its record goes to the signers, the summary sheet is issued anew after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.amendments.model import LATER_RESULTS, AmendmentKind, Change, Place, Spot
from records.amendments.standing import read_roll
from records.errors import InputError, StateError
from retention.amending import Rehearsed, ask_act, rehearse
from webui.access import ClassDoor, Permission, installation, load_class
from webui.amending.blueprint import ENTER, Heading, blueprint, heading
from webui.amending.words import WORDS
from webui.language import text_of, words_of
from webui.moments import now, today
from webui.typed import line

LINES: Final = 8
PLACES: Final = tuple(spot for spot in Spot if spot in LATER_RESULTS)


@blueprint.get("/corrections/<class_id>/supplement")
def supplement(class_id: str) -> str:
    """The form of a protocol's results."""
    door = load_class(Permission.CORRECTION_APPROVE, class_id)
    return _page(door, {}, Heading("", today().isoformat(), "", ""), None, "")


@blueprint.post("/corrections/<class_id>/supplement")
def add(class_id: str) -> str | tuple[str, int] | Response:
    """Check or enter a supplement."""
    door = load_class(Permission.CORRECTION_APPROVE, class_id)
    workshop, typed = installation().workshop, heading()
    try:
        draft = typed.draft(AmendmentKind.SUPPLEMENT, class_id, _changes(request.form))
        if request.form.get("do") == ENTER:
            batch = ask_act(workshop, door.actor, draft, (), now())
            return redirect(url_for("closing.batch", batch=batch))
        rehearsed = rehearse(workshop, door.actor, draft, now())
    except (InputError, StateError) as error:
        return _page(door, request.form, typed, None, text_of(error)), 422
    return _page(door, request.form, typed, rehearsed, "")


def _changes(form: Mapping[str, str]) -> tuple[Change, ...]:
    """The lines that name a pupil. Raises InputError for a place that is none."""
    found = []
    for number in range(1, LINES + 1):
        pupil, place = form.get(f"pupil{number}", ""), form.get(f"place{number}", "")
        if not pupil:
            continue
        if place not in LATER_RESULTS:
            raise InputError(
                "amending.place",
                f"Строка {number}: выберите, за что результат.",
                f"line {number}: choose a result",
            )
        of_subject = place != Spot.DECISION
        journal = form.get(f"journal{number}", "") if of_subject else None
        reason = line(f"reason{number}")
        found.append(Change(pupil, journal, Place(Spot(place)), line(f"after{number}"), reason))
    return tuple(found)


def _page(
    door: ClassDoor, lines: Mapping[str, str], typed: Heading, rehearsed: Rehearsed | None, error: str
) -> str:
    workshop = installation().workshop
    with workshop.reading() as session:
        roll = read_roll(session, workshop.school, door.class_id)
    return render_template(
        "amending/supplement.html",
        door=door,
        roll=roll,
        places=PLACES,
        numbers=range(1, LINES + 1),
        lines=lines,
        typed=typed,
        rehearsed=rehearsed,
        error=error,
        words=words_of(WORDS),
    )
