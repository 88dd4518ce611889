"""Pages of the way in and out: login and password, second factor, one click in a demo installation, sign-out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from records.errors import InputError
from webui.access import installation, visitor, visitor_or_none
from webui.accounts.blueprint import blueprint
from webui.accounts.onward import own_path
from webui.accounts.sessions import end_one
from webui.accounts.signing_in import demo_people, enter_demo, first_step, second_step, waiting_for_second
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
    onward = own_path(request.values.get("next"))
    if not waiting_for_second():
        return redirect(url_for("accounts.sign_in", next=onward))
    page = "accounts/sign_in_code.html"
    if request.method == "GET":
        return render_template(page, words=words_of(WORDS), onward=onward)
    opened = installation()
    try:
        second_step(opened, read_site_key(opened.settings.data), request.form.get("code", ""))
    except InputError as error:
        flash(text_of(error), "bad")
        return render_template(page, words=words_of(WORDS), onward=onward), 401
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
    return redirect(url_for("accounts.sign_in"))


def _form(onward: str | None) -> str:
    return render_template(
        "accounts/sign_in.html", words=words_of(WORDS), onward=onward, people=demo_people(installation())
    )


def _onward(onward: str | None) -> Response:
    return redirect(onward or url_for("accounts.home"))
