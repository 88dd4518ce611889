"""The second factor: a code passes once, a recovery code passes once, and who must have one is led to it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from records.errors import SetupError
from records.identity import SystemEntropy
from tests.webui.accounts.people import PASSWORD, by_password, sign_in
from tests.webui.clocks import MovingClock
from tests.webui.visitors import installation_of, set_policy
from webui.accounts.second_factor import matching_step
from webui.accounts.tables import Account
from webui.secrets import SiteKey

RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the secret of RFC 6238, appendix B


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds).astimezone()


def enable(client: FlaskClient, clock: MovingClock, password: str = PASSWORD) -> tuple[str, list[str]]:
    """Set the factor up as the page leads; its secret and recovery codes."""
    page = client.get("/account/second-factor").text
    secret = re.search(r"<code>([A-Z2-7 ]{32,})</code>", page)
    assert secret
    plain = secret.group(1).replace(" ", "")
    code = pyotp.TOTP(plain).at(clock.now())
    answer = client.post("/account/second-factor", data={"code": code, "old": password})
    return plain, re.findall(r"<li><code>([a-z2-7-]{29})</code>", answer.text)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert matching_step(RFC, code, at(seconds)) == seconds // 30


@pytest.mark.parametrize(("late", "step"), [(30, 1), (-30, 1), (61, None), (-61, None)])
def test_a_code_of_the_neighbouring_step_passes_and_no_other(late: int, step: int | None) -> None:
    found = matching_step(RFC, "081804", at(1111111109 + late))
    assert (found is not None) == (step is not None)


@pytest.mark.parametrize("code", ["", "08180", "081 804 ", "²81804", "081804x"])
def test_only_six_digits_are_a_code(code: str) -> None:
    assert matching_step(RFC, code, at(1111111109)) == (37037036 if code == "081 804 " else None)


def test_the_way_in_asks_the_code(app: Flask, client: FlaskClient, clock: MovingClock) -> None:
    enable(client, clock)
    other = app.test_client()
    assert sign_in(other, "orlov").location == "/sign-in/code"
    assert other.get("/home").status_code == 302


def test_the_next_code_opens(app: Flask, client: FlaskClient, clock: MovingClock) -> None:
    secret, _ = enable(client, clock)
    clock.pass_by(timedelta(seconds=30))
    other = app.test_client()
    sign_in(other, "orlov", next="/account")
    answer = other.post(
        "/sign-in/code", data={"code": pyotp.TOTP(secret).at(clock.now()), "next": "/account"}
    )
    assert (answer.location, other.get("/home").status_code) == ("/account", 200)


def test_a_code_that_was_used_is_refused(app: Flask, client: FlaskClient, clock: MovingClock) -> None:
    secret, _ = enable(client, clock)
    other = by_password(app, "orlov")
    assert other.post("/sign-in/code", data={"code": pyotp.TOTP(secret).at(clock.now())}).status_code == 401


def test_a_recovery_code_opens_once(app: Flask, client: FlaskClient, clock: MovingClock) -> None:
    _, codes = enable(client, clock)
    statuses = []
    for _ in range(2):
        other = by_password(app, "orlov")
        statuses.append(other.post("/sign-in/code", data={"code": codes[3].upper()}).status_code)
    assert statuses == [302, 401]


def test_there_are_ten_recovery_codes(client: FlaskClient, clock: MovingClock) -> None:
    assert len(set(enable(client, clock)[1])) == 10


def test_five_wrong_codes_lock_the_second_step(app: Flask, client: FlaskClient, clock: MovingClock) -> None:
    _, codes = enable(client, clock)
    other = by_password(app, "orlov")
    for _ in range(5):
        other.post("/sign-in/code", data={"code": "000000"})
        sign_in(other, "orlov")
    assert other.post("/sign-in/code", data={"code": codes[0]}).status_code == 401


def test_the_first_step_is_forgotten_after_five_minutes(
    app: Flask, client: FlaskClient, clock: MovingClock
) -> None:
    _, codes = enable(client, clock)
    other = by_password(app, "orlov")
    clock.pass_by(timedelta(minutes=6))
    assert other.post("/sign-in/code", data={"code": codes[0]}).location == "/sign-in"
    assert other.get("/account").status_code == 302


def test_without_the_first_step_there_is_no_second(app: Flask) -> None:
    assert app.test_client().post("/sign-in/code", data={"code": "000000"}).location == "/sign-in"


def test_setting_it_up_takes_the_password(client: FlaskClient, clock: MovingClock) -> None:
    assert enable(client, clock, "не тот пароль")[1] == []


def test_setting_it_up_takes_a_right_code(client: FlaskClient) -> None:
    client.get("/account/second-factor")
    assert client.post("/account/second-factor", data={"code": "000000", "old": PASSWORD}).status_code == 400


def test_the_secret_is_not_in_the_database(app: Flask, client: FlaskClient, clock: MovingClock) -> None:
    secret, _ = enable(client, clock)
    with installation_of(app).workshop.transaction() as session:
        stored = session.scalars(select(Account.totp)).one()
    assert stored
    assert secret not in stored


def test_another_key_reads_no_secret() -> None:
    concealed = SiteKey(bytes(32)).conceal("secret", "account", SystemEntropy())
    with pytest.raises(SetupError, match="key_changed"):
        SiteKey(b"\1" * 32).reveal(concealed, "account")


def test_the_secret_of_one_account_is_not_read_for_another() -> None:
    key = SiteKey(bytes(32))
    with pytest.raises(SetupError, match="key_changed"):
        key.reveal(key.conceal("secret", "mine", SystemEntropy()), "yours")


def test_who_must_have_one_is_led_to_it(app: Flask, client: FlaskClient) -> None:
    set_policy(app, second_factor=["deputy_head"])
    assert client.get("/home").location == "/account/second-factor"


def test_who_has_it_is_let_in(app: Flask, client: FlaskClient, clock: MovingClock) -> None:
    enable(client, clock)
    set_policy(app, second_factor=["deputy_head"])
    assert client.get("/home").status_code == 200
