"""The pages of signing keys: the office's agreements and codes, one's own keys, and what a program may send."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from signing.credential import certificate_facts
from signing.enrolment import Certificate, keys_of
from signing.invitation import FROM_HAND, KeyInvitation
from tests.flow.site import AT
from tests.signing.browser_key import BrowserKey
from tests.webui.accounts.people import by_password, events, give_account
from tests.webui.clocks import MovingClock
from tests.webui.visitors import (
    ADMINISTRATOR,
    DEPUTY,
    OTHER_TEACHER,
    SECRETARY,
    TEACHER,
    installation_of,
    person_id,
    signed_in,
)

DAY = AT.date().isoformat()


def spelled(data: bytes) -> str:
    return base64.b64encode(data).decode()


def agree(app: Flask, name: str) -> None:
    told = {"person": person_id(app, name), "number": "12/НЭП", "agreed_on": DAY}
    assert signed_in(app, SECRETARY).post("/keys/staff/agreement", data=told).status_code == 302


def code_of(app: Flask, name: str) -> str:
    """The code on the slip of this person."""
    page = signed_in(app, SECRETARY).post("/keys/staff/codes", data={"person": person_id(app, name)}).text
    code: str = re.findall(r"<code[^>]*>([0-9A-Z-]{14})</code>", page)[0]
    return code


def make(client: FlaskClient, code: str, key: BrowserKey, label: str = "Кабинет 12") -> int:
    """What the page's program does; the status of the last answer."""
    told = {"code": code, "label": label, "key": spelled(key.spki)}
    asked = client.post("/keys/new/question", json=told)
    if asked.status_code != 200:
        return asked.status_code
    signature = key.sign(base64.b64decode(asked.get_json()["asked"]))
    answered = {"request": asked.get_json()["request"], "signature": spelled(signature)}
    return client.post("/keys/new", json=answered).status_code


def held_by(app: Flask, name: str) -> list[Certificate]:
    workshop = installation_of(app).workshop
    with workshop.reading() as session:
        return list(keys_of(session, workshop.school, person_id(app, name)))


@pytest.fixture
def teacher(app: Flask) -> FlaskClient:
    """A teacher with a key, whose agreement is registered."""
    agree(app, TEACHER)
    client = signed_in(app, TEACHER)
    assert make(client, code_of(app, TEACHER), BrowserKey()) == 200
    return client


def test_nobody_gets_a_code_without_an_agreement(app: Flask) -> None:
    agree(app, TEACHER)
    both = {"person": [person_id(app, TEACHER), person_id(app, OTHER_TEACHER)]}
    answer = signed_in(app, SECRETARY).post("/keys/staff/codes", data=both)

    assert answer.status_code == 400
    with installation_of(app).workshop.reading() as session:
        assert session.scalars(select(KeyInvitation)).all() == []


def test_a_code_is_shown_once_and_kept_nowhere(app: Flask) -> None:
    agree(app, TEACHER)
    code = code_of(app, TEACHER)

    assert code not in signed_in(app, SECRETARY).get("/keys/staff").text
    with installation_of(app).workshop.reading() as session:
        (row,) = session.scalars(select(KeyInvitation)).all()
    assert code not in repr(vars(row))


def test_nobody_chosen_is_said(app: Flask) -> None:
    assert signed_in(app, SECRETARY).post("/keys/staff/codes", data={}).status_code == 400


@pytest.mark.parametrize("day", ["", "вчера", "2126-01-01"])
def test_an_agreement_has_a_day_that_has_come(app: Flask, day: str) -> None:
    told = {"person": person_id(app, TEACHER), "number": "12", "agreed_on": day}

    assert signed_in(app, SECRETARY).post("/keys/staff/agreement", data=told).status_code == 400


def test_an_agreement_of_nobody_is_not_found(app: Flask) -> None:
    told = {"person": "nobody", "number": "12", "agreed_on": DAY}

    assert signed_in(app, SECRETARY).post("/keys/staff/agreement", data=told).status_code == 404


@pytest.mark.parametrize("name", [ADMINISTRATOR, DEPUTY, TEACHER])
def test_codes_are_given_by_the_office_alone(app: Flask, name: str) -> None:
    assert signed_in(app, name).post("/keys/staff/codes", data={"person": "x"}).status_code == 403


def test_a_key_is_on_its_owners_page_and_on_the_offices(app: Flask, teacher: FlaskClient) -> None:
    assert "Кабинет 12" in teacher.get("/keys").text
    assert "Кабинет 12" in signed_in(app, SECRETARY).get("/keys/staff").text
    assert "Кабинет 12" not in signed_in(app, OTHER_TEACHER).get("/keys").text


def test_a_key_lets_a_further_one_in(app: Flask, teacher: FlaskClient) -> None:
    (row,) = held_by(app, TEACHER)
    asked = teacher.post("/keys/code/question", json={"certificate": row.sha256})

    forged = spelled(BrowserKey().sign(base64.b64decode(asked.get_json()["asked"])))
    refused = teacher.post("/keys/code", json={"request": asked.get_json()["request"], "signature": forged})

    assert (asked.status_code, refused.status_code, refused.get_json()["code"]) == (
        200,
        409,
        "signing.wrong_answer",
    )


