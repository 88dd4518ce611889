"""Signing in and linking through the provider: a browser is sent out, comes back, and is signed in or refused.

The try is used up, and committed, before the provider is asked; the provider is asked outside any transaction. The
school's own second factor follows unless the settings trust the provider's. It renders nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from records.errors import NotFoundError
from records.school.tables import School
from webui.accounts.sessions import Way, open_account, start
from webui.accounts.signing_in import go_on
from webui.accounts.tables import Account
from webui.installation import Installation
from webui.oidc.errors import cancelled, refused, unknown
from webui.oidc.identities import account_of, link
from webui.oidc.provider import Provider, Return
from webui.oidc.token import Known
from webui.oidc.tries import Came, receive, send
from webui.visitor import Visitor

BACK = "/sign-in/oidc/back"
_KEPT = "letopis.oidc"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider's answer brings in the address."""

    state: str
    code: str
    issuer: str | None
    refused: bool


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of it: linked, signed in, or a second factor that must follow; and where to go then."""

    linked: bool
    more: bool
    onward: str | None


def provider_of(opened: Installation) -> Provider:
    """The provider of the settings, its documents kept by this process. Raises NotFoundError, SetupError."""
    setting = opened.settings.oidc
    if setting is None:
        raise NotFoundError(
            "oidc.off",
            "Вход через службу в этой школе не настроен.",
            "signing in through a provider is not set up here",
        )
    kept = current_app.extensions.get(_KEPT)
    if not isinstance(kept, Provider) or kept.setting != setting:
        kept = Provider(setting, opened.settings.secret(setting.secret_file, opened.environment.oidc_secret))
        current_app.extensions[_KEPT] = kept
    return kept


def go_out(opened: Installation, linking: Visitor | None, onward: str | None) -> str:
    """Begin; the provider's address for this browser. Raises OidcError when the provider is away."""
    provider, at, workshop = provider_of(opened), opened.clock.now(), opened.workshop
    provider.endpoints(at)
    with workshop.transaction() as session:
        sent = send(session, workshop.school, linking, onward, at, workshop.entropy)
    return provider.address(sent.state, sent.nonce, sent.verifier, _redirect(opened), at)


def come_back(opened: Installation, answer: Answer, asking: Visitor | None) -> Entered:
    """Sign in, or link, whom the provider brought. Raises OidcError, StateError `oidc.taken`."""
    provider, at, workshop = provider_of(opened), opened.clock.now(), opened.workshop
    with workshop.transaction() as session:
        came = receive(session, workshop.school, answer.state, at)
    if answer.refused or not answer.code:
        raise cancelled()
    # RFC 9207: the answer of another provider is not ours, whatever it brought.
    named = answer.issuer is not None or provider.endpoints(at).names_issuer
    if named and answer.issuer != provider.setting.issuer:
        raise refused("oidc.issuer")
    back = Return(answer.code, came.sent.verifier, came.sent.nonce, _redirect(opened))
    known = provider.redeem(back, at)
    with workshop.transaction() as session:
        if came.account is not None:
            return _link(opened, session, came, asking, known, at)
        more = _enter(opened, session, known, at)
    return Entered(linked=False, more=more, onward=came.sent.onward)


def _link(
    opened: Installation, session: Session, came: Came, asking: Visitor | None, known: Known, at: datetime
) -> Entered:
    if asking is None or (asking.account, asking.session) != (came.account, came.session):
        raise refused("oidc.session")
    account = session.get_one(Account, (asking.school, asking.account))
    link(session, asking.actor, account, known, at, opened.workshop.entropy)
    return Entered(linked=True, more=False, onward=None)


def _enter(opened: Installation, session: Session, known: Known, at: datetime) -> bool:
    """A session for whom the school knows; whether a second factor must follow."""
    account = account_of(session, opened.workshop.school, known)
    zone = session.get_one(School, opened.workshop.school).zone
    # A blocked account reads like an unknown one: a stranger learns nothing of it.
    if account is None or not open_account(account, at, zone):
        raise unknown()
    if known.second_factor:
        start(session, account, Way.PROVIDER, at, opened.workshop.entropy)
        return False
    return go_on(session, account, Way.PROVIDER, at, opened.workshop.entropy)


def _redirect(opened: Installation) -> str:
    """The one address that the provider sends browsers back to: by the settings, whatever host was asked for."""
    return opened.settings.site.origin.rstrip("/") + BACK
