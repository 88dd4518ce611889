"""The deputy head's side: what teachers ask for; an act step by step (choose, check, enter), a window, a refusal.

A check shows exactly what the act would change and which records would be issued anew; it stores nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.actor import Actor
from records.amendments.asked import Asked, asked_in
from records.amendments.asking import changes_of, decline_requests, open_requests, open_window
from records.amendments.model import AmendmentKind, Draft
from records.errors import InputError, StateError
from retention.amending import Rehearsed, ask_act, rehearse
from retention.publication import publish
from webui.access import ClassDoor, Permission, classes_reached, installation, load_class, load_classes
from webui.amending.blueprint import CHECK, ENTER, Heading, blueprint, heading
from webui.amending.words import WORDS
from webui.language import text_of, words_of
from webui.moments import now, today
from webui.typed import day_of

APPROVE = Permission.CORRECTION_APPROVE


@blueprint.get("/corrections/desk")
def desk() -> str:
    """Every request in reach that waits, by class; and the classes for a supplement."""
    workshop = installation().workshop
    classes = load_classes(APPROVE)
    with workshop.reading() as session:
        waiting = asked_in(session, workshop.school, classes_reached(APPROVE))
    return render_template(
        "amending/desk.html",
        waiting=_by_class(waiting),
        classes=[door for door in classes if door.year == classes[0].year],
        today=today(),
        words=words_of(WORDS),
    )


def _by_class(waiting: Sequence[Asked]) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = {}
    for one in waiting:
        found.setdefault(one.class_id, []).append(one)
    return found


@blueprint.get("/corrections/<class_id>/act")
def act(class_id: str) -> str:
    """The form of an act about all that is asked for of the class."""
    door = load_class(APPROVE, class_id)
    return _page(door, None, _fresh(), None, "")


@blueprint.post("/corrections/<class_id>/act")
def approve(class_id: str) -> str | tuple[str, int] | Response:
    """Begin, check or enter an act about the chosen requests."""
    door = load_class(APPROVE, class_id)
    workshop, chosen, step = installation().workshop, _chosen(), request.form.get("do")
    typed = heading() if step in (CHECK, ENTER) else _fresh()
    try:
        draft = _draft(door.actor, class_id, chosen, typed) if step in (CHECK, ENTER) else None
        if draft and step == ENTER:
            batch = ask_act(workshop, door.actor, draft, chosen, now())
            return redirect(url_for("closing.batch", batch=batch))
        rehearsed = rehearse(workshop, door.actor, draft, now()) if draft else None
    except (InputError, StateError) as error:
        return _page(door, chosen, typed, None, text_of(error)), 422
    return _page(door, chosen, typed, rehearsed, "")


def _chosen() -> frozenset[str]:
    return frozenset(request.form.getlist("request"))


def _fresh() -> Heading:
    return Heading("", today().isoformat(), "", "")


def _draft(actor: Actor, class_id: str, chosen: Collection[str], typed: Heading) -> Draft:
    with installation().workshop.transaction() as session:
        changes = changes_of(open_requests(session, actor, class_id, chosen))
    return typed.draft(AmendmentKind.CORRECTION, class_id, changes)


def _page(
    door: ClassDoor,
    chosen: Collection[str] | None,
    typed: Heading,
    rehearsed: Rehearsed | None,
    error: str,
) -> str:
    workshop = installation().workshop
    with workshop.reading() as session:
        waiting = asked_in(session, workshop.school, {door.class_id})
    return render_template(
        "amending/act.html",
        door=door,
        waiting=waiting,
        chosen={one.id for one in waiting} if chosen is None else chosen,
        typed=typed,
        rehearsed=rehearsed,
        error=error,
        words=words_of(WORDS),
    )


@blueprint.post("/corrections/<class_id>/decline")
def decline(class_id: str) -> Response:
    """Refuse the chosen requests with a reason."""
    door = load_class(APPROVE, class_id)
    workshop, at = installation().workshop, now()
    with workshop.transaction() as session:
        rows = open_requests(session, door.actor, class_id, _chosen())
        decline_requests(session, door.actor, rows, request.form.get("answer", ""), at, workshop.entropy)
    publish(workshop, at)
    flash(words_of(WORDS)["declined_now"], "good")
    return redirect(url_for("amending.desk"))


@blueprint.post("/corrections/<class_id>/window")
def reopen(class_id: str) -> Response:
    """Let the teacher write the chosen cells until a day, before the period is cut off."""
    door = load_class(APPROVE, class_id)
    workshop, at, until = (
        installation().workshop,
        now(),
        day_of(request.form.get("until", ""), "amending.day"),
    )
    with workshop.transaction() as session:
        rows = open_requests(session, door.actor, class_id, _chosen())
        open_window(session, door.actor, rows, until, today(), at, workshop.entropy)
    publish(workshop, at)
    flash(words_of(WORDS)["opened_now"], "good")
    return redirect(url_for("amending.desk"))
