"""Pages for whoever cannot sign in: ask for a code by letter, and set a password by login and code."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.errors import InputError
from webui.access import installation
from webui.language import text_of, words_of
from webui.mail.blueprint import blueprint
from webui.mail.new_password import Given, ask, by_letter, set_by_code
from webui.mail.words import WORDS


@blueprint.route("/sign-in/forgotten", methods=["GET", "POST"])
def forgotten() -> str | Response:
    """Ask for a code; the next page is the same whoever asked."""
    if request.method == "POST":
        ask(installation(), request.form.get("login", ""))
        return redirect(url_for("mail.new_password"))
    return render_template("mail/forgotten.html", words=words_of(WORDS), on=by_letter(installation()))


@blueprint.route("/sign-in/new-password", methods=["GET", "POST"])
def new_password() -> str | Response | tuple[str, int]:
    """Set a password by the code of a letter."""
    words, form = words_of(WORDS), request.form
    if request.method == "GET":
        return render_template("mail/new_password.html", words=words)
    try:
        if form.get("new") != form.get("again"):
            raise InputError("mail.password_again", words["new_differs"], words["new_differs"])
        set_by_code(installation(), Given(form.get("login", ""), form.get("code", ""), form.get("new", "")))
    except InputError as error:
        flash(text_of(error), "bad")
        return render_template("mail/new_password.html", words=words), 400
    flash(words["new_done"], "good")
    return redirect(url_for("accounts.sign_in"))
