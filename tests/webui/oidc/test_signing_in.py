"""Signing in through a provider: known people only, linked by their own hand or named by an administrator."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webui.accounts.people import by_password, change_account, events, sign_in
from tests.webui.clocks import MovingClock
from tests.webui.oidc.conftest import Trip, going_on, set_up
from tests.webui.oidc.provider import LocalProvider
from tests.webui.visitors import ADMINISTRATOR, DEPUTY, installation_of, signed_in
from webui.accounts.second_factor import new_secret
from webui.accounts.words import RU
from webui.oidc import entering


def named_by_administrator(app: Flask, which: str, text: str) -> FlaskClient:
    client = signed_in(app, ADMINISTRATOR)
    answer = client.post(f"/accounts/{which}/oidc", data={"named": text})
    assert answer.status_code == 302, answer.text
    return client


def test_whoever_linked_their_account_is_let_in(trip: Trip, linked: str) -> None:
    assert trip.enter().location == "/home"
    assert "Громова" in trip.client.get("/account").text


def test_linking_and_signing_in_are_events(app: Flask, trip: Trip, linked: str) -> None:
    trip.enter()
    assert events(app, "identity.linked")[0]["subject"]["account"] == linked
    assert events(app, "session.started")[-1]["subject"]["way"] == "provider"


def test_nobody_unknown_is_let_in_or_made(app: Flask, trip: Trip, teacher: str) -> None:
    before = signed_in(app, ADMINISTRATOR).get("/accounts").text.count("<tr>")
    assert "oidc.unknown" in trip.said(trip.enter())
    assert signed_in(app, ADMINISTRATOR).get("/accounts").text.count("<tr>") == before


def test_where_one_wanted_to_go_is_kept(trip: Trip, linked: str) -> None:
    assert trip.client.get(trip.out("/sign-in/oidc?next=/notices")).location == "/notices"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_to_another_site(trip: Trip, linked: str, elsewhere: str) -> None:
    assert trip.client.get(trip.out(f"/sign-in/oidc?next={elsewhere}")).location == "/home"


def test_a_blocked_account_reads_like_an_unknown_one(app: Flask, trip: Trip, linked: str) -> None:
    change_account(app, linked, active=False)
    assert "oidc.unknown" in trip.said(trip.enter())


def test_whoever_unlinked_is_unknown_again(app: Flask, trip: Trip, linked: str) -> None:
    client = by_password(app, "gromova")
    client.post("/account/oidc/unlink")
    assert "oidc.unknown" in trip.said(trip.enter())
    assert len(events(app, "identity.unlinked")) == 1


def test_an_administrator_names_a_subject(app: Flask, trip: Trip, teacher: str) -> None:
    named_by_administrator(app, teacher, "subject-1")
    assert trip.enter().location == "/home"


def test_a_named_employee_is_bound_to_the_first_subject_that_comes(
    app: Flask, provider: LocalProvider, clock: MovingClock, trip: Trip, teacher: str
) -> None:
    set_up(app, provider, clock, claim="employee_id")
    named_by_administrator(app, teacher, "17")
    provider.person = {"sub": "subject-1", "employee_id": 17}
    assert trip.enter().location == "/home"
    provider.person = {"sub": "another", "employee_id": 17}
    stranger = Trip(app.test_client(), provider)
    assert "oidc.unknown" in stranger.said(stranger.enter())


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_the_provider_has_not_verified_names_nobody(
    app: Flask, provider: LocalProvider, clock: MovingClock, trip: Trip, teacher: str, verified: object
) -> None:
    set_up(app, provider, clock, claim="email", scopes=("openid", "email"))
    named_by_administrator(app, teacher, "gromova@school.example")
    provider.person = {"sub": "s", "email": "gromova@school.example", "email_verified": verified}
    assert "oidc.unknown" in trip.said(trip.enter())


def test_a_verified_address_names_its_person_however_it_is_spelled(
    app: Flask, provider: LocalProvider, clock: MovingClock, trip: Trip, teacher: str
) -> None:
    set_up(app, provider, clock, claim="email", scopes=("openid", "email"))
    named_by_administrator(app, teacher, "gromova@school.example")
    provider.person = {"sub": "s", "email": "Gromova@School.example", "email_verified": True}
    assert trip.enter().location == "/home"


def test_two_accounts_do_not_share_a_subject(app: Flask, linked: str, trip: Trip) -> None:
    client = signed_in(app, DEPUTY)
    came = client.get(trip.answer(going_on(client)))
    assert "oidc.taken" in client.get(came.location).text


def with_factor(app: Flask, which: str) -> None:
    change_account(app, which, totp=new_secret(installation_of(app).workshop.entropy))


def test_the_schools_second_factor_follows(app: Flask, trip: Trip, linked: str) -> None:
    with_factor(app, linked)
    assert trip.enter().location.startswith("/sign-in/code")
    assert trip.client.get("/home").status_code == 302


def test_the_providers_second_factor_counts_only_where_settings_say_so(
    app: Flask, provider: LocalProvider, clock: MovingClock, trip: Trip, linked: str
) -> None:
    with_factor(app, linked)
    provider.person = {"sub": "subject-1", "amr": ["pwd", "mfa"], "acr": "gold"}
    assert trip.enter().location.startswith("/sign-in/code")
    for trusted in ({"amr": ("mfa",)}, {"acr": ("gold",)}):
        set_up(app, provider, clock, **trusted)
        assert Trip(app.test_client(), provider).enter().location == "/home"


def test_a_provider_that_is_down_leaves_the_password(
    provider: LocalProvider, clock: MovingClock, trip: Trip, linked: str
) -> None:
    provider.down = True
    clock.pass_by(timedelta(hours=1))  # what was kept of it is too old
    refused = trip.client.get("/sign-in/oidc")
    assert "Войдите по паролю" in trip.said(refused)
    assert sign_in(trip.client, "gromova").location == "/home"


def test_a_provider_that_goes_down_on_the_way_is_away(
    provider: LocalProvider, trip: Trip, linked: str
) -> None:
    back = trip.out()
    provider.down = True
    assert "oidc.away" in trip.said(trip.client.get(back))


def test_documents_of_the_provider_are_kept_for_an_hour(
    app: Flask, provider: LocalProvider, clock: MovingClock, linked: str
) -> None:
    for _ in range(3):
        Trip(app.test_client(), provider).enter()
    assert provider.asked.count("/.well-known/openid-configuration") == 1
    clock.pass_by(timedelta(hours=1))
    Trip(app.test_client(), provider).enter()
    assert provider.asked.count("/.well-known/openid-configuration") == 2


def test_nothing_is_asked_before_somebody_comes(app: Flask, provider: LocalProvider) -> None:
    app.test_client().get("/sign-in")
    assert provider.asked == []


def test_without_a_provider_there_is_no_such_way_in(app: Flask, provider: LocalProvider) -> None:
    opened = installation_of(app)
    app.extensions["letopis"] = replace(opened, settings=replace(opened.settings, oidc=None))
    client = app.test_client()
    assert client.get("/sign-in/oidc").status_code == 404
    assert "/sign-in/oidc" not in client.get("/sign-in").text


def test_the_form_of_the_sign_in_offers_it_by_name(app: Flask) -> None:
    assert RU["through"].format(name="Школьный вход") in app.test_client().get("/sign-in").text


def test_the_provider_sends_browsers_to_the_address_of_the_settings(trip: Trip, linked: str) -> None:
    sent = trip.client.get("/sign-in/oidc", headers={"Host": "evil.example"}).location
    assert "evil.example" not in sent
    assert entering.BACK.replace("/", "%2F") in sent
