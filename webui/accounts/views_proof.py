"""The page that asks password or passkey again before what must not be done by whoever finds an open session.

What was asked for is carried through the page and asked once more by hand: nothing is done twice or by another site.
"""

from __future__ import annotations

from flask import Response as Answer
from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.errors import InputError
from webui.access import installation, visitor, wants_json
from webui.accounts import proof
from webui.accounts.blueprint import blueprint
from webui.accounts.onward import own_path
from webui.accounts.own import own_account
from webui.accounts.relying_party import relying_party
from webui.accounts.views_passkeys import party_here
from webui.accounts.words import WORDS
from webui.language import text_of, words_of
from webui.routes import PROVED

CARRIED = "carried."


def ask_proof() -> Answer | tuple[str, int] | None:
    """Stand before what wants proof, after the CSRF token was found right: the question, or None to go on."""
    if request.endpoint not in PROVED or visitor().proved:
        return None
    words = words_of(WORDS)
    if wants_json():
        answer = jsonify(code="proof.wanted", text=words["proof_lead"])
        answer.status_code = 403
        return answer
    carried = [
        (CARRIED + name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"
    ]
    return _page(request.full_path.rstrip("?"), request.method, carried), 403


@blueprint.post("/account/prove")
def prove() -> str | Response | tuple[str, int]:
    """The password, and on with what was asked for."""
    try:
        proof.by_password(installation(), visitor(), request.form.get("proof", ""))
    except InputError as error:
        return _again(error)
    return _go_on()


@blueprint.post("/account/prove/question")
def prove_question() -> Answer:
    """What an authenticator is asked, for the page's program."""
    return Answer(proof.ask(installation(), visitor(), party_here()), mimetype="application/json")


@blueprint.post("/account/prove/passkey")
def prove_passkey() -> str | Response | tuple[str, int]:
    """A passkey's answer, and on with what was asked for."""
    try:
        proof.by_passkey(installation(), visitor(), party_here(), request.form.get("credential", ""))
    except InputError as error:
        return _again(error)
    return _go_on()


def _go_on() -> str | Response:
    target = own_path(request.form.get("target")) or url_for("accounts.account")
    if request.form.get("method") != "POST":
        return redirect(target)
    fields = [(name.removeprefix(CARRIED), value) for name, value in _carried()]
    return render_template("accounts/proved.html", words=words_of(WORDS), target=target, fields=fields)


def _again(error: InputError) -> tuple[str, int]:
    flash(text_of(error), "bad")
    target = own_path(request.form.get("target")) or url_for("accounts.account")
    return _page(target, request.form.get("method", "GET"), _carried()), 400


def _carried() -> list[tuple[str, str]]:
    return [one for one in request.form.items(multi=True) if one[0].startswith(CARRIED)]


def _page(target: str, method: str, carried: list[tuple[str, str]]) -> str:
    opened = installation()
    return render_template(
        "accounts/prove.html",
        words=words_of(WORDS),
        own=own_account(opened, visitor()),
        party=relying_party(opened.settings.site, request.host),
        target=target,
        method=method,
        carried=carried,
    )
