"""The office's pages of keys: agreements registered, codes handed over, keys revoked; and the list of the revoked.

A code is on the page once, to be printed and handed over in person; the catalogue has its digest alone.
"""

from __future__ import annotations

from flask import Response as Answer
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.errors import InputError
from records.school.tables import Person, School
from signing.agreement import KeyAgreement, agree
from signing.enrolment import Certificate, Held, revoke
from signing.invitation import FROM_HAND, invite
from webui.access import Permission, installation, load_school
from webui.files import Way, file_answer
from webui.keys.blueprint import blueprint
from webui.keys.printing import print_agreement
from webui.keys.reading import members
from webui.keys.views_own import reason, revoked_words
from webui.keys.words import REASONS, WORDS
from webui.keys.words_powers import WORDS as POWERS
from webui.language import words_of
from webui.moments import now, today
from webui.typed import day, line

_AT_ONCE = 200


@blueprint.get("/keys/staff")
def staff() -> str:
    """Of each of the staff: agreement, keys, code."""
    load_school(Permission.KEYS_MANAGE)
    return render_template(
        "keys/staff.html",
        words=words_of(WORDS),
        of_powers=words_of(POWERS),
        members=members(installation().workshop, now()),
        reasons=REASONS,
        today=today(),
    )


@blueprint.post("/keys/staff/agreement")
def register_agreement() -> Response:
    """Register that a person has agreed to the use of their signature."""
    door, workshop = load_school(Permission.KEYS_MANAGE), installation().workshop
    on = day("agreed_on", "agreement.date")
    if on is None or on > today():
        raise InputError(
            "agreement.date",
            "Укажите день соглашения, не позже сегодняшнего.",
            "give the day of the agreement, not later than today",
        )
    with workshop.transaction() as session:
        person = session.get(Person, (workshop.school, line("person"))) or abort(404)
        agree(session, door.actor, person.id, line("number"), on, now(), workshop.entropy)
    flash(words_of(WORDS)["agreed_now"], "good")
    return redirect(url_for("keys.staff"))


@blueprint.post("/keys/staff/agreement/paper")
def agreement_paper() -> Answer:
    """The agreement of a person on paper, to be signed by hand."""
    door, workshop = load_school(Permission.KEYS_MANAGE), installation().workshop
    pdf = print_agreement(workshop, door.actor, line("person"), now())
    return file_answer(pdf, "application/pdf", words_of(WORDS)["agreement_file"], Way.SHOWN)


@blueprint.post("/keys/staff/codes")
def codes() -> str:
    """Fresh codes for the chosen, on slips to be cut and handed over."""
    door, workshop, at = load_school(Permission.KEYS_MANAGE), installation().workshop, now()
    chosen = list(dict.fromkeys(request.form.getlist("person")))[:_AT_ONCE]
    if not chosen:
        raise InputError("key.nobody", "Отметьте, кому нужны коды.", "choose who is to get a code")
    with workshop.transaction() as session:
        for person in chosen:
            if session.get(KeyAgreement, (workshop.school, person)) is None:
                raise InputError(
                    "key.no_agreement",
                    "Код выдают после соглашения: сначала зарегистрируйте его. Коды не выданы никому.",
                    "a code is given after the agreement: register it first; nobody was given a code",
                )
        slips = [
            (
                session.get_one(Person, (workshop.school, person)).name,
                invite(session, door.actor, person, at, workshop.entropy),
            )
            for person in chosen
        ]
        school = session.get_one(School, workshop.school).name
    return render_template(
        "keys/codes.html", words=words_of(WORDS), slips=slips, school=school, until=at + FROM_HAND
    )


@blueprint.post("/keys/staff/<certificate>/revoke")
def revoke_for(certificate: str) -> Response:
    """Revoke a key of one of the staff."""
    door, workshop = load_school(Permission.KEYS_MANAGE), installation().workshop
    with workshop.transaction() as session:
        row = session.get(Certificate, (workshop.school, certificate))
        if row is None or row.held == Held.SERVER:
            abort(404)
        revoke(session, door.actor, workshop.authority, [row], reason(), now(), workshop.entropy)
    flash(revoked_words(row), "good")
    return redirect(url_for("keys.staff"))


@blueprint.get("/keys/revoked.crl")
def revoked() -> Answer:
    """The authority's revocation list as of now (RFC 5280, 5), for anybody."""
    return Answer(installation().workshop.authority.crl(now()), mimetype="application/pkix-crl")
