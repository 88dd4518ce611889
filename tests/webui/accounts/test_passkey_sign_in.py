"""Signing in by passkey, alone and as the second step, and every answer that must not open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webui.accounts import keys
from tests.webui.accounts.authenticator import PRESENT, VERIFIED, Authenticator, Bent
from tests.webui.accounts.people import by_password, change_account, events, give_account, sign_in
from tests.webui.clocks import MovingClock
from tests.webui.visitors import DEPUTY, DIRECTOR, set_policy
from webui.accounts.challenges import LASTS
from webui.accounts.throttle import HERE


@pytest.fixture
def device(client: FlaskClient) -> Authenticator:
    """The deputy's, enrolled."""
    device = Authenticator()
    keys.enrol(client, device)
    return device


def opens(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_a_passkey_opens_without_a_password(app: Flask, device: Authenticator) -> None:
    client = app.test_client()
    assert (keys.enter(client, device).location, opens(client)) == ("/home", True)


def test_after_a_passkey_one_goes_where_one_wanted(app: Flask, device: Authenticator) -> None:
    assert keys.enter(app.test_client(), device, next="/account").location == "/account"


def test_after_a_passkey_one_is_sent_to_no_other_site(app: Flask, device: Authenticator) -> None:
    assert keys.enter(app.test_client(), device, next="//evil.example").location == "/home"


def test_the_question_of_the_entrance_names_no_passkey(app: Flask, device: Authenticator) -> None:
    asked = keys.question(app.test_client(), keys.ASK)
    assert (asked["allowCredentials"], asked["userVerification"]) == ([], "required")


@pytest.mark.parametrize(
    "bent",
    [
        Bent(origin="http://evil.example"),
        Bent(origin="http://localhost.evil.example"),
        Bent(origin="http://localhost:8000"),
        Bent(rp_id="evil.example"),
        Bent(flags=PRESENT),
        Bent(flags=VERIFIED),
        Bent(flags=0),
        Bent(kind="webauthn.create"),
        Bent(challenge="AAAA"),
        Bent(owner="somebody else"),
    ],
)
def test_a_wrong_answer_opens_nothing(app: Flask, device: Authenticator, bent: Bent) -> None:
    client = app.test_client()
    assert (keys.enter(client, device, bent).status_code, opens(client)) == (401, False)


def test_another_key_under_the_same_name_opens_nothing(app: Flask, device: Authenticator) -> None:
    thief = Authenticator(device.credential, device.count, owner=device.owner)
    assert keys.enter(app.test_client(), thief).status_code == 401


def test_a_passkey_that_nobody_added_opens_nothing(app: Flask, device: Authenticator) -> None:
    assert keys.enter(app.test_client(), Authenticator(b"unknown", owner=device.owner)).status_code == 401


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "7", '{"id": 1}', "[" * 50_000, "x" * 100_000])
def test_what_is_no_answer_opens_nothing(app: Flask, answer: str) -> None:
    client = app.test_client()
    keys.question(client, keys.ASK)
    assert client.post(keys.ENTER, data={"credential": answer}).status_code == 401


def test_an_answer_without_a_question_opens_nothing(app: Flask, device: Authenticator) -> None:
    used = device.use({"challenge": "AAAA"})
    assert app.test_client().post(keys.ENTER, data={"credential": used}).status_code == 401


def test_an_answer_is_good_once(app: Flask, device: Authenticator) -> None:
    client = app.test_client()
    used = device.use(keys.question(client, keys.ASK))
    thief = keys.twin(app, client)
    first = client.post(keys.ENTER, data={"credential": used})
    assert (first.status_code, thief.post(keys.ENTER, data={"credential": used}).status_code) == (302, 401)


def test_of_two_answers_at_the_same_moment_one_opens(app: Flask, device: Authenticator) -> None:
    client = app.test_client()
    device.counts = False  # so that the counter refuses neither
    used = device.use(keys.question(client, keys.ASK))
    assert keys.sent_at_once(app, client, used) == [302, 401, 401, 401]


def test_the_answer_to_another_browsers_question_opens_nothing(app: Flask, device: Authenticator) -> None:
    asked = keys.question(app.test_client(), keys.ASK)
    victim = app.test_client()
    keys.question(victim, keys.ASK)
    assert victim.post(keys.ENTER, data={"credential": device.use(asked)}).status_code == 401


def test_a_question_is_forgotten_after_five_minutes(
    app: Flask, device: Authenticator, clock: MovingClock
) -> None:
    client = app.test_client()
    used = device.use(keys.question(client, keys.ASK))
    clock.pass_by(LASTS)
    assert client.post(keys.ENTER, data={"credential": used}).status_code == 401


