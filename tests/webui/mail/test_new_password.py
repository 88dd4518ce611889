"""A password by letter: one answer for every login, one use, half an hour, sessions end, the second factor stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.webui.accounts.people import (
    NEXT,
    PASSWORD,
    by_password,
    change_account,
    events,
    give_account,
    one_time,
    sign_in,
)
from tests.webui.clocks import MovingClock
from tests.webui.mail.letters import code_in, delivered, give_address, text_of
from tests.webui.visitors import ADMINISTRATOR, DEPUTY, installation_of, set_policy, signed_in
from webui.accounts.second_factor import new_secret
from webui.accounts.throttle import HERE

ADDRESS = "orlov@school.example"


@pytest.fixture
def orlov(app: Flask, clock: MovingClock) -> str:
    give_address(app, DEPUTY, ADDRESS)
    return give_account(app, DEPUTY, "orlov")


def ask(app: Flask, login: str = "orlov") -> TestResponse:
    return app.test_client().post("/sign-in/forgotten", data={"login": login})


def set_new(app: Flask, code: str, login: str = "orlov", new: str = NEXT) -> TestResponse:
    form = {"login": login, "code": code, "new": new, "again": new}
    return app.test_client().post("/sign-in/new-password", data=form)


def asked_code(app: Flask) -> str:
    ask(app)
    return code_in(delivered(app)[-1])


def test_a_code_from_the_letter_sets_a_password(app: Flask, orlov: str) -> None:
    assert set_new(app, asked_code(app)).location == "/sign-in"
    assert sign_in(app.test_client(), "orlov", NEXT).location == "/home"
    assert sign_in(app.test_client(), "orlov", PASSWORD).status_code == 401


def test_every_login_gets_the_same_answer(app: Flask, orlov: str) -> None:
    known, unknown = ask(app), ask(app, "nobody")
    assert (known.status_code, known.location, known.data) == (
        unknown.status_code,
        unknown.location,
        unknown.data,
    )
    assert len(delivered(app)) == 1


def test_no_letter_goes_to_an_address_that_nobody_confirmed(app: Flask, clock: MovingClock) -> None:
    give_account(app, DEPUTY, "orlov")
    ask(app)
    assert delivered(app) == []


def test_no_letter_goes_to_a_blocked_account(app: Flask, orlov: str) -> None:
    change_account(app, orlov, active=False)
    ask(app)
    assert delivered(app) == []


def test_a_code_works_once(app: Flask, orlov: str) -> None:
    code = asked_code(app)
    set_new(app, code)
    assert set_new(app, code, new="берёза стоит у реки").status_code == 400


def test_a_code_lasts_half_an_hour(app: Flask, clock: MovingClock, orlov: str) -> None:
    code = asked_code(app)
    clock.pass_by(timedelta(minutes=30))
    assert set_new(app, code).status_code == 400


def test_only_the_newest_code_counts(app: Flask, orlov: str) -> None:
    first = asked_code(app)
    ask(app)
    assert set_new(app, first).status_code == 400


def test_a_code_is_worth_nothing_with_another_login(app: Flask, orlov: str) -> None:
    give_account(app, ADMINISTRATOR, "nikitin")
    assert set_new(app, asked_code(app), login="nikitin").status_code == 400


def test_a_code_of_an_account_that_was_blocked_meanwhile_sets_nothing(app: Flask, orlov: str) -> None:
    code = asked_code(app)
    change_account(app, orlov, active=False)
    assert set_new(app, code).status_code == 400


def test_codes_are_guessed_five_times_and_no_more(app: Flask, orlov: str) -> None:
    code = asked_code(app)
    for _ in range(HERE):
        set_new(app, "aaaa-bbbb-cccc-dddd")
    assert set_new(app, code).status_code == 400


def test_a_mailbox_is_not_flooded(app: Flask, orlov: str) -> None:
    for _ in range(HERE + 3):
        ask(app)
    assert len(delivered(app)) == HERE


def test_guessing_codes_does_not_lock_the_password_out(app: Flask, orlov: str) -> None:
    for _ in range(HERE + 1):
        set_new(app, "aaaa-bbbb-cccc-dddd")
    assert sign_in(app.test_client(), "orlov").location == "/home"


def test_a_weak_password_does_not_use_the_code_up(app: Flask, orlov: str) -> None:
    code = asked_code(app)
    assert set_new(app, code, new="орлов павел сергеевич").status_code == 400
    assert set_new(app, code).status_code == 302


def test_open_sessions_end(app: Flask, orlov: str) -> None:
    client = by_password(app, "orlov")
    set_new(app, asked_code(app))
    assert client.get("/account").status_code == 302


def test_the_second_factor_is_asked_as_ever(app: Flask, orlov: str) -> None:
    change_account(app, orlov, totp=new_secret(installation_of(app).workshop.entropy))
    set_new(app, asked_code(app))
    assert sign_in(app.test_client(), "orlov", NEXT).location.startswith("/sign-in/code")


def test_the_log_says_that_a_letter_was_asked_for_and_used(app: Flask, orlov: str) -> None:
    set_new(app, asked_code(app))
    assert events(app, "password.forgotten")[0]["subject"]["account"] == orlov
    assert events(app, "password.changed")[0]["subject"]["by"] == "forgotten"


def test_the_policy_switches_it_off(app: Flask, orlov: str) -> None:
    set_policy(app, forgotten_password=False)
    assert ask(app).status_code == 409
    assert "<form" not in app.test_client().get("/sign-in/forgotten").text.partition("<main")[2]


def test_an_invitation_sets_the_first_password_and_confirms_the_address(
    app: Flask, clock: MovingClock
) -> None:
    account, _ = one_time(app, DEPUTY, "orlov")
    client = signed_in(app, ADMINISTRATOR)
    client.post(f"/accounts/{account}/mail", data={"address": ADDRESS})
    client.post(f"/accounts/{account}/invite")
    letter = next(one for one in delivered(app) if "приглашение" in one["Subject"])
    assert "orlov" in text_of(letter)
    clock.pass_by(timedelta(days=2))
    set_new(app, code_in(letter))
    assert sign_in(app.test_client(), "orlov", NEXT).location == "/home"
    assert events(app, "mail_address.changed")[-1]["subject"]["state"] == "confirmed"


def test_no_code_stands_in_an_address_of_the_site(app: Flask, orlov: str) -> None:
    ask(app)
    letter = text_of(delivered(app)[-1])
    assert "http://localhost:8000\n" in letter
    assert "?" not in letter.partition("http://")[2].partition("\n")[0]
