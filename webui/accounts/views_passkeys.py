"""Pages of one's own passkeys: a new one made by the browser, or one taken away.

The browser's part is webui/static/accounts/passkeys.js; what it brings back comes as a form like any other.
"""

from __future__ import annotations

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.errors import InputError, LetopisError, StateError
from webui.access import installation, visitor
from webui.accounts import own_passkeys
from webui.accounts.blueprint import blueprint
from webui.accounts.relying_party import RelyingParty, relying_party
from webui.accounts.words import WORDS
from webui.language import text_of, words_of


def party_here() -> RelyingParty:
    """The site as passkeys know it. Raises StateError when it was opened by another name."""
    site = installation().settings.site
    party = relying_party(site, request.host)
    if party is None:
        raise StateError(
            "passkey.elsewhere",
            f"Ключи доступа действуют только по адресу {site.origin}. Откройте сайт по нему.",
            f"passkeys hold at {site.origin} only; open the site there",
        )
    return party


@blueprint.get("/account/passkeys/new")
def new_passkey() -> str:
    """What a passkey is, and the button that makes one."""
    return _page()


@blueprint.post("/account/passkeys/question")
def new_passkey_question() -> Answer:
    """What an authenticator is asked, for the page's program."""
    question = own_passkeys.ask_new(installation(), visitor(), party_here())
    return Answer(question, mimetype="application/json")


@blueprint.post("/account/passkeys")
def add_passkey() -> str | Response | tuple[str, int]:
    """Take the new passkey; recovery codes are shown, once, with the first second factor."""
    asking, form = visitor(), request.form
    try:
        codes = own_passkeys.add_new(
            installation(), asking, party_here(), form.get("credential", ""), form.get("name", "")
        )
    except (InputError, StateError) as error:
        return _refused(error)
    if codes:
        return render_template("accounts/recovery_codes.html", words=words_of(WORDS), codes=codes)
    flash(words_of(WORDS)["passkey_added"], "good")
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/passkeys/<passkey>/remove")
def remove_passkey(passkey: str) -> Response:
    """Take one's own passkey away."""
    own_passkeys.remove(installation(), visitor(), passkey)
    flash(words_of(WORDS)["passkey_removed"], "good")
    return redirect(url_for("accounts.account"))


def _refused(error: LetopisError) -> tuple[str, int]:
    flash(text_of(error), "bad")
    return _page(), 400


def _page() -> str:
    site = installation().settings.site
    return render_template(
        "accounts/new_passkey.html",
        words=words_of(WORDS),
        party=relying_party(site, request.host),
        origin=site.origin,
    )