def test_an_answer_to_the_question_for_a_new_passkey_opens_nothing(app: Flask, device: Authenticator) -> None:
    client = app.test_client()
    keys.enter(client, device)
    used = device.use(keys.question(client, keys.ASK_NEW))
    assert client.post(keys.ENTER, data={"credential": used}).status_code == 401


@pytest.mark.parametrize("back", [0, 1])
def test_a_counter_that_does_not_go_on_is_refused_and_told(
    app: Flask, device: Authenticator, back: int
) -> None:
    keys.enter(app.test_client(), device)
    keys.enter(app.test_client(), device)
    device.count -= 1 + back
    status = keys.enter(app.test_client(), device).status_code
    assert (status, len(events(app, "passkey.copied"))) == (401, 1)


def test_an_authenticator_that_counts_nothing_opens_again_and_again(app: Flask, client: FlaskClient) -> None:
    device = Authenticator(counts=False)
    keys.enrol(client, device)
    assert [keys.enter(app.test_client(), device).status_code for _ in range(2)] == [302, 302]


def test_a_blocked_account_is_not_opened_by_its_passkey(app: Flask, device: Authenticator) -> None:
    change_account(app, keys.rows(app)[0].account_id, active=False)
    assert keys.enter(app.test_client(), device).status_code == 401


def test_wrong_passwords_do_not_shut_the_owner_of_a_passkey_out(app: Flask, device: Authenticator) -> None:
    for _ in range(HERE + 1):
        sign_in(app.test_client(), "orlov", "не тот пароль совсем")
    assert keys.enter(app.test_client(), device).status_code == 302


def test_the_log_says_that_it_was_a_passkey(app: Flask, device: Authenticator) -> None:
    keys.enter(app.test_client(), device)
    assert [event["subject"]["way"] for event in events(app, "session.started")] == ["password", "passkey"]


def test_after_the_password_a_passkey_is_the_second_step(app: Flask, device: Authenticator) -> None:
    client = app.test_client()
    assert (sign_in(client, "orlov").location, opens(client)) == ("/sign-in/code", False)
    asked = keys.question(client, keys.ASK)
    assert len(asked["allowCredentials"]) == 1
    assert client.post(keys.ENTER, data={"credential": device.use(asked)}).location == "/home"


def test_anothers_passkey_is_no_second_step(app: Flask, device: Authenticator) -> None:
    give_account(app, DIRECTOR, "lebedeva")
    other = Authenticator(b"of the director")
    keys.enrol(by_password(app, "lebedeva"), other)
    thief = by_password(app, "orlov")
    assert (keys.enter(thief, other).status_code, opens(thief)) == (401, False)


def test_without_a_program_a_recovery_code_is_the_second_step(app: Flask, client: FlaskClient) -> None:
    code = keys.first_code(keys.enrol(client, Authenticator()))
    other = by_password(app, "orlov")
    assert (other.post("/sign-in/code", data={"code": code}).status_code, opens(other)) == (302, True)


def test_whoever_must_have_a_passkey_is_led_to_it(app: Flask, clock: MovingClock) -> None:
    give_account(app, DEPUTY, "orlov")
    set_policy(app, passkey=["deputy_head"])
    client = by_password(app, "orlov")
    assert client.get("/account").location == "/account/passkeys/new"
    assert client.get("/account/passkeys/new").status_code == 200


def test_whoever_must_have_a_second_factor_may_choose_a_passkey(app: Flask, clock: MovingClock) -> None:
    give_account(app, DEPUTY, "orlov")
    set_policy(app, second_factor=["deputy_head"])
    client = by_password(app, "orlov")
    keys.enrol(client, Authenticator())
    assert opens(client)


def test_where_a_passkey_is_wanted_no_code_will_do(app: Flask, client: FlaskClient) -> None:
    code = keys.first_code(keys.enrol(client, Authenticator()))
    set_policy(app, passkey=["deputy_head"])
    other = by_password(app, "orlov")
    assert 'name="code"' not in other.get("/sign-in/code").text
    assert other.post("/sign-in/code", data={"code": code}).status_code == 401


def test_the_second_step_by_passkey_is_forgotten_after_five_minutes(
    app: Flask, device: Authenticator, clock: MovingClock
) -> None:
    client = by_password(app, "orlov")
    used = device.use(keys.question(client, keys.ASK))
    clock.pass_by(timedelta(minutes=6))
    assert client.post(keys.ENTER, data={"credential": used}).status_code == 401


def test_whoever_opens_the_form_anew_is_at_the_first_step_again(app: Flask, device: Authenticator) -> None:
    client = by_password(app, "orlov")
    client.get("/sign-in")
    assert client.get("/sign-in/code").location == "/sign-in"