def test_a_key_of_another_is_not_there(app: Flask, teacher: FlaskClient) -> None:
    (row,) = held_by(app, TEACHER)
    other = signed_in(app, OTHER_TEACHER)

    assert other.post(f"/keys/{row.sha256}/revoke", data={"reason": "lost"}).status_code == 404
    assert other.post("/keys/code/question", json={"certificate": row.sha256}).status_code == 404


@pytest.mark.parametrize("who", [TEACHER, SECRETARY])
def test_a_revoked_key_is_on_the_list_that_anybody_reads(app: Flask, teacher: FlaskClient, who: str) -> None:
    (row,) = held_by(app, TEACHER)
    address = f"/keys/{row.sha256}/revoke" if who == TEACHER else f"/keys/staff/{row.sha256}/revoke"
    client = teacher if who == TEACHER else signed_in(app, SECRETARY)

    assert client.post(address, data={"reason": "because"}).status_code == 400
    assert client.post(address, data={"reason": "lost"}).status_code == 302
    listed = x509.load_der_x509_crl(app.test_client().get("/keys/revoked.crl").data)
    assert listed.get_revoked_certificate_by_serial_number(int(row.serial, 16)) is not None
    issuer = installation_of(app).workshop.authority.root.public_key()
    assert isinstance(issuer, RSAPublicKey)
    assert listed.is_signature_valid(issuer)


@pytest.mark.parametrize(
    "told",
    [
        [],
        {},
        {"code": 1, "label": "x", "key": "AA=="},
        {"code": "x", "label": "x", "key": "не base64"},
        {"code": "x", "label": "x", "key": "A" * 5000},
        {"code": "x", "label": "x"},
    ],
)
def test_what_no_page_sends_is_refused_in_words(app: Flask, told: object) -> None:
    answer = signed_in(app, TEACHER).post("/keys/new/question", json=told)

    assert (answer.status_code, answer.get_json()["code"]) == (400, "request.told")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/tasks/key/questions", {"certificate": "x", "files": []}),
        ("/tasks/key/questions", {"certificate": "x", "files": ["a"] * 9}),
        ("/tasks/key/questions", {"certificate": "x", "files": [1]}),
        ("/tasks/key/questions", {"certificate": "x", "files": "a:b"}),
        ("/tasks/key/answers", {"answers": {}}),
        ("/tasks/key/answers", {"answers": []}),
        ("/tasks/key/answers", {"answers": {"x": 1}}),
        ("/tasks/key/answers", {}),
    ],
)
def test_signing_takes_nothing_else_either(app: Flask, address: str, told: object) -> None:
    answer = signed_in(app, TEACHER).post(address, json=told)

    assert (answer.status_code, answer.get_json()["code"]) == (400, "request.told")


def test_a_question_about_a_record_out_of_reach_is_forbidden(app: Flask) -> None:
    told = {"certificate": "x", "files": ["nobody:knows"]}

    assert signed_in(app, TEACHER).post("/tasks/key/questions", json=told).status_code == 403


def test_nothing_ticked_goes_back_to_the_list(app: Flask) -> None:
    assert signed_in(app, TEACHER).post("/tasks/key", data={}).status_code == 302


def test_a_key_is_not_made_by_whoever_finds_an_open_session(app: Flask, clock: MovingClock) -> None:
    give_account(app, TEACHER, "gromova")
    client = by_password(app, "gromova")
    clock.pass_by(timedelta(minutes=11))

    assert "Подтвердите, что это вы" in client.get("/keys/new").text
    answer = client.post("/keys/new/question", json={"code": "x", "label": "x", "key": "AA=="})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "proof.wanted")


def test_a_code_of_a_fortnight_ago_is_too_old(app: Flask, clock: MovingClock) -> None:
    agree(app, TEACHER)
    code = code_of(app, TEACHER)
    clock.pass_by(FROM_HAND + timedelta(days=1))

    assert make(signed_in(app, TEACHER), code, BrowserKey()) == 400


def test_an_agreement_is_printed_for_a_person_and_enters_the_log(app: Flask) -> None:
    told = {"person": person_id(app, TEACHER)}
    answer = signed_in(app, SECRETARY).post("/keys/staff/agreement/paper", data=told)

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    root = certificate_facts(installation_of(app).workshop.authority.root)
    assert TEACHER in " ".join(words.split())
    assert root.sha256 in "".join(words.split())
    assert [event["subject"]["form"] for event in events(app, "paper.issued")] == ["key_agreement"]


def test_an_agreement_of_nobody_is_not_printed(app: Flask) -> None:
    told = {"person": "nobody"}

    assert signed_in(app, SECRETARY).post("/keys/staff/agreement/paper", data=told).status_code == 404
