"""«Мои дела» where signatures ask for keys: said in words, the right way first; what the key is not for is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from retention.workshop import Workshop
from signing.enrolment import Certificate, Held
from tests.flow.site import Site
from tests.retention.verification.archive import Archive
from tests.signing.gost_people import Outsiders, Wanted, needs_engine
from tests.webui.closing.desk import DEPUTY, actor, sign_all, waiting
from tests.webui.closing.own_key import Owner, owner, registered, trusted
from tests.webui.closing.pages import text_of
from tests.webui.visitors import installation_of, signed_in
from webui.closing.words import RU
from webui.closing.words_keys import RU as KEYS

BUTTON = re.compile(r'formaction="([^"]+)"')


@pytest.fixture
def workshop(app: Flask) -> Workshop:
    return installation_of(app).workshop


@pytest.fixture
def records(cut_site: Site, workshop: Workshop) -> list[str]:
    """What waits for the deputy head: the first as ever, the second asks for their own key, the third for КЭП."""
    sign_all(cut_site)
    found = sorted(waiting(workshop)[actor(workshop, DEPUTY).person])
    for record, key in zip(found[1:], ("own", "qualified"), strict=True):
        said = "UPDATE signature_request SET asked_key = :key WHERE position = 1 AND record_id = :record"
        Archive(cut_site).edit(said, key=key, record=record)
    return found


@pytest.fixture
def deputy(app: Flask, records: list[str]) -> FlaskClient:
    return signed_in(app, DEPUTY)


@pytest.fixture
def outsiders(workshop: Workshop, tmp_path: Path) -> Outsiders:
    return trusted(workshop, tmp_path / "outside")


def files(workshop: Workshop) -> list[str]:
    """Everything that waits for the deputy head, as the page of tasks sends it."""
    seen = waiting(workshop)[actor(workshop, DEPUTY).person]
    return [f"{record}:{file}" for record, file in sorted(seen.items())]


def ticked(page: str) -> list[str]:
    """The records that the page lets be ticked, or lists to be signed."""
    return sorted(re.findall(r'name="file" value="([^:"]+):', page))


def in_browser(workshop: Workshop) -> Owner:
    return owner(workshop, actor(workshop, DEPUTY))


def kep(workshop: Workshop, outsiders: Outsiders) -> Owner:
    return registered(workshop, actor(workshop, DEPUTY), outsiders.issue(Wanted.named(DEPUTY)))


def test_what_the_visitor_cannot_sign_is_said_with_where_to_get_the_key(
    deputy: FlaskClient, records: list[str]
) -> None:
    page = deputy.get("/tasks").text
    assert (ticked(page), BUTTON.findall(page)) == (records[:1], ["/tasks/sign"])
    assert (f">{KEYS['asks_own']}<" in page, f">{KEYS['asks_qualified']}<" in page) == (True, True)
    assert (KEYS["no_means_own"] in page, KEYS["no_means_qualified"] in page) == (True, True)
    assert 'href="/keys">' in page


def test_keys_on_the_server_leave_the_rest_out_and_name_it(
    deputy: FlaskClient, workshop: Workshop, records: list[str]
) -> None:
    answer = deputy.post("/tasks/sign", data={"file": files(workshop)})
    page = text_of(deputy.get(answer.headers["Location"]).text)
    assert page.count(KEYS["not_signed"]) == 2
    assert (KEYS["asks_own"] in page, KEYS["asks_qualified"] in page) == (True, True)
    assert ticked(deputy.get("/tasks").text) == []  # what is being signed, and what they cannot sign

    answer = deputy.post("/tasks/sign", data={"file": files(workshop)[1:]}, follow_redirects=True)
    assert RU["nothing_chosen"] in answer.text


def test_where_nothing_can_be_signed_no_button_stands(
    deputy: FlaskClient, workshop: Workshop, cut_site: Site
) -> None:
    Archive(cut_site).edit("UPDATE signature_request SET asked_key = 'qualified' WHERE position = 1")
    in_browser(workshop)
    page = deputy.get("/tasks").text
    assert (ticked(page), BUTTON.findall(page)) == ([], [])
    assert KEYS["no_means_qualified"] in page


@needs_engine
def test_where_all_of_it_asks_for_a_qualified_signature_only_that_way_is_offered(
    deputy: FlaskClient, workshop: Workshop, cut_site: Site, outsiders: Outsiders
) -> None:
    Archive(cut_site).edit("UPDATE signature_request SET asked_key = 'qualified' WHERE position = 1")
    in_browser(workshop)
    made = kep(workshop, outsiders)
    assert BUTTON.findall(deputy.get("/tasks").text) == ["/tasks/key?way=qualified"]
    page = deputy.post("/tasks/key?way=qualified", data={"file": files(workshop)}).text
    assert (made.certificate in page, KEYS["left_out"] in page) == (True, False)


@needs_engine
def test_the_way_that_is_good_for_all_comes_first_and_a_browsers_key_leaves_the_rest_out(
    deputy: FlaskClient, workshop: Workshop, records: list[str], outsiders: Outsiders
) -> None:
    browser, qualified = in_browser(workshop), kep(workshop, outsiders)
    page = deputy.get("/tasks").text
    assert (ticked(page), BUTTON.findall(page)) == (records, ["/tasks/key?way=qualified", "/tasks/key"])

    page = deputy.post("/tasks/key", data={"file": files(workshop)}).text
    assert set(ticked(page)) == set(records[:2])
    assert (KEYS["left_out"] in page, KEYS["asks_qualified"] in page) == (True, True)
    assert (browser.certificate in page, qualified.certificate in page) == (True, False)

    page = deputy.post("/tasks/key?way=qualified", data={"file": files(workshop)}).text
    assert (set(ticked(page)), KEYS["left_out"] in page) == (set(records), False)
    assert (browser.certificate in page, qualified.certificate in page) == (False, True)


@needs_engine
def test_a_page_that_asks_all_the_same_is_refused_whole(
    deputy: FlaskClient, workshop: Workshop, records: list[str], outsiders: Outsiders
) -> None:
    browser, qualified = in_browser(workshop), kep(workshop, outsiders)
    asked = {"certificate": browser.certificate, "files": files(workshop)}
    answer = deputy.post("/tasks/key/questions", json=asked)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "sign.asks_qualified")
    answer = deputy.post("/tasks/key/questions", json={**asked, "certificate": qualified.certificate})
    assert len(answer.get_json()["questions"]) == 3


def test_a_token_leaves_out_what_asks_for_a_qualified_signature(
    deputy: FlaskClient, workshop: Workshop, records: list[str]
) -> None:
    made = in_browser(workshop)
    with workshop.transaction() as session:  # how a token's key is certified is tested with the token
        session.get_one(Certificate, (workshop.school, made.certificate)).held = Held.TOKEN
    page = deputy.get("/tasks").text
    assert (ticked(page), BUTTON.findall(page)) == (records[:2], ["/tasks/token"])

    page = deputy.post("/tasks/token", data={"file": files(workshop)}).text
    assert (set(ticked(page)), KEYS["left_out"] in page) == (set(records[:2]), True)
    assert 'type="file" accept="application/json,.json" required' in page
    assert 'type="file" accept=".csr,.pem" required' in deputy.get("/keys/new").text
    page = deputy.post("/tasks/token", data={"file": files(workshop)[2:]}).text
    assert (ticked(page), KEYS["left_out"] in page, "letopis token sign" in page) == ([], True, False)


@needs_engine
def test_what_waits_for_a_file_can_be_declined_from_its_page(
    deputy: FlaskClient, workshop: Workshop, records: list[str], outsiders: Outsiders
) -> None:
    made = kep(workshop, outsiders)
    deputy.post("/tasks/key/files", data={"certificate": made.certificate, "file": files(workshop)})
    page = deputy.get("/tasks/key/files").text
    assert {f'href="/decline/{record}"' in page for record in records} == {True}
