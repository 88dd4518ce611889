"""Pages of one's own account: home, sessions, password, second factor."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from records.errors import InputError, NotFoundError
from webui.access import installation, visitor
from webui.accounts import second_factor as factor
from webui.accounts.blueprint import blueprint
from webui.accounts.own import change_password, end_every_session, install_factor, own_account
from webui.accounts.people import holders
from webui.accounts.sessions import end_one
from webui.accounts.words import WORDS
from webui.language import text_of, words_of

SECRET = "second_factor"  # noqa: S105


@blueprint.get("/account")
def account() -> str:
    """One's own account: posts, sessions, ways in."""
    asking, opened = visitor(), installation()
    return render_template(
        "accounts/account.html",
        words=words_of(WORDS),
        names=holders(opened, asking),
        own=own_account(opened, asking),
        provider=opened.settings.oidc,
    )


@blueprint.post("/account/sessions/<which>/end")
def end_session(which: str) -> Response:
    """End one of one's own sessions."""
    asking, opened = visitor(), installation()
    with opened.workshop.transaction() as session:
        if not end_one(session, asking, which, opened.clock.now(), opened.workshop.entropy):
            raise NotFoundError("session.unknown", "Такого сеанса нет.", "there is no such session")
    flash(words_of(WORDS)["session_ended"], "good")
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/sessions/end")
def end_sessions() -> Response:
    """End every session of one's own, this one too."""
    end_every_session(installation(), visitor())
    cookie.clear()
    return redirect(url_for("accounts.sign_in"))


@blueprint.route("/account/password", methods=["GET", "POST"])
def password() -> str | Response | tuple[str, int]:
    """Change one's password; the first time it must be changed."""
    asking, words, form = visitor(), words_of(WORDS), request.form
    if request.method == "GET":
        return render_template("accounts/password.html", words=words)
    try:
        if form.get("new") != form.get("again"):
            raise InputError("password.again", "Новый пароль введён по-разному.", "the new passwords differ")
        change_password(installation(), asking, form.get("old", ""), form.get("new", ""))
    except InputError as error:
        flash(text_of(error), "bad")
        return render_template("accounts/password.html", words=words), 400
    flash(words["password_changed"], "good")
    return redirect(url_for("accounts.account"))


@blueprint.get("/account/second-factor")
def second_factor() -> str:
    """A secret to scan; a code of it will prove that it was scanned."""
    cookie[SECRET] = factor.new_secret(installation().workshop.entropy)
    return _to_scan(cookie[SECRET])


@blueprint.post("/account/second-factor")
def add_second_factor() -> str | tuple[str, int]:
    """Take the secret as second factor and show the recovery codes, once."""
    asking, opened, words = visitor(), installation(), words_of(WORDS)
    secret = str(cookie.get(SECRET) or factor.new_secret(opened.workshop.entropy))
    step = factor.matching_step(secret, request.form.get("code", ""), opened.clock.now())
    try:
        if step is None:
            raise InputError("factor.code", words["code_wrong"], words["code_wrong"])
        codes = install_factor(opened, asking, request.form.get("old", ""), secret, step)
    except InputError as error:
        flash(text_of(error), "bad")
        return _to_scan(secret), 400
    del cookie[SECRET]
    return render_template("accounts/recovery_codes.html", words=words, codes=codes)


def _to_scan(secret: str) -> str:
    asking = visitor()
    own = own_account(installation(), asking)
    return render_template(
        "accounts/second_factor.html",
        words=words_of(WORDS),
        own=own,
        picture=factor.picture_of(factor.address_of(secret, asking.login)),
        secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
    )
