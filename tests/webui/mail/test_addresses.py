"""Addresses: confirmed by their owner, changed after a fresh proof, and told to the address before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests.webui.accounts.people import by_password, events, give_account
from tests.webui.clocks import MovingClock
from tests.webui.mail.letters import code_in, delivered, give_address, text_of
from tests.webui.visitors import ADMINISTRATOR, DEPUTY, installation_of, person_id, signed_in
from webui.mail.addresses import address_of

ADDRESS = "orlov@school.example"


def confirmed(app: Flask) -> bool:
    opened = installation_of(app)
    with opened.workshop.reading() as session:
        row = address_of(session, opened.workshop.school, person_id(app, DEPUTY))
        return bool(row and row.confirmed_at)


def test_an_address_is_confirmed_by_the_code_of_its_letter(app: Flask, clock: MovingClock) -> None:
    client = signed_in(app, DEPUTY)
    client.post("/account/mail", data={"address": ADDRESS})
    assert not confirmed(app)
    (letter,) = delivered(app)
    client.post("/account/mail/confirm", data={"code": code_in(letter).upper().replace("-", " ")})
    assert (letter["To"], confirmed(app)) == (ADDRESS, True)


def test_what_became_of_an_address_is_in_the_log_and_the_address_is_not(
    app: Flask, clock: MovingClock
) -> None:
    client = signed_in(app, DEPUTY)
    client.post("/account/mail", data={"address": ADDRESS})
    client.post("/account/mail/confirm", data={"code": code_in(delivered(app)[0])})
    client.post("/account/mail/remove")
    bodies = events(app, "mail_address.changed")
    assert [one["subject"]["state"] for one in bodies] == ["set", "confirmed", "removed"]
    assert ADDRESS not in str(bodies)


@pytest.mark.parametrize("code", ["", "aaaa-bbbb-cccc-dddd", "' OR 1=1"])
def test_another_code_confirms_nothing(app: Flask, clock: MovingClock, code: str) -> None:
    client = signed_in(app, DEPUTY)
    client.post("/account/mail", data={"address": ADDRESS})
    assert client.post("/account/mail/confirm", data={"code": code}).status_code == 400
    assert not confirmed(app)


def test_a_code_lasts_a_day(app: Flask, clock: MovingClock) -> None:
    client = signed_in(app, DEPUTY)
    client.post("/account/mail", data={"address": ADDRESS})
    code = code_in(delivered(app)[0])
    clock.pass_by(timedelta(hours=24))
    answer = signed_in(app, DEPUTY).post("/account/mail/confirm", data={"code": code})
    assert (answer.status_code, confirmed(app)) == (400, False)


def test_a_code_is_its_owners(app: Flask, clock: MovingClock) -> None:
    signed_in(app, DEPUTY).post("/account/mail", data={"address": ADDRESS})
    code = code_in(delivered(app)[0])
    assert signed_in(app, ADMINISTRATOR).post("/account/mail/confirm", data={"code": code}).status_code == 400


def test_a_code_for_an_address_given_up_confirms_no_other(app: Flask, clock: MovingClock) -> None:
    client = signed_in(app, DEPUTY)
    client.post("/account/mail", data={"address": ADDRESS})
    code = code_in(delivered(app)[0])
    client.post("/account/mail", data={"address": "other@school.example"})
    assert client.post("/account/mail/confirm", data={"code": code}).status_code == 400


def test_a_new_address_is_told_to_the_one_before(app: Flask, clock: MovingClock) -> None:
    give_address(app, DEPUTY, ADDRESS)
    signed_in(app, DEPUTY).post("/account/mail", data={"address": "thief@evil.example"})
    told = next(letter for letter in delivered(app) if letter["To"] == ADDRESS)
    assert "скажите администратору" in text_of(told)


@pytest.mark.parametrize(
    "text",
    [
        *("", "orlov", "a@b", "a b@school.example", "a@school.example, b@evil.example"),
        *(
            "a@school.example\r\nBcc: b@evil.example",
            "<a@school.example>",
            '"a"@school.example',
            "a@[127.0.0.1]",
        ),
        *("ы@школа.рф", "a" * 250 + "@school.example", "a@-school.example", "a..b@school.example"),
    ],
)
def test_what_is_no_plain_address_is_refused(app: Flask, clock: MovingClock, text: str) -> None:
    assert signed_in(app, DEPUTY).post("/account/mail", data={"address": text}).status_code == 400
    assert delivered(app) == []


def test_changing_an_address_asks_for_the_password_again(app: Flask, clock: MovingClock) -> None:
    give_account(app, DEPUTY, "orlov")
    client = by_password(app, "orlov")
    clock.pass_by(timedelta(minutes=11))
    client.post("/account/mail", data={"address": ADDRESS})
    assert delivered(app) == []


def test_letters_come_in_the_language_in_which_the_address_was_given(app: Flask, clock: MovingClock) -> None:
    client = signed_in(app, DEPUTY)
    client.post("/account/mail?lang=en", data={"address": ADDRESS})
    assert text_of(delivered(app)[0]).startswith("Good day")


def test_an_administrator_gives_an_address_and_its_owner_confirms_it(app: Flask, clock: MovingClock) -> None:
    account = give_account(app, DEPUTY, "orlov")
    signed_in(app, ADMINISTRATOR).post(f"/accounts/{account}/mail", data={"address": ADDRESS})
    assert not confirmed(app)
    client = by_password(app, "orlov")
    client.post("/account/mail/confirm", data={"code": code_in(delivered(app)[0])})
    assert confirmed(app)
