"""Pages of the administrator: a person's address, and the invitation that lets them set their first password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.school.tables import Person
from webui.access import Permission, installation, load_school
from webui.accounts.manage import get_account
from webui.language import words_of
from webui.mail.addresses import address_of, set_address
from webui.mail.blueprint import blueprint
from webui.mail.carrier import writes_letters
from webui.mail.new_password import invite
from webui.mail.words import WORDS

MANAGE = Permission.ACCOUNTS_MANAGE


@blueprint.get("/accounts/<account>/mail")
def of_account(account: str) -> str:
    """The address of a member of staff."""
    door, opened = load_school(MANAGE), installation()
    with opened.workshop.reading() as session:
        row = get_account(session, door.school, account)
        name = session.get_one(Person, (door.school, row.person_id)).name
        address = address_of(session, door.school, row.person_id)
    return render_template(
        "mail/staff.html",
        words=words_of(WORDS),
        account=row,
        name=name,
        row=address,
        on=writes_letters(opened),
    )


@blueprint.post("/accounts/<account>/mail")
def set_for(account: str) -> Response:
    """Give a person's address; they confirm it themselves."""
    door, opened = load_school(MANAGE), installation()
    with opened.workshop.transaction() as session:
        row, text = get_account(session, door.school, account), request.form.get("address", "")
        # The language of the letters is the reader's to choose, by giving the address themselves.
        set_address(opened, session, door.actor, row, text, "ru", opened.clock.now())
    flash(words_of(WORDS)["saved_done"], "good")
    return redirect(url_for("mail.of_account", account=account))


@blueprint.post("/accounts/<account>/invite")
def invite_to(account: str) -> Response:
    """Send an invitation."""
    door, opened = load_school(MANAGE), installation()
    with opened.workshop.transaction() as session:
        row = get_account(session, door.school, account)
        address = invite(opened, session, door.actor, row, opened.clock.now())
    flash(words_of(WORDS)["invited_done"].format(address=address), "good")
    return redirect(url_for("mail.of_account", account=account))
