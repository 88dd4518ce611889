"""Forged, stale, stolen and repeated answers of a provider: each is refused, and the provider is real."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc.jwk import RSAKey

from tests.webui.accounts.people import sign_in
from tests.webui.clocks import MovingClock
from tests.webui.oidc.conftest import Trip, going_on
from tests.webui.oidc.provider import CLIENT, LocalProvider, Token
from tests.webui.visitors import DEPUTY, signed_in


def changed(**values: object) -> Callable[[Token], None]:
    return lambda token: token.claims.update(values)


def without(name: str) -> Callable[[Token], None]:
    return lambda token: token.claims.__delitem__(name)


def unsigned(token: Token) -> None:
    token.header, token.key = {"alg": "none"}, b""


def signed_with_the_public_key(token: Token) -> None:
    """The old trick: what everybody can read, as the secret of an HMAC."""
    assert isinstance(token.key, RSAKey)
    token.header, token.key = {"alg": "HS256", "kid": "one"}, token.key.as_pem(private=False)


def signed_by_a_stranger(token: Token) -> None:
    token.key = RSAKey.generate_key(2048, {"kid": "one"})


def signed_with_an_unknown_key(token: Token) -> None:
    token.header["kid"], token.key = "other", RSAKey.generate_key(2048, {"kid": "other"})


FORGERIES = {
    "nonce of another sign-in": changed(nonce="0" * 64),
    "no nonce": without("nonce"),
    "another issuer": changed(iss="https://evil.example"),
    "another audience": changed(aud="another"),
    "another audience besides, unasked": changed(aud=[CLIENT, "another"], azp="another"),
    "another audience, and we the authorised party": changed(aud="another", azp=CLIENT),
    "no audience": without("aud"),
    "expired": changed(exp=1_700_000_000),
    "no expiry": without("exp"),
    "made in the future": changed(iat=4_000_000_000),
    "another access token": changed(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "no subject": without("sub"),
    "empty subject": changed(sub=""),
    "endless subject": changed(sub="s" * 256),
    "unsigned": unsigned,
    "HMAC with the public key": signed_with_the_public_key,
    "a stranger's key under our key's name": signed_by_a_stranger,
    "an unknown key": signed_with_an_unknown_key,
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=list(FORGERIES))
def test_a_forged_token_is_refused(
    trip: Trip, provider: LocalProvider, linked: str, forgery: Callable[[Token], None]
) -> None:
    provider.forge = forgery
    assert "oidc.token" in trip.said(trip.enter())
    assert trip.client.get("/home").status_code == 302


def test_an_answer_is_taken_once(trip: Trip, linked: str) -> None:
    back = trip.out()
    assert trip.client.get(back).location == "/home"
    trip.client.post("/sign-out")
    assert "oidc.state" in trip.said(trip.client.get(back))


def test_an_old_cookie_does_not_bring_a_used_answer_back(trip: Trip, app: Flask, linked: str) -> None:
    back = trip.out()
    kept = trip.client.get_cookie("letopis")
    assert kept
    trip.client.get(back)
    thief = app.test_client()
    thief.set_cookie("letopis", kept.value)
    assert "oidc.state" in Trip(thief, trip.provider).said(thief.get(back))


def test_an_answer_does_not_fit_another_browser(app: Flask, trip: Trip, linked: str) -> None:
    """Somebody is made to open the attacker's answer, to work in the attacker's account (login CSRF)."""
    back = trip.out()
    victim = Trip(app.test_client(), trip.provider)
    victim.out()
    assert "oidc.state" in victim.said(victim.client.get(back))


def test_a_code_that_was_injected_fails_at_the_provider(app: Flask, trip: Trip, linked: str) -> None:
    """PKCE: a stolen code in one's own answer."""
    stolen = parse_qs(urlsplit(trip.out()).query)["code"][0]
    thief = Trip(app.test_client(), trip.provider)
    own = thief.out()
    code = parse_qs(urlsplit(own).query)["code"][0]
    assert "oidc.code" in thief.said(thief.client.get(own.replace(code, stolen)))


def test_an_answer_that_comes_too_late_is_refused(trip: Trip, clock: MovingClock, linked: str) -> None:
    back = trip.out()
    clock.pass_by(timedelta(minutes=10))
    assert "oidc.state" in trip.said(trip.client.get(back))


def test_an_answer_that_nobody_asked_for_is_refused(trip: Trip, linked: str) -> None:
    assert "oidc.state" in trip.said(trip.client.get("/sign-in/oidc/back?state=x&code=y"))


def test_an_answer_of_another_issuer_is_refused(trip: Trip, linked: str) -> None:
    """Mix-up (RFC 9207)."""
    assert "oidc.issuer" in trip.said(trip.client.get(trip.out() + "&iss=https://evil.example"))


def test_a_sign_in_that_was_declined_says_so(trip: Trip, linked: str) -> None:
    state = parse_qs(urlsplit(trip.out()).query)["state"][0]
    said = trip.said(trip.client.get(f"/sign-in/oidc/back?state={state}&error=access_denied"))
    assert "oidc.cancelled" in said


def test_an_identity_is_not_linked_to_whoever_else_opens_the_answer(
    app: Flask, trip: Trip, teacher: str
) -> None:
    """The attacker begins to link, and lets the deputy head open the answer."""
    sign_in(trip.client, "gromova")
    back = trip.answer(going_on(trip.client))
    victim = signed_in(app, DEPUTY)
    assert "oidc.state" in victim.get(victim.get(back).location).text


def test_linking_ends_with_the_session_that_began_it(trip: Trip, teacher: str) -> None:
    sign_in(trip.client, "gromova")
    back = trip.answer(going_on(trip.client))
    with trip.client.session_transaction() as cookie:
        del cookie["token"]
    assert "oidc.session" in trip.said(trip.client.get(back))


def test_keys_that_were_renewed_are_fetched_once_a_minute(
    trip: Trip, provider: LocalProvider, clock: MovingClock, linked: str
) -> None:
    before = provider.key
    provider.key = RSAKey.generate_key(2048, {"kid": "two"})
    clock.pass_by(timedelta(minutes=2))
    try:
        assert trip.enter().location == "/home"
    finally:
        provider.key = before


def test_a_provider_that_names_another_issuer_is_not_used(
    trip: Trip, provider: LocalProvider, linked: str
) -> None:
    real, provider.issuer = provider.issuer, "https://evil.example"
    trip.client.application.extensions.pop("letopis.oidc")
    try:
        assert "oidc.discovery" in trip.said(trip.client.get("/sign-in/oidc"))
    finally:
        provider.issuer = real
