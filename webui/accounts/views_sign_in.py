"""Pages of the way in and out: password, second factor, passkey, one click in a demo installation, sign-out."""

from __future__ import annotations

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from records.errors import InputError
from webui.access import installation, visitor, visitor_or_none
from webui.accounts import passkey_sign_in
from webui.accounts.blueprint import blueprint
from webui.accounts.onward import own_path
from webui.accounts.relying_party import relying_party
from webui.accounts.sessions import end_one
from webui.accounts.signing_in import (
    SecondWays,
    begin_anew,
    demo_people,
    enter_demo,
    first_step,
    second_step,
    second_ways,
)
from webui.accounts.views_passkeys import party_here
from webui.accounts.words import WORDS
from webui.language import text_of, words_of
from webui.secrets import read_site_key


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | Response | tuple[str, int]:
    """The form; a right login and password lead on."""
    onward = own_path(request.values.get("next"))
    if request.method == "GET":
        if visitor_or_none():
            return _onward(onward)
        begin_anew()
        return _form(onward)
    try:
        more = first_step(installation(), request.form.get("login", ""), request.form.get("password", ""))
    except InputError as error:
        flash(text_of(error), "bad")
        return _form(onward), 401
    return redirect(url_for("accounts.sign_in_code", next=onward)) if more else _onward(onward)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
def sign_in_code() -> str | Response | tuple[str, int]:
    """The second factor, for whoever has passed the first."""
    onward, opened = own_path(request.values.get("next")), installation()
    ways = second_ways(opened)
    if ways is None:
        return redirect(url_for("accounts.sign_in", next=onward))
    if request.method == "GET":
        return _second_form(ways, onward)
    try:
        second_step(opened, read_site_key(opened.settings.data), request.form.get("code", ""))
    except InputError as error:
        flash(text_of(error), "bad")
        return _second_form(ways, onward), 401
    return _onward(onward)


@blueprint.post("/sign-in/passkey/question")
def sign_in_question() -> Answer:
    """What an authenticator is asked, for the page's program."""
    return Answer(passkey_sign_in.ask(installation(), party_here()), mimetype="application/json")


@blueprint.post("/sign-in/passkey")
def sign_in_passkey() -> str | Response | tuple[str, int]:
    """A passkey's answer, alone or as the second step."""
    onward, opened = own_path(request.form.get("next")), installation()
    ways = second_ways(opened)
    try:
        passkey_sign_in.enter(opened, party_here(), request.form.get("credential", ""))
    except InputError as error:
        flash(text_of(error), "bad")
        return (_second_form(ways, onward) if ways else _form(onward)), 401
    return _onward(onward)


@blueprint.post("/sign-in/demo")
def sign_in_demo() -> Response:
    """One click, in a demo installation only."""
    enter_demo(installation(), request.form.get("person", ""))
    return _onward(own_path(request.form.get("next")))


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this session."""
    asking, opened = visitor(), installation()
    with opened.workshop.transaction() as session:
        end_one(session, asking, asking.session, opened.clock.now(), opened.workshop.entropy)
    cookie.clear()
    answer = redirect(url_for("accounts.sign_in"))
    # Not "storage": marks that were not sent yet wait there for whoever typed them (ASVS 14.3.1).
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _form(onward: str | None) -> str:
    return render_template(
        "accounts/sign_in.html",
        words=words_of(WORDS),
        onward=onward,
        people=demo_people(installation()),
        provider=installation().settings.oidc,
        party=relying_party(installation().settings.site, request.host),
    )


def _second_form(ways: SecondWays, onward: str | None) -> str:
    site = installation().settings.site
    return render_template(
        "accounts/sign_in_code.html",
        words=words_of(WORDS),
        onward=onward,
        ways=ways,
        party=relying_party(site, request.host),
        origin=site.origin,
    )


def _onward(onward: str | None) -> Response:
    return redirect(onward or url_for("home.page"))
