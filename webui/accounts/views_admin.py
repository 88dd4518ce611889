"""Pages of the administrator: accounts made, blocked, given a one-time password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webui.access import Permission, installation, load_school
from webui.accounts import manage
from webui.accounts.blueprint import blueprint
from webui.accounts.words import WORDS
from webui.language import words_of
from webui.typed import day

MANAGE = Permission.ACCOUNTS_MANAGE


@blueprint.get("/accounts")
def accounts() -> str:
    """Everybody on the staff, and their accounts."""
    door = load_school(MANAGE)
    with installation().workshop.transaction() as session:
        lines = manage.accounts(session, door.school)
    without = [(line.person, line.name) for line in lines if line.account is None]
    provider = installation().settings.oidc
    return render_template(
        "accounts/accounts.html", words=words_of(WORDS), lines=lines, people=without, provider=provider
    )


@blueprint.post("/accounts")
def create() -> str:
    """Give a person an account; its one-time password is shown once."""
    door, opened = load_school(MANAGE), installation()
    workshop, at, form = opened.workshop, opened.clock.now(), request.form
    with workshop.transaction() as session:
        person = form.get("person") or manage.add_person(
            session, door.school, form.get("name", ""), workshop.entropy
        )
        account, code = manage.create_account(
            session,
            door.actor,
            person,
            form.get("login", ""),
            day("until", "form.date"),
            at,
            workshop.entropy,
        )
    return _code_page(account.login, code)


@blueprint.post("/accounts/<account>/block")
def block(account: str) -> Response:
    """Shut an account."""
    door, opened = load_school(MANAGE), installation()
    with opened.workshop.transaction() as session:
        row = manage.get_account(session, door.school, account)
        manage.block(session, door.actor, row, opened.clock.now(), opened.workshop.entropy)
    flash(words_of(WORDS)["blocked_done"].format(login=row.login), "good")
    return redirect(url_for("accounts.accounts"))


@blueprint.post("/accounts/<account>/unblock")
def unblock(account: str) -> Response:
    """Open an account again."""
    door, opened = load_school(MANAGE), installation()
    with opened.workshop.transaction() as session:
        row = manage.get_account(session, door.school, account)
        manage.unblock(session, door.actor, row, opened.clock.now(), opened.workshop.entropy)
    flash(words_of(WORDS)["unblocked_done"].format(login=row.login), "good")
    return redirect(url_for("accounts.accounts"))


@blueprint.post("/accounts/<account>/reset")
def reset(account: str) -> str:
    """Give a one-time password in place of the password and the second factor."""
    door, opened = load_school(MANAGE), installation()
    with opened.workshop.transaction() as session:
        row = manage.get_account(session, door.school, account)
        code = manage.reset(session, door.actor, row, opened.clock.now(), opened.workshop.entropy)
    return _code_page(row.login, code)


def _code_page(login: str, code: str) -> str:
    return render_template("accounts/one_time.html", words=words_of(WORDS), login=login, code=code)
