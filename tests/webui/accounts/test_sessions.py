"""Sessions: they end by idleness, by age, by hand, by a new password, and with their account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.webui.accounts.people import NEXT, PASSWORD, by_password, events, give_account, sign_in
from tests.webui.clocks import MovingClock
from tests.webui.visitors import ADMINISTRATOR, DEPUTY, DIRECTOR, installation_of, signed_in
from webui.accounts.sessions import ABSOLUTE, IDLE
from webui.accounts.tables import Account, AccountSession

STEP = IDLE - timedelta(minutes=1)


def sessions(app: Flask) -> list[AccountSession]:
    with installation_of(app).workshop.transaction() as session:
        return list(session.scalars(select(AccountSession).order_by(AccountSession.created_at)))


def test_an_idle_session_ends(app: Flask, clock: MovingClock) -> None:
    client = signed_in(app, DEPUTY)
    clock.pass_by(IDLE)
    assert client.get("/home").status_code == 302


def test_a_session_in_use_lasts(app: Flask, clock: MovingClock) -> None:
    client = signed_in(app, DEPUTY)
    for _ in range(3):
        clock.pass_by(STEP)
        assert client.get("/home").status_code == 200


def test_a_session_ends_by_age_however_much_it_is_used(app: Flask, clock: MovingClock) -> None:
    client = signed_in(app, DEPUTY)
    for _ in range(ABSOLUTE // STEP + 1):
        client.get("/home")
        clock.pass_by(STEP)
    assert client.get("/home").status_code == 302


def test_the_cookie_of_an_ended_session_opens_nothing(app: Flask) -> None:
    client = signed_in(app, DEPUTY)
    with client.session_transaction() as cookie:
        stolen = dict(cookie)
    client.post("/sign-out")
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(stolen)
    assert thief.get("/home").status_code == 302


def test_the_database_holds_no_token(app: Flask) -> None:
    client = signed_in(app, DEPUTY)
    with client.session_transaction() as cookie:
        assert cookie["token"] != sessions(app)[0].token


def test_a_cookie_that_we_did_not_sign_opens_nothing(app: Flask) -> None:
    client = signed_in(app, DEPUTY)
    cookie = client.get_cookie("letopis")
    assert cookie
    client.set_cookie("letopis", cookie.value[:-4] + "AAAA")
    assert client.get("/home").status_code == 302


@pytest.mark.parametrize("values", [{"active": False}, {"until": "yesterday"}])
def test_a_session_ends_with_its_account(app: Flask, values: dict[str, object]) -> None:
    client = signed_in(app, DEPUTY)
    opened = installation_of(app)
    with opened.workshop.transaction() as session:
        row = session.scalars(select(Account)).one()
        row.active = bool(values.get("active", True))
        if "until" in values:
            row.until = opened.clock.now().date() - timedelta(days=1)
    assert client.get("/home").status_code == 302


def test_one_ends_another_session_of_ones_own(app: Flask) -> None:
    phone, desk = signed_in(app, DEPUTY), signed_in(app, DEPUTY)
    first, _ = sorted(sessions(app), key=lambda row: row.seen_at)
    listed = [row.id for row in sessions(app)]
    page = desk.get("/account").text
    which = next(row for row in listed if f"/account/sessions/{row}/end" in page)
    desk.post(f"/account/sessions/{which}/end")
    assert (phone.get("/home").status_code, desk.get("/home").status_code) == (302, 200)
    assert first.id in listed


def test_one_ends_nobody_elses_session(app: Flask) -> None:
    victim = signed_in(app, DIRECTOR)
    which = sessions(app)[0].id
    assert signed_in(app, ADMINISTRATOR).post(f"/account/sessions/{which}/end").status_code == 404
    assert victim.get("/home").status_code == 200


def test_signing_out_everywhere_ends_all(app: Flask) -> None:
    phone, desk = signed_in(app, DEPUTY), signed_in(app, DEPUTY)
    desk.post("/account/sessions/end")
    assert (phone.get("/home").status_code, desk.get("/home").status_code) == (302, 302)


def test_a_new_password_ends_the_other_sessions(app: Flask) -> None:
    give_account(app, DEPUTY, "orlov")
    phone, desk = app.test_client(), app.test_client()
    sign_in(phone, "orlov")
    sign_in(desk, "orlov")
    desk.post("/account/password", data={"old": PASSWORD, "new": NEXT, "again": NEXT})
    assert (phone.get("/home").status_code, desk.get("/home").status_code) == (302, 200)


def test_the_new_password_is_the_one_that_counts(app: Flask) -> None:
    give_account(app, DEPUTY, "orlov")
    client = by_password(app, "orlov")
    client.post("/account/password", data={"old": PASSWORD, "new": NEXT, "again": NEXT})
    statuses = [sign_in(app.test_client(), "orlov", password).status_code for password in (PASSWORD, NEXT)]
    assert statuses == [401, 302]


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("не тот пароль", NEXT, NEXT),
        (PASSWORD, NEXT, NEXT + "!"),
        (PASSWORD, PASSWORD, PASSWORD),
        (PASSWORD, "коротко", "коротко"),
        (PASSWORD, "Орлов Павел 1975", "Орлов Павел 1975"),
    ],
)
def test_a_password_is_not_changed_so(app: Flask, old: str, new: str, again: str) -> None:
    give_account(app, DEPUTY, "orlov")
    client = by_password(app, "orlov")
    assert client.post("/account/password", data={"old": old, "new": new, "again": again}).status_code == 400
    assert sign_in(app.test_client(), "orlov").status_code == 302


def test_whoever_sits_at_an_open_session_does_not_guess_the_password(app: Flask) -> None:
    give_account(app, DEPUTY, "orlov")
    client = by_password(app, "orlov")
    for _ in range(5):
        client.post("/account/password", data={"old": "не тот", "new": NEXT, "again": NEXT})
    assert (
        client.post("/account/password", data={"old": PASSWORD, "new": NEXT, "again": NEXT}).status_code
        == 400
    )


def test_a_new_password_is_told_in_the_log_without_itself(app: Flask) -> None:
    account = give_account(app, DEPUTY, "orlov")
    client = by_password(app, "orlov")
    client.post("/account/password", data={"old": PASSWORD, "new": NEXT, "again": NEXT})
    assert [event["subject"] for event in events(app, "password.changed")] == [{"account": account}]
