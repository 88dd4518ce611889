"""The office's page of powers of attorney: the register, a power entered by its two files, one revoked."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.school.tables import Person
from signing.power_register import register_power, revoke_power
from webui.access import Permission, installation, load_school
from webui.accounts.people import everybody
from webui.files import given_file
from webui.keys.blueprint import blueprint
from webui.keys.powers import listed_powers
from webui.keys.words_powers import WORDS
from webui.language import words_of
from webui.moments import now
from webui.typed import line


@blueprint.get("/keys/powers")
def powers() -> str:
    """The register of the school."""
    load_school(Permission.KEYS_MANAGE)
    workshop = installation().workshop
    with workshop.reading() as session:
        staff, ogrn = everybody(session, workshop.school), workshop.policy(session).ogrn
    return render_template(
        "keys/powers.html",
        words=words_of(WORDS),
        powers=listed_powers(workshop, now()),
        staff=[*staff.items()],
        any_school=not ogrn,
    )


@blueprint.post("/keys/powers")
def add_power() -> Response:
    """Check a power and enter it."""
    door, workshop = load_school(Permission.KEYS_MANAGE), installation().workshop
    files = given_file("xml"), given_file("signature")
    with workshop.transaction() as session:
        person = session.get(Person, (workshop.school, line("person"))) or abort(404)
        outside = workshop.authority.outside
        register_power(session, door.actor, outside, person.id, files, now(), workshop.entropy)
    flash(words_of(WORDS)["added"], "good")
    return redirect(url_for("keys.powers"))


@blueprint.post("/keys/powers/<number>/revoke")
def revoke_power_of(number: str) -> Response:
    """End a power."""
    door, workshop = load_school(Permission.KEYS_MANAGE), installation().workshop
    with workshop.transaction() as session:
        revoke_power(session, door.actor, number, request.form.get("reason", ""), now(), workshop.entropy)
    flash(words_of(WORDS)["revoked_now"], "good")
    return redirect(url_for("keys.powers"))
