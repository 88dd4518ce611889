"""Pages of one's own address: given, confirmed by a code, removed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webui.access import installation, visitor
from webui.accounts.tables import Account
from webui.language import language, words_of
from webui.mail.addresses import address_of, confirm, remove, set_address
from webui.mail.blueprint import blueprint
from webui.mail.carrier import writes_letters
from webui.mail.words import WORDS


@blueprint.get("/account/mail")
def own() -> str:
    """Where letters to me go."""
    asking, opened = visitor(), installation()
    with opened.workshop.reading() as session:
        row = address_of(session, asking.school, asking.person)
    return render_template("mail/own.html", words=words_of(WORDS), row=row, on=writes_letters(opened))


@blueprint.post("/account/mail")
def set_own() -> Response:
    """Give an address; a code goes there."""
    asking, opened, at = visitor(), installation(), installation().clock.now()
    with opened.workshop.transaction() as session:
        account = session.get_one(Account, (asking.school, asking.account))
        text = request.form.get("address", "")
        row = set_address(opened, session, asking.actor, account, text, language(), at)
    flash(words_of(WORDS)["asked_done"].format(address=row.address), "good")
    return redirect(url_for("mail.own"))


@blueprint.post("/account/mail/confirm")
def confirm_own() -> Response:
    """Confirm the address by the code of the letter."""
    asking, opened = visitor(), installation()
    with opened.workshop.transaction() as session:
        code, at = request.form.get("code", ""), opened.clock.now()
        confirm(opened, session, asking.actor, asking.person, code, at)
    flash(words_of(WORDS)["confirmed_done"], "good")
    return redirect(url_for("mail.own"))


@blueprint.post("/account/mail/remove")
def remove_own() -> Response:
    """Want no letters any more."""
    asking, opened = visitor(), installation()
    with opened.workshop.transaction() as session:
        remove(opened, session, asking.actor, asking.person, opened.clock.now())
    flash(words_of(WORDS)["removed_done"], "good")
    return redirect(url_for("mail.own"))
