"""The office's page of powers of attorney: entered by two files, refused by code, revoked."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from signing.power import MAX_POWER
from signing.power_signature import PowerFiles
from tests.signing.gost_people import needs_engine
from tests.signing.powers import ABOUT, NUMBER, OGRN, Organisation, head
from tests.webui.closing.empowered import giver
from tests.webui.keys.test_qualified import code_of
from tests.webui.visitors import (
    ADMINISTRATOR,
    DEPUTY,
    OTHER_TEACHER,
    SECRETARY,
    TEACHER,
    installation_of,
    person_id,
    set_policy,
    signed_in,
)
from webui.keys.words_powers import RU

pytestmark = needs_engine
GIVER = "МБОУ «Школа № 9»"


@pytest.fixture
def organisation(app: Flask, tmp_path: Path) -> Organisation:
    """Who gives powers; its authority is trusted."""
    return giver(installation_of(app).workshop, tmp_path / "organisation")


def upload(client: FlaskClient, app: Flask, files: PowerFiles, name: str = TEACHER) -> TestResponse:
    """Send the office's form."""
    told = {
        "person": person_id(app, name),
        "xml": (BytesIO(files.xml), "ON_EMCHD.xml"),
        "signature": (BytesIO(files.cms), "ON_EMCHD.xml.sig"),
    }
    return client.post("/keys/powers", data=told, content_type="multipart/form-data")


def revoke(client: FlaskClient, reason: str = "Уволена") -> TestResponse:
    return client.post(f"/keys/powers/{NUMBER}/revoke", data={"reason": reason})


def test_the_office_enters_a_power_and_revokes_it(app: Flask, organisation: Organisation) -> None:
    office = signed_in(app, SECRETARY)
    assert RU["none"] in office.get("/keys/powers").text

    assert upload(office, app, organisation.gives(NUMBER, TEACHER)).status_code == 302
    page = office.get("/keys/powers").text
    assert [part in page for part in (TEACHER, NUMBER, GIVER, OGRN, RU["holds"])] == [True] * 5

    assert code_of(revoke(office, " ")) == "power.reason"
    assert revoke(office).status_code == 302
    page = office.get("/keys/powers").text
    assert (RU["revoked"] in page, "Уволена" in page, f"{NUMBER}/revoke" in page) == (True, True, False)
    assert code_of(revoke(office)) == "power.ended"


@pytest.mark.parametrize(("until", "word"), [("2026-07-09", "ends_soon"), ("2026-07-10", "holds")])
def test_a_power_that_ends_soon_says_so(
    app: Flask, organisation: Organisation, until: str, word: str
) -> None:
    """On 26 May: 45 days are left for the next one to be issued."""
    office = signed_in(app, SECRETARY)
    files = organisation.gives(NUMBER, TEACHER, ABOUT.replace("2026-12-31", until))
    assert upload(office, app, files).status_code == 302
    page = office.get("/keys/powers").text
    assert {one for one in ("ends_soon", "holds") if f">{RU[one]}<" in page} == {word}


def test_what_does_not_hold_is_refused_and_not_kept(
    app: Flask, organisation: Organisation, tmp_path: Path
) -> None:
    office, good = signed_in(app, SECRETARY), organisation.gives(NUMBER, TEACHER)
    stranger = Organisation.make(tmp_path / "stranger").gives(NUMBER, TEACHER)
    person = Organisation(organisation.authority, organisation.authority.issue(head("")))

    assert code_of(upload(office, app, good, OTHER_TEACHER)) == "power.other_person"
    assert code_of(upload(office, app, stranger)) == "signing.outside_untrusted"
    assert code_of(upload(office, app, person.gives(NUMBER, TEACHER))) == "power.other_principal"
    assert code_of(upload(office, app, PowerFiles(b"<", good.cms, b""))) == "power.unreadable"
    assert code_of(upload(office, app, PowerFiles(good.xml, b"", b""))) == "request.file"
    assert code_of(upload(office, app, PowerFiles(bytes(MAX_POWER + 1), good.cms, b""))) == "power.large"
    assert (
        code_of(upload(office, app, PowerFiles(good.xml, bytes(MAX_POWER + 1), b""))) == "signing.cms_large"
    )
    assert RU["none"] in office.get("/keys/powers").text
    assert upload(office, app, good).status_code == 302
    assert code_of(upload(office, app, good)) == "power.known"


def test_with_its_own_number_known_the_school_takes_only_its_own_powers(
    app: Flask, organisation: Organisation
) -> None:
    office, good = signed_in(app, SECRETARY), organisation.gives(NUMBER, TEACHER)
    assert RU["any_school"] in office.get("/keys/powers").text
    set_policy(app, ogrn="1027700132195")
    assert RU["any_school"] not in office.get("/keys/powers").text
    assert code_of(upload(office, app, good)) == "power.other_organisation"
    set_policy(app, ogrn=OGRN)
    assert upload(office, app, good).status_code == 302


@pytest.mark.parametrize("name", [ADMINISTRATOR, DEPUTY, TEACHER])
def test_powers_are_the_offices(app: Flask, organisation: Organisation, name: str) -> None:
    client = signed_in(app, name)
    assert upload(client, app, organisation.gives(NUMBER, TEACHER)).status_code == 403
    assert (client.get("/keys/powers").status_code, revoke(client).status_code) == (403, 403)
