"""What the administrator does with accounts, through the pages: made, blocked, given a one-time password."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from records.log.event import EventKind
from tests.webui.accounts.people import events, give_account, sign_in
from tests.webui.visitors import ADMINISTRATOR, DEPUTY, DIRECTOR, installation_of, person_id, signed_in
from webui.accounts.manage import spell_login
from webui.accounts.tables import Account

CODE = re.compile(r"<code>((?:[a-z2-9]{4}-){3}[a-z2-9]{4})</code>")


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    return signed_in(app, ADMINISTRATOR)


def account_of(app: Flask, login: str) -> Account | None:
    with installation_of(app).workshop.transaction() as session:
        return session.scalar(select(Account).where(Account.login == login))


def test_a_new_account_opens_with_its_one_time_password(app: Flask, admin: FlaskClient) -> None:
    page = admin.post("/accounts", data={"person": person_id(app, DEPUTY), "login": "Orlov"}).text
    code = CODE.search(page)
    assert code
    assert sign_in(app.test_client(), "orlov", code.group(1)).status_code == 302


def test_a_new_member_of_staff_gets_a_login_from_the_name(app: Flask, admin: FlaskClient) -> None:
    admin.post("/accounts", data={"name": "Щукина Юлия  Львовна", "until": "2026-12-31"})
    made = account_of(app, "shchukina.il")
    assert made
    assert str(made.until) == "2026-12-31"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"name": "Ан"}, 400),
        ({"name": "Новый Человек", "login": "логин"}, 400),
        ({"name": "Новый Человек", "login": "a b"}, 400),
        ({"name": "Новый Человек", "until": "завтра"}, 400),
        ({"name": "Новый Человек", "login": "nikitin.ri"}, 409),
        ({"name": ADMINISTRATOR, "login": "another"}, 409),
    ],
)
def test_a_wrong_account_is_not_made(
    app: Flask, admin: FlaskClient, data: dict[str, str], status: int
) -> None:
    assert admin.post("/accounts", data=data).status_code == status


def test_a_refused_account_leaves_no_person_behind(app: Flask, admin: FlaskClient) -> None:
    admin.post("/accounts", data={"name": "Новый Человек", "login": "a b"})
    assert "Новый Человек" not in admin.get("/accounts").text


def test_a_blocked_account_is_shut_at_once(app: Flask, admin: FlaskClient) -> None:
    account = give_account(app, DEPUTY, "orlov")
    client = app.test_client()
    sign_in(client, "orlov")
    admin.post(f"/accounts/{account}/block")
    assert (client.get("/home").status_code, sign_in(app.test_client(), "orlov").status_code) == (302, 401)


def test_an_unblocked_account_opens_again(app: Flask, admin: FlaskClient) -> None:
    account = give_account(app, DEPUTY, "orlov")
    admin.post(f"/accounts/{account}/block")
    admin.post(f"/accounts/{account}/unblock")
    assert sign_in(app.test_client(), "orlov").status_code == 302


def test_an_unblocked_account_does_not_revive_its_sessions(app: Flask, admin: FlaskClient) -> None:
    account = give_account(app, DEPUTY, "orlov")
    client = app.test_client()
    sign_in(client, "orlov")
    admin.post(f"/accounts/{account}/block")
    admin.post(f"/accounts/{account}/unblock")
    assert client.get("/home").status_code == 302


def test_a_one_time_password_takes_the_place_of_the_old_one(app: Flask, admin: FlaskClient) -> None:
    account = give_account(app, DEPUTY, "orlov")
    code = CODE.search(admin.post(f"/accounts/{account}/reset").text)
    assert code
    statuses = [
        sign_in(app.test_client(), "orlov", word).status_code
        for word in ("ветер качает рябину", code.group(1))
    ]
    assert statuses == [401, 302]


@pytest.mark.parametrize("verb", ["block", "unblock", "reset"])
def test_nobody_does_it_to_themselves(app: Flask, admin: FlaskClient, verb: str) -> None:
    own = account_of(app, "nikitin.ri")
    assert own
    assert admin.post(f"/accounts/{own.id}/{verb}").status_code == 409


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        ("block", EventKind.ACCOUNT_BLOCKED),
        ("unblock", EventKind.ACCOUNT_UNBLOCKED),
        ("reset", EventKind.ACCOUNT_RESET),
    ],
)
def test_each_change_is_told_in_the_log_with_its_author(
    app: Flask, admin: FlaskClient, verb: str, kind: EventKind
) -> None:
    account = give_account(app, DEPUTY, "orlov")
    admin.post(f"/accounts/{account}/{verb}")
    (event,) = events(app, kind)
    assert (event["subject"]["account"], event["actor"]["person"]) == (account, person_id(app, ADMINISTRATOR))


def test_a_log_event_names_the_session(app: Flask, admin: FlaskClient) -> None:
    account = give_account(app, DEPUTY, "orlov")
    admin.post(f"/accounts/{account}/block")
    (event,) = events(app, "account.blocked")
    (started,) = events(app, "session.started")
    assert event["actor"]["session"] == started["actor"]["session"]


def test_the_log_holds_no_password(app: Flask, admin: FlaskClient) -> None:
    account = give_account(app, DIRECTOR, "lebedeva")
    code = CODE.search(admin.post(f"/accounts/{account}/reset").text)
    assert code
    assert code.group(1) not in str(events(app, "account.reset"))


@pytest.mark.parametrize(
    ("name", "login"),
    [
        ("Орлов Павел Сергеевич", "orlov.ps"),
        ("Щукина Юлия Львовна", "shchukina.il"),
        ("Ё", "e0"),
        ("Смирнова О. Н.", "smirnova.on"),
        ("李", "user"),
    ],
)
def test_a_login_is_spelled_from_a_name(name: str, login: str) -> None:
    assert spell_login(name) == login


def test_a_namesake_gets_a_number(app: Flask, admin: FlaskClient) -> None:
    for name in ("Орлова Пелагея Савельевна", "Орлова Полина Семёновна"):
        admin.post("/accounts", data={"name": name})
    assert account_of(app, "orlova.ps2")
