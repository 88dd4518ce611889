"""Passkeys of one's own: added, listed, removed, asked for again; what the log and the other sessions see of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webui.accounts import keys
from tests.webui.accounts.authenticator import (
    BACKED_UP,
    MAY_BE_COPIED,
    PRESENT,
    VERIFIED,
    Authenticator,
    Bent,
)
from tests.webui.accounts.people import by_password, events, give_account, sign_in
from tests.webui.clocks import MovingClock
from tests.webui.visitors import ADMINISTRATOR, DIRECTOR, installation_of, signed_in
from webui.accounts.challenges import LASTS
from webui.accounts.relying_party import RelyingParty, relying_party
from webui.accounts.words import RU
from webui.settings import SiteSetting


@pytest.fixture
def device() -> Authenticator:
    return Authenticator()


def test_the_first_passkey_brings_ten_recovery_codes(client: FlaskClient, device: Authenticator) -> None:
    page = keys.enrol(client, device).text
    assert len(set(re.findall(r"<li><code>([a-z2-7-]{29})</code>", page))) == 10


def test_the_second_passkey_brings_none(client: FlaskClient, device: Authenticator) -> None:
    keys.enrol(client, device)
    assert keys.enrol(client, Authenticator(b"another")).location == "/account"


def test_a_passkey_is_listed_by_its_name(client: FlaskClient, device: Authenticator) -> None:
    keys.enrol(client, device, name="Телефон <b>")
    assert "Телефон &lt;b&gt;" in client.get("/account").text


def test_what_the_authenticator_told_is_kept(app: Flask, client: FlaskClient, device: Authenticator) -> None:
    keys.enrol(client, device, Bent(flags=PRESENT | VERIFIED | MAY_BE_COPIED | BACKED_UP))
    (row,) = keys.rows(app)
    assert (row.transports, row.may_be_copied, row.backed_up) == ("hybrid,internal", True, True)


def test_an_authenticator_is_told_which_passkeys_there_are(
    client: FlaskClient, device: Authenticator
) -> None:
    keys.enrol(client, device)
    asked = keys.question(client, keys.ASK_NEW)
    assert [one["id"] for one in asked["excludeCredentials"]] == ["Y3JlZGVudGlhbCBvZiB0aGUgdGVzdHM"]


def test_a_new_passkey_is_asked_to_know_its_user_and_to_be_found_without_a_login(client: FlaskClient) -> None:
    asked = keys.question(client, keys.ASK_NEW)["authenticatorSelection"]
    assert (asked["userVerification"], asked["residentKey"]) == ("required", "required")


@pytest.mark.parametrize(
    "bent",
    [
        Bent(origin="http://evil.example"),
        Bent(origin="https://localhost"),
        Bent(rp_id="evil.example"),
        Bent(flags=PRESENT),
        Bent(flags=VERIFIED),
        Bent(kind="webauthn.get"),
        Bent(challenge="AAAA"),
    ],
)
def test_a_passkey_made_wrongly_is_refused(
    app: Flask, client: FlaskClient, device: Authenticator, bent: Bent
) -> None:
    assert (keys.enrol(client, device, bent).status_code, keys.rows(app)) == (400, [])


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "[" * 50_000, "x" * 100_000])
def test_what_is_no_answer_is_refused_in_words(client: FlaskClient, answer: str) -> None:
    keys.question(client, keys.ASK_NEW)
    assert client.post(keys.ADD, data={"credential": answer, "name": "x"}).status_code == 400


def test_a_passkey_is_added_with_its_challenge_once(
    app: Flask, client: FlaskClient, device: Authenticator
) -> None:
    made = device.make(keys.question(client, keys.ASK_NEW))
    with client.session_transaction() as cookie:
        held = dict(cookie)
    client.post(keys.ADD, data={"credential": made, "name": "x"})
    with client.session_transaction() as cookie:
        cookie.update(held)
    assert client.post(keys.ADD, data={"credential": made, "name": "x"}).status_code == 400


def test_a_challenge_is_forgotten_after_five_minutes(
    client: FlaskClient, device: Authenticator, clock: MovingClock
) -> None:
    made = device.make(keys.question(client, keys.ASK_NEW))
    clock.pass_by(LASTS)
    assert client.post(keys.ADD, data={"credential": made, "name": "x"}).status_code == 400


def test_the_challenge_of_another_session_is_refused(
    app: Flask, client: FlaskClient, device: Authenticator
) -> None:
    made = device.make(keys.question(client, keys.ASK_NEW))
    with client.session_transaction() as cookie:
        which = cookie["challenge"]
    other = by_password(app, "orlov")
    with other.session_transaction() as cookie:
        cookie["challenge"] = which
    assert other.post(keys.ADD, data={"credential": made, "name": "x"}).status_code == 400


def test_a_passkey_that_is_known_is_not_added_again(
    app: Flask, client: FlaskClient, device: Authenticator
) -> None:
    keys.enrol(client, device)
    give_account(app, DIRECTOR, "lebedeva")
    other = by_password(app, "lebedeva")
    assert keys.enrol(other, device).status_code == 400


def test_a_new_passkey_ends_the_other_sessions(
    app: Flask, client: FlaskClient, device: Authenticator
) -> None:
    phone = by_password(app, "orlov")
    keys.enrol(client, device)
    assert (phone.get("/account").status_code, client.get("/account").status_code) == (302, 200)


def test_a_removed_passkey_opens_nothing(app: Flask, client: FlaskClient, device: Authenticator) -> None:
    keys.enrol(client, device)
    client.post(f"/account/passkeys/{keys.rows(app)[0].id}/remove")
    assert keys.enter(app.test_client(), device).status_code == 401


def test_the_recovery_codes_go_with_the_last_passkey(
    app: Flask, client: FlaskClient, device: Authenticator
) -> None:
    keys.enrol(client, device)
    client.post(f"/account/passkeys/{keys.rows(app)[0].id}/remove")
    assert sign_in(app.test_client(), "orlov").location == "/home"


def test_nobody_removes_anothers_passkey(app: Flask, client: FlaskClient, device: Authenticator) -> None:
    keys.enrol(client, device)
    which = keys.rows(app)[0].id
    assert signed_in(app, ADMINISTRATOR).post(f"/account/passkeys/{which}/remove").status_code == 404


def test_an_administrators_reset_takes_the_passkeys_away(
    app: Flask, client: FlaskClient, device: Authenticator
) -> None:
    keys.enrol(client, device)
    account = keys.rows(app)[0].account_id
    signed_in(app, ADMINISTRATOR).post(f"/accounts/{account}/reset")
    assert keys.rows(app) == []


def test_the_administrators_list_counts_a_passkey_as_second_factor(
    app: Flask, client: FlaskClient, device: Authenticator
) -> None:
    keys.enrol(client, device)
    line = next(
        row for row in signed_in(app, ADMINISTRATOR).get("/accounts").text.split("<tr>") if "orlov" in row
    )
    assert f"<td>{RU['yes']}</td>" in line


@pytest.mark.parametrize(("kind", "count"), [("passkey.added", 1), ("passkey.removed", 1)])
def test_coming_and_going_are_told_in_the_log(
    app: Flask, client: FlaskClient, device: Authenticator, kind: str, count: int
) -> None:
    keys.enrol(client, device)
    client.post(f"/account/passkeys/{keys.rows(app)[0].id}/remove")
    assert len(events(app, kind)) == count


def test_a_password_opens_the_door_to_a_new_passkey_for_ten_minutes(
    client: FlaskClient, clock: MovingClock
) -> None:
    before = client.get("/account/passkeys/new").status_code
    clock.pass_by(timedelta(minutes=10))
    assert (before, client.get("/account/passkeys/new").status_code) == (200, 403)


@pytest.fixture
def elsewhere(app: Flask, client: FlaskClient) -> FlaskClient:
    """The site was opened by another name than that of its settings."""
    opened = installation_of(app)
    settings = replace(opened.settings, site=SiteSetting(origin="http://journal.school.example"))
    app.extensions["letopis"] = replace(opened, settings=settings)
    return client


def test_by_another_name_of_the_site_the_page_says_where_passkeys_hold(elsewhere: FlaskClient) -> None:
    page = elsewhere.get("/account/passkeys/new").text
    assert ('href="http://journal.school.example"' in page, 'class="passkey"' in page) == (True, False)


@pytest.mark.parametrize("address", [keys.ASK, keys.ASK_NEW, keys.ASK_PROOF])
def test_by_another_name_of_the_site_nothing_is_asked(elsewhere: FlaskClient, address: str) -> None:
    assert elsewhere.post(address).status_code == 409


@pytest.mark.parametrize(
    ("origin", "host", "party"),
    [
        ("http://localhost:8000", "localhost:8001", RelyingParty("localhost", "http://localhost:8001")),
        ("http://localhost:8000", "127.0.0.1:8000", None),
        ("http://localhost:8000", "localhost.evil.example", None),
        (
            "https://j.school.example",
            "j.school.example",
            RelyingParty("j.school.example", "https://j.school.example"),
        ),
        ("https://j.school.example", "localhost", None),
        ("https://j.school.example:8443", "j.school.example", None),
    ],
)
def test_passkeys_hold_for_the_origin_of_the_settings(
    origin: str, host: str, party: RelyingParty | None
) -> None:
    assert relying_party(SiteSetting(origin=origin), host) == party
