"""Pages of signing in through the provider: out, back, linking one's own account, naming another's."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from records.errors import StateError
from records.school.tables import Person
from webui.access import Permission, installation, load_school, visitor, visitor_or_none
from webui.accounts.manage import get_account
from webui.accounts.onward import own_path
from webui.accounts.tables import Account
from webui.language import text_of, words_of
from webui.oidc.entering import BACK, Answer, come_back, go_out, provider_of
from webui.oidc.errors import OidcError
from webui.oidc.identities import identity_of, name, unlink
from webui.oidc.words import WORDS

blueprint = Blueprint("oidc", __name__)
MANAGE = Permission.ACCOUNTS_MANAGE


@blueprint.get("/sign-in/oidc")
def enter() -> Response:
    """Out to the provider. It changes nothing but this browser's cookie, so it may be a link."""
    onward = own_path(request.args.get("next"))
    try:
        return redirect(go_out(installation(), None, onward))
    except OidcError as error:
        return _refused(error)


@blueprint.get(BACK)
def back() -> Response:
    """Back from the provider."""
    args = request.args
    answer = Answer(args.get("state", ""), args.get("code", ""), args.get("iss"), "error" in args)
    try:
        entered = come_back(installation(), answer, visitor_or_none())
    except (OidcError, StateError) as error:
        return _refused(error)
    if entered.linked:
        flash(words_of(WORDS)["linked_done"], "good")
        return redirect(url_for("oidc.own"))
    onward = own_path(entered.onward)
    if entered.more:
        return redirect(url_for("accounts.sign_in_code", next=onward))
    return redirect(onward or url_for("home.page"))


def _refused(error: OidcError | StateError) -> Response:
    flash(f"{text_of(error)} [{error.code}]", "bad")
    return redirect(url_for("oidc.own" if visitor_or_none() else "accounts.sign_in"))


@blueprint.get("/account/oidc")
def own() -> str:
    """Whether I can sign in through the provider."""
    asking, opened = visitor(), installation()
    setting = opened.settings.oidc
    with opened.workshop.reading() as session:
        account = session.get_one(Account, (asking.school, asking.account))
        row = identity_of(session, account, setting.issuer) if setting else None
    return render_template("oidc/own.html", words=words_of(WORDS), setting=setting, row=row)


@blueprint.post("/account/oidc")
def link_own() -> str | Response:
    """Link my account: a page whose link leads to the provider, for the site's policy lets no form lead away."""
    asking, opened = visitor(), installation()
    try:
        address = go_out(opened, asking, None)
    except OidcError as error:
        return _refused(error)
    setting = provider_of(opened).setting
    return render_template("oidc/go.html", words=words_of(WORDS), setting=setting, address=address)


@blueprint.post("/account/oidc/unlink")
def unlink_own() -> Response:
    """Sign in with the password alone again."""
    asking, opened = visitor(), installation()
    issuer, at, entropy = provider_of(opened).setting.issuer, opened.clock.now(), opened.workshop.entropy
    with opened.workshop.transaction() as session:
        account = session.get_one(Account, (asking.school, asking.account))
        unlink(session, asking.actor, account, issuer, at, entropy)
    flash(words_of(WORDS)["unlinked_done"], "good")
    return redirect(url_for("oidc.own"))


@blueprint.get("/accounts/<account>/oidc")
def of_account(account: str) -> str:
    """Whom the provider brings for this account."""
    door, opened = load_school(MANAGE), installation()
    setting = opened.settings.oidc
    with opened.workshop.reading() as session:
        row = get_account(session, door.school, account)
        person = session.get_one(Person, (door.school, row.person_id)).name
        found = identity_of(session, row, setting.issuer) if setting else None
    return render_template(
        "oidc/staff.html", words=words_of(WORDS), account=row, person=person, setting=setting, row=found
    )


@blueprint.post("/accounts/<account>/oidc")
def name_for(account: str) -> Response:
    """Name whom the provider brings for this account."""
    door, opened = load_school(MANAGE), installation()
    setting, at, entropy = provider_of(opened).setting, opened.clock.now(), opened.workshop.entropy
    with opened.workshop.transaction() as session:
        row = get_account(session, door.school, account)
        name(session, door.actor, row, setting, request.form.get("named", ""), at, entropy)
    flash(words_of(WORDS)["named_done"], "good")
    return redirect(url_for("oidc.of_account", account=account))


@blueprint.post("/accounts/<account>/oidc/unlink")
def unlink_for(account: str) -> Response:
    """Forget whom the provider brings for this account."""
    door, opened = load_school(MANAGE), installation()
    issuer, at, entropy = provider_of(opened).setting.issuer, opened.clock.now(), opened.workshop.entropy
    with opened.workshop.transaction() as session:
        row = get_account(session, door.school, account)
        unlink(session, door.actor, row, issuer, at, entropy)
    flash(words_of(WORDS)["unlinked_done"], "good")
    return redirect(url_for("oidc.of_account", account=account))
