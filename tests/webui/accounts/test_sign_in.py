"""Signing in: one refusal for every reason, lock-out by seat, a fresh session each time, nowhere but onward here."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from flask import Flask

from tests.webui.accounts.people import PASSWORD, events, give_account, one_time, sign_in
from tests.webui.clocks import MovingClock
from tests.webui.visitors import ADMINISTRATOR, DEPUTY, installation_of, person_id, signed_in
from webui.accounts import signing_in
from webui.accounts.passwords import matches
from webui.accounts.tables import Account
from webui.accounts.throttle import HERE, WINDOW
from webui.accounts.words import RU


@pytest.fixture
def orlov(app: Flask, clock: MovingClock) -> str:
    return give_account(app, DEPUTY, "orlov")


def change(app: Flask, account: str, **values: object) -> None:
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        row = session.get_one(Account, (workshop.school, account))
        for name, value in values.items():
            setattr(row, name, value)


def test_the_right_password_opens_the_home_page(app: Flask, orlov: str) -> None:
    client = app.test_client()
    assert sign_in(client, "orlov").location == "/home"
    assert DEPUTY in client.get("/home").text


@pytest.mark.parametrize("login", [" orlov ", "ORLOV", "Orlov"])
def test_a_login_is_found_however_it_is_spelled(app: Flask, orlov: str, login: str) -> None:
    assert sign_in(app.test_client(), login).status_code == 302


def test_a_password_is_found_in_either_normal_form(app: Flask, clock: MovingClock) -> None:
    give_account(app, DEPUTY, "orlov", unicodedata.normalize("NFC", "ёлка ёжик йод"))
    decomposed = unicodedata.normalize("NFD", "ёлка ёжик йод")
    assert sign_in(app.test_client(), "orlov", decomposed).status_code == 302


@pytest.mark.parametrize(
    ("login", "password"), [("orlov", "не тот пароль совсем"), ("nobody", PASSWORD), ("", ""), ("orlov", "")]
)
def test_every_refusal_reads_the_same(app: Flask, orlov: str, login: str, password: str) -> None:
    answer = sign_in(app.test_client(), login, password)
    assert (answer.status_code, signing_in.refused().ru in answer.text) == (401, True)


@pytest.mark.parametrize("values", [{"active": False}, {"until": "2026-05-25"}, {"password_until": "past"}])
def test_an_account_that_is_not_in_force_is_refused_alike(
    app: Flask, orlov: str, values: dict[str, object]
) -> None:
    now = installation_of(app).clock.now()
    spelled = {"2026-05-25": now.date() - timedelta(days=1), "past": now - timedelta(seconds=1)}
    change(app, orlov, **{name: spelled.get(str(value), value) for name, value in values.items()})
    answer = sign_in(app.test_client(), "orlov")
    assert (answer.status_code, signing_in.refused().ru in answer.text) == (401, True)


def test_an_unknown_login_costs_the_work_of_a_password(
    app: Flask, orlov: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[object] = []

    def check(digest: str | None, given: str) -> bool:
        checked.append(digest)
        return matches(digest, given)

    monkeypatch.setattr(signing_in, "matches", check)
    sign_in(app.test_client(), "nobody")
    assert checked == [None]


def test_five_wrong_passwords_lock_the_seat(app: Flask, orlov: str) -> None:
    client = app.test_client()
    for _ in range(HERE):
        sign_in(client, "orlov", "не тот пароль совсем")
    assert sign_in(client, "orlov").status_code == 401


def test_a_locked_seat_is_told_in_the_log(app: Flask, orlov: str) -> None:
    client = app.test_client()
    for _ in range(HERE + 2):
        sign_in(client, "orlov", "не тот пароль совсем")
    assert [event["subject"]["account"] for event in events(app, "account.locked")] == [orlov]


def test_a_seat_opens_again_after_a_quarter_of_an_hour(app: Flask, orlov: str, clock: MovingClock) -> None:
    client = app.test_client()
    for _ in range(HERE):
        sign_in(client, "orlov", "не тот пароль совсем")
    clock.pass_by(WINDOW)
    assert sign_in(client, "orlov").status_code == 302


def test_whoever_types_wrong_passwords_elsewhere_does_not_lock_the_owner_out(app: Flask, orlov: str) -> None:
    pupil = app.test_client()
    for _ in range(HERE):
        pupil.post(
            "/sign-in",
            data={"login": "orlov", "password": "12345"},
            environ_overrides={"REMOTE_ADDR": "10.0.0.66"},
        )
    assert sign_in(app.test_client(), "orlov").status_code == 302


def test_many_addresses_together_lock_a_login(app: Flask, orlov: str) -> None:
    for n in range(30):
        app.test_client().post(
            "/sign-in",
            data={"login": "orlov", "password": "12345"},
            environ_overrides={"REMOTE_ADDR": f"10.0.0.{n}"},
        )
    assert sign_in(app.test_client(), "orlov").status_code == 401


def test_a_right_password_forgets_the_tries_before_it(app: Flask, orlov: str) -> None:
    client = app.test_client()
    for _ in range(2):
        for _ in range(HERE - 1):
            sign_in(client, "orlov", "не тот пароль совсем")
        assert sign_in(client, "orlov").status_code == 302
        client.post("/sign-out")


def test_signing_in_makes_another_cookie(app: Flask, orlov: str) -> None:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = "fixed by an attacker"
        cookie["left"] = "there"
    sign_in(client, "orlov")
    with client.session_transaction() as cookie:
        assert cookie["token"] != "fixed by an attacker"
        assert "left" not in cookie


def test_a_sign_in_is_told_in_the_log_with_its_address(app: Flask, orlov: str) -> None:
    sign_in(app.test_client(), "orlov")
    assert [event["subject"]["address"] for event in events(app, "session.started")] == ["127.0.0.1"]


def test_after_signing_in_one_goes_where_one_wanted(app: Flask, orlov: str) -> None:
    assert (
        sign_in(app.test_client(), "orlov", next="/audit?kind=import.applied").location
        == "/audit?kind=import.applied"
    )


def test_after_signing_in_one_is_sent_to_no_other_site(app: Flask, orlov: str) -> None:
    assert sign_in(app.test_client(), "orlov", next="//evil.example/home").location == "/home"


def test_a_demo_lists_its_people(app: Flask) -> None:
    assert ADMINISTRATOR in app.test_client().get("/sign-in").text


def test_a_real_installation_lists_nobody(real: Flask) -> None:
    page = real.test_client().get("/sign-in").text
    assert (ADMINISTRATOR in page, RU["demo_title"] in page) == (False, False)


def test_a_real_installation_lets_nobody_in_by_one_click(real: Flask) -> None:
    person = person_id(real, ADMINISTRATOR)
    assert real.test_client().post("/sign-in/demo", data={"person": person}).status_code == 404


def test_whoever_is_signed_in_needs_no_form(app: Flask) -> None:
    assert signed_in(app, DEPUTY).get("/sign-in").location == "/home"


def test_a_one_time_password_must_be_changed_first(app: Flask) -> None:
    _, code = one_time(app, DEPUTY, "orlov")
    client = app.test_client()
    sign_in(client, "orlov", code)
    assert client.get("/home").location == "/account/password"


def test_a_one_time_password_ends_after_three_days(app: Flask, clock: MovingClock) -> None:
    _, code = one_time(app, DEPUTY, "orlov")
    clock.pass_by(timedelta(days=3))
    assert sign_in(app.test_client(), "orlov", code).status_code == 401
