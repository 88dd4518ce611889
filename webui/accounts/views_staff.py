"""Pages of posts: appointments by order, and posts handed to another for a time."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.actor import Role
from records.errors import InputError
from webui.access import Permission, SchoolDoor, installation, load_school
from webui.accounts import staff
from webui.accounts.blueprint import blueprint
from webui.accounts.parts import Part, part_of, parts, value_of
from webui.accounts.people import everybody
from webui.accounts.posts import appointed
from webui.accounts.words import WORDS
from webui.language import words_of
from webui.moments import today
from webui.rights import HANDS, NAMES
from webui.typed import day

APPOINT = Permission.STAFF_APPOINT


@blueprint.get("/appointments")
def appointments() -> str:
    """Who is named to what, by which order."""
    door = load_school(APPOINT)
    with installation().workshop.transaction() as session:
        rows = appointed(session, door.school, today())
        people = everybody(session, door.school)
    return render_template(
        "accounts/appointments.html",
        words=words_of(WORDS),
        rows=rows,
        people=people,
        roles=_ordered(staff.may_decide(NAMES, door.posts)),
        today=today(),
    )


@blueprint.post("/appointments")
def appoint() -> Response:
    """Name a person to a post by order."""
    door, opened = load_school(APPOINT), installation()
    order = _order()
    with opened.workshop.transaction() as session:
        staff.appoint(session, door.actor, _names(door), order, opened.clock.now(), opened.workshop.entropy)
    flash(words_of(WORDS)["appointed_done"], "good")
    return redirect(url_for("accounts.appointments"))


@blueprint.post("/appointments/release")
def release() -> Response:
    """End an appointment by order."""
    door, opened = load_school(APPOINT), installation()
    order = _order()
    with opened.workshop.transaction() as session:
        staff.release(session, door.actor, _names(door), order, opened.clock.now(), opened.workshop.entropy)
    flash(words_of(WORDS)["released_done"], "good")
    return redirect(url_for("accounts.appointments"))


@blueprint.get("/delegations")
def delegations() -> str:
    """Who stands in for whom, by which order."""
    door = load_school(APPOINT)
    with installation().workshop.transaction() as session:
        rows = staff.delegations(session, door.school)
        people = everybody(session, door.school)
        choices = parts(session, door.school)
    return render_template(
        "accounts/delegations.html",
        words=words_of(WORDS),
        rows=rows,
        people=people,
        roles=_ordered(staff.may_decide(HANDS, door.posts)),
        parts=choices,
        part_names={value: name for of_class in choices.values() for value, name in of_class},
        value_of=lambda row: value_of(Part(row.journal_id, row.class_id)),
        today=today(),
    )


@blueprint.post("/delegations")
def delegate() -> Response:
    """Hand a post to another for a time, by order."""
    door, opened = load_school(APPOINT), installation()
    order, holder, part = _order(), request.form.get("holder", ""), part_of(request.form.get("part", ""))
    at, entropy = opened.clock.now(), opened.workshop.entropy
    with opened.workshop.transaction() as session:
        staff.delegate(session, door.actor, _hands(door), order, holder, at, entropy, part)
    flash(words_of(WORDS)["delegated_done"], "good")
    return redirect(url_for("accounts.delegations"))


@blueprint.post("/delegations/<delegation>/end")
def reclaim(delegation: str) -> Response:
    """End a delegation at once."""
    door, opened = load_school(APPOINT), installation()
    at, entropy = opened.clock.now(), opened.workshop.entropy
    with opened.workshop.transaction() as session:
        staff.reclaim(session, door.actor, _hands(door), delegation, at, entropy)
    flash(words_of(WORDS)["reclaimed_done"], "good")
    return redirect(url_for("accounts.delegations"))


def _names(door: SchoolDoor) -> frozenset[Role]:
    return staff.may_decide(NAMES, door.posts)


def _hands(door: SchoolDoor) -> frozenset[Role]:
    return staff.may_decide(HANDS, door.posts)


def _order() -> staff.Order:
    form, since = request.form, day("since", "form.date")
    try:
        role = Role(form.get("role", ""))
    except ValueError:
        raise InputError("form.role", "Выберите должность.", "choose a post") from None
    if since is None:
        raise InputError("form.since", "Укажите первый день.", "give the first day")
    return staff.Order(
        form.get("person", ""), role, form.get("order", "").strip()[:120], since, day("until", "form.date")
    )


def _ordered(roles: frozenset[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles)
