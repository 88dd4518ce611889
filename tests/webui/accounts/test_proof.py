"""Proof that it is you: what asks it, how long one answer is good, and what is carried through the page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webui.accounts import keys
from tests.webui.accounts.authenticator import PRESENT, Authenticator, Bent
from tests.webui.accounts.people import PASSWORD, by_password, give_account, sign_in
from tests.webui.clocks import MovingClock
from tests.webui.visitors import ADMINISTRATOR, DEPUTY, DIRECTOR, installation_of, signed_in
from webui.accounts.sessions import PROOF_LASTS
from webui.accounts.throttle import HERE
from webui.accounts.words import RU
from webui.routes import PROVED, ROUTES


@pytest.fixture
def admin(app: Flask, clock: MovingClock) -> FlaskClient:
    """The administrator, who signed in more than ten minutes ago."""
    give_account(app, ADMINISTRATOR, "nikitin")
    client = by_password(app, "nikitin")
    clock.pass_by(PROOF_LASTS)
    return client


@pytest.fixture
def victim(app: Flask, clock: MovingClock) -> str:
    return give_account(app, DEPUTY, "orlov")


def reset(client: FlaskClient, account: str) -> int:
    return client.post(f"/accounts/{account}/reset").status_code


def with_passkey(client: FlaskClient) -> Authenticator:
    """A passkey that was added after a fresh proof."""
    device = Authenticator()
    client.post("/account/prove", data={"proof": PASSWORD})
    keys.enrol(client, device)
    return device


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: value for name, value in found if name != "csrf_token"}


def test_a_password_of_long_ago_does_not_do(admin: FlaskClient, victim: str) -> None:
    assert reset(admin, victim) == 403


def test_a_fresh_password_does(app: Flask, clock: MovingClock, victim: str) -> None:
    give_account(app, ADMINISTRATOR, "nikitin")
    client = by_password(app, "nikitin")
    assert reset(client, victim) == 200


def test_what_was_refused_was_not_done(app: Flask, admin: FlaskClient, victim: str) -> None:
    reset(admin, victim)
    assert sign_in(app.test_client(), "orlov").status_code == 302


def test_after_the_password_it_goes_on_with_what_was_asked_for(
    app: Flask, admin: FlaskClient, clock: MovingClock
) -> None:
    form = {"name": "Новый Сотрудник Иванович", "login": "novy", "until": ""}
    asked = admin.post("/accounts", data=form)
    proved = admin.post("/account/prove", data={**hidden(asked.text), "proof": PASSWORD})
    assert 'action="/accounts"' in proved.text
    assert hidden(proved.text) == form
    assert RU["one_time_title"] in admin.post("/accounts", data=hidden(proved.text)).text


def test_a_page_that_wants_proof_is_shown_after_it(app: Flask, admin: FlaskClient) -> None:
    asked = admin.get("/account/passkeys/new")
    answer = admin.post("/account/prove", data={**hidden(asked.text), "proof": PASSWORD})
    assert answer.location == "/account/passkeys/new"


def test_proof_is_good_for_ten_minutes(admin: FlaskClient, victim: str, clock: MovingClock) -> None:
    admin.post("/account/prove", data={"proof": PASSWORD})
    clock.pass_by(PROOF_LASTS - timedelta(seconds=1))
    first = reset(admin, victim)
    clock.pass_by(timedelta(seconds=1))
    assert (first, reset(admin, victim)) == (200, 403)


def test_proof_in_one_session_is_none_in_another(
    app: Flask, admin: FlaskClient, victim: str, clock: MovingClock
) -> None:
    other = by_password(app, "nikitin")
    clock.pass_by(PROOF_LASTS)
    admin.post("/account/prove", data={"proof": PASSWORD})
    assert (reset(admin, victim), reset(other, victim)) == (200, 403)


def test_a_wrong_password_proves_nothing_and_forgets_nothing(admin: FlaskClient, victim: str) -> None:
    asked = admin.post(f"/accounts/{victim}/reset")
    again = admin.post("/account/prove", data={**hidden(asked.text), "proof": "не тот пароль"})
    assert (again.status_code, hidden(again.text)["target"]) == (400, f"/accounts/{victim}/reset")
    assert reset(admin, victim) == 403


def test_five_wrong_passwords_shut_the_right_one_out(admin: FlaskClient, victim: str) -> None:
    for _ in range(HERE):
        admin.post("/account/prove", data={"proof": "не тот пароль"})
    assert admin.post("/account/prove", data={"proof": PASSWORD}).status_code == 400


def test_right_passwords_never_shut_anybody_out(admin: FlaskClient) -> None:
    statuses = {admin.post("/account/prove", data={"proof": PASSWORD}).status_code for _ in range(HERE + 2)}
    assert statuses == {302}


def test_nobody_is_sent_to_another_site_after_it(admin: FlaskClient) -> None:
    answer = admin.post(
        "/account/prove", data={"proof": PASSWORD, "target": "//evil.example", "method": "GET"}
    )
    assert answer.location == "/account"


def test_a_passkey_is_proof_as_well(app: Flask, admin: FlaskClient, victim: str, clock: MovingClock) -> None:
    device = with_passkey(admin)
    clock.pass_by(PROOF_LASTS)
    used = device.use(keys.question(admin, keys.ASK_PROOF))
    admin.post(keys.PROVE, data={"credential": used})
    assert reset(admin, victim) == 200


@pytest.mark.parametrize("bent", [Bent(origin="http://evil.example"), Bent(flags=PRESENT)])
def test_a_wrong_answer_of_a_passkey_is_none(
    app: Flask, admin: FlaskClient, victim: str, clock: MovingClock, bent: Bent
) -> None:
    device = with_passkey(admin)
    clock.pass_by(PROOF_LASTS)
    used = device.use(keys.question(admin, keys.ASK_PROOF), bent)
    assert (admin.post(keys.PROVE, data={"credential": used}).status_code, reset(admin, victim)) == (400, 403)


def test_the_answer_to_the_question_for_a_new_passkey_is_no_proof(
    app: Flask, admin: FlaskClient, clock: MovingClock
) -> None:
    device = with_passkey(admin)
    used = device.use(keys.question(admin, keys.ASK_NEW))
    assert admin.post(keys.PROVE, data={"credential": used}).status_code == 400


def test_anothers_passkey_proves_nothing(
    app: Flask, admin: FlaskClient, victim: str, clock: MovingClock
) -> None:
    give_account(app, DIRECTOR, "lebedeva")
    device = Authenticator()
    keys.enrol(by_password(app, "lebedeva"), device)
    used = device.use(keys.question(admin, keys.ASK_PROOF))
    assert (admin.post(keys.PROVE, data={"credential": used}).status_code, reset(admin, victim)) == (400, 403)


def test_a_program_is_told_so(admin: FlaskClient, victim: str) -> None:
    answer = admin.post(f"/accounts/{victim}/reset", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json and answer.json["code"]) == (403, "proof.wanted")


def test_a_demo_person_without_a_password_is_asked_nothing(app: Flask, victim: str) -> None:
    assert reset(signed_in(app, ADMINISTRATOR), victim) == 200


def test_a_person_without_a_password_outside_a_demo_proves_nothing_by_an_empty_one(
    app: Flask, victim: str
) -> None:
    client, opened = signed_in(app, ADMINISTRATOR), installation_of(app)
    app.extensions["letopis"] = replace(opened, settings=replace(opened.settings, demo=False))
    assert (client.post("/account/prove", data={"proof": ""}).status_code, reset(client, victim)) == (
        400,
        403,
    )


def test_whatever_wants_proof_is_a_route() -> None:
    assert set(ROUTES) >= PROVED


@pytest.mark.parametrize(
    "endpoint",
    [
        *("accounts.end_session", "accounts.end_sessions", "accounts.reset", "accounts.appoint"),
        *("accounts.release", "accounts.delegate", "accounts.reclaim", "compromise.report"),
    ],
)
def test_what_must_not_be_done_at_a_found_session_wants_proof(endpoint: str) -> None:
    assert endpoint in PROVED
