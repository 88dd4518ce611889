"""A qualified certificate on one's page: registered by a signature over words, whose it must be, and how it ends."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from signing.enrolment import Certificate, Held
from signing.gost.streebog import streebog
from signing.invitation import KeyInvitation
from signing.outside import Outside
from tests.flow.site import AT
from tests.signing.gost_people import BEGINS, GostOwner, Outsiders, Wanted, needs_engine
from tests.webui.accounts.people import events
from tests.webui.clocks import MovingClock
from tests.webui.visitors import OTHER_TEACHER, SECRETARY, TEACHER, installation_of, person_id, signed_in

pytestmark = needs_engine


@pytest.fixture
def outsiders(app: Flask, tmp_path: Path) -> Outsiders:
    """An authority that the school trusts."""
    made = Outsiders.make(tmp_path / "outside")
    made.trusted_by(installation_of(app).workshop.authority, AT)
    return made


@pytest.fixture
def owner(outsiders: Outsiders) -> GostOwner:
    """The teacher's certificate."""
    return outsiders.issue(Wanted.named(TEACHER))


def begin(client: FlaskClient) -> tuple[str, bytes]:
    """The address of a registration, and the words."""
    address = client.post("/keys/qualified").headers["Location"]
    return address, client.get(f"{address}/words").data


def upload(client: FlaskClient, address: str, cms: bytes) -> TestResponse:
    """What the form of the page sends."""
    return client.post(address, data={"signature": (io.BytesIO(cms), "слова.txt.sig")})


def register(client: FlaskClient, owner: GostOwner) -> TestResponse:
    address, words = begin(client)
    return upload(client, address, owner.sign(words))


def code_of(answer: TestResponse) -> str:
    """The code on the page of a refusal."""
    code: str = re.findall(r"<code[^>]*>([a-z_]+\.[a-z_]+)</code>", answer.text)[0]
    return code


def qualified(app: Flask) -> list[Certificate]:
    with installation_of(app).workshop.reading() as session:
        return list(session.scalars(select(Certificate).where(Certificate.held == Held.QUALIFIED)))


def test_a_certificate_is_registered_by_a_file(app: Flask, owner: GostOwner) -> None:
    client = signed_in(app, TEACHER)
    answer = register(client, owner)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/keys")
    (row,) = qualified(app)
    assert (row.person_id, row.label) == (person_id(app, TEACHER), "КЭП: Тестовый УЦ")
    page = client.get("/keys").text
    assert "112-233-445 95" in page or "11223344595" in page
    assert "КЭП: Тестовый УЦ" in signed_in(app, SECRETARY).get("/keys/staff").text
    (event,) = events(app, "certificate.registered")
    assert event["subject"] == {
        "person": row.person_id,
        "certificate": row.sha256,
        "held": "qualified",
        "label": row.label,
    }
    assert "11223344595" not in repr({**vars(row), "der": ""})


@pytest.mark.parametrize("bits", [256, 512])
def test_a_certificate_is_registered_by_the_pages_program(
    app: Flask, outsiders: Outsiders, bits: int
) -> None:
    owner, client = outsiders.issue(Wanted(common=TEACHER, bits=bits)), signed_in(app, TEACHER)
    address, words = begin(client)
    digest = base64.b64encode(streebog(words, bits)).decode()
    assert f'data-streebog{bits}="{digest}"' in client.get(address).text

    told = {"signature": base64.b64encode(owner.sign_digest(streebog(words, bits))).decode()}
    answer = client.post(address, json=told)
    assert (answer.status_code, answer.json) == (200, {"on": "/keys"})
    assert len(qualified(app)) == 1


@pytest.mark.parametrize("form", ["DER", "PEM", "base64"])
def test_a_signature_is_taken_however_the_program_wrote_it(app: Flask, owner: GostOwner, form: str) -> None:
    client = signed_in(app, TEACHER)
    address, words = begin(client)
    cms = owner.sign(words)
    plain = base64.encodebytes(cms)
    written = {"DER": cms, "PEM": b"-----BEGIN CMS-----\n" + plain + b"-----END CMS-----\n", "base64": plain}

    assert upload(client, address, written[form]).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted.named(OTHER_TEACHER), "signing.other_person"),
        (Wanted("Громова", "Инна Ивановна", TEACHER), "signing.other_person"),
        (Wanted(common="МБОУ «Школа»"), "signing.other_person"),
        (Wanted(common=TEACHER, policies=()), "signing.not_qualified"),
        (Wanted(common=TEACHER, usage=frozenset({"digital_signature"})), "signing.not_qualified"),
        (Wanted(common=TEACHER, ends=AT - timedelta(days=1)), "signing.outside_expired"),
        (Wanted(common=TEACHER, begins=AT + timedelta(days=1)), "signing.outside_expired"),
    ],
)
def test_a_certificate_that_does_not_fit_is_refused_by_its_code(
    app: Flask, outsiders: Outsiders, wanted: Wanted, code: str
) -> None:
    answer = register(signed_in(app, TEACHER), outsiders.issue(wanted))

    assert (answer.status_code, code_of(answer)) == (409, code)
    assert qualified(app) == []


def test_a_certificate_of_an_authority_that_is_not_trusted_is_refused(app: Flask, tmp_path: Path) -> None:
    stranger = Outsiders.make(tmp_path / "stranger").issue(Wanted.named(TEACHER))

    assert code_of(register(signed_in(app, TEACHER), stranger)) == "signing.outside_untrusted"


def test_a_certificate_that_is_revoked_is_refused(app: Flask, outsiders: Outsiders, owner: GostOwner) -> None:
    outsiders.revoke(owner, BEGINS)
    outsiders.trusted_by(installation_of(app).workshop.authority, AT)

    assert code_of(register(signed_in(app, TEACHER), owner)) == "signing.outside_revoked"


def other_words(words: bytes) -> bytes:
    return words.replace(b"letopis", b"Letopis")


@pytest.mark.parametrize("change", [other_words, lambda _: b"", lambda words: words + b"\n"])
def test_a_signature_over_other_words_is_refused(
    app: Flask, owner: GostOwner, change: Callable[[bytes], bytes]
) -> None:
    client = signed_in(app, TEACHER)
    address, words = begin(client)

    assert code_of(upload(client, address, owner.sign(change(words)))) == "signing.cms_document"
    assert (
        upload(client, address, owner.sign(words)).status_code == 302
    )  # and the words are good for another try


def test_a_registration_is_answered_once(app: Flask, owner: GostOwner) -> None:
    client = signed_in(app, TEACHER)
    address, words = begin(client)
    assert upload(client, address, owner.sign(words)).status_code == 302

    assert code_of(upload(client, address, owner.sign(words))) == "key.request"
    assert client.get(address).status_code == 404


def test_a_registration_is_nobody_elses(app: Flask, owner: GostOwner, outsiders: Outsiders) -> None:
    address, words = begin(signed_in(app, TEACHER))
    thief = signed_in(app, OTHER_TEACHER)

    assert thief.get(address).status_code == 404
    assert thief.get(f"{address}/words").status_code == 404
    own = outsiders.issue(Wanted.named(OTHER_TEACHER))
    assert code_of(upload(thief, address, own.sign(words))) == "key.request"


def test_a_registration_has_a_quarter_of_an_hour(app: Flask, owner: GostOwner, clock: MovingClock) -> None:
    client = signed_in(app, TEACHER)
    address, words = begin(client)
    clock.pass_by(timedelta(minutes=16))

    assert client.get(address).status_code == 404
    assert code_of(upload(client, address, owner.sign(words))) == "key.request"


def test_a_registration_makes_no_key_in_a_browser(app: Flask, owner: GostOwner) -> None:
    client = signed_in(app, TEACHER)
    address, _ = begin(client)
    told = {"request": address.rsplit("/", 1)[-1], "signature": base64.b64encode(bytes(64)).decode()}

    assert client.post("/keys/new", json=told).get_json()["code"] == "key.request"
    assert client.post("/keys/code", json=told).get_json()["code"] == "key.request"


def test_a_qualified_certificate_lets_no_browsers_key_in(app: Flask, owner: GostOwner) -> None:
    client = signed_in(app, TEACHER)
    register(client, owner)
    (row,) = qualified(app)

    assert client.post("/keys/code/question", json={"certificate": row.sha256}).status_code == 404
    assert row.sha256 not in client.get("/keys/new").text
    with installation_of(app).workshop.reading() as session:
        assert session.scalars(select(KeyInvitation)).all() == []


@pytest.mark.parametrize("who", [TEACHER, OTHER_TEACHER])
def test_a_certificate_is_registered_once(app: Flask, outsiders: Outsiders, who: str) -> None:
    owner = outsiders.issue(Wanted(common=TEACHER))
    assert register(signed_in(app, TEACHER), owner).status_code == 302

    again = register(signed_in(app, who), owner)
    assert code_of(again) == ("key.known" if who == TEACHER else "signing.other_person")


@pytest.mark.parametrize("who", [TEACHER, SECRETARY])
def test_its_use_ends_here_and_our_list_says_nothing_of_it(app: Flask, owner: GostOwner, who: str) -> None:
    client = signed_in(app, who)
    register(signed_in(app, TEACHER), owner)
    (row,) = qualified(app)
    address = f"/keys/{row.sha256}/revoke" if who == TEACHER else f"/keys/staff/{row.sha256}/revoke"

    assert client.post(address, data={"reason": "lost"}, follow_redirects=True).text.count(
        "удостоверяющий центр"
    )
    (row,) = qualified(app)
    assert row.revoked_why == "lost"
    assert installation_of(app).workshop.authority.revocations() == ()
    assert [event["subject"]["reason"] for event in events(app, "certificate.ended")] == ["lost"]
    assert code_of(register(signed_in(app, TEACHER), owner)) == "key.known"


@pytest.mark.parametrize("data", [{}, {"signature": (io.BytesIO(b""), "")}])
def test_no_file_is_said(app: Flask, data: dict[str, object]) -> None:
    client = signed_in(app, TEACHER)
    address, _ = begin(client)

    assert code_of(client.post(address, data=data, content_type="multipart/form-data")) == "upload.none"


def test_a_whole_document_is_no_signature(app: Flask) -> None:
    client = signed_in(app, TEACHER)
    address, _ = begin(client)

    assert code_of(upload(client, address, bytes(70_000))) == "upload.too_much"


def test_without_outside_authorities_every_certificate_is_refused(app: Flask, tmp_path: Path) -> None:
    assert Outside(installation_of(app).settings.data / "authority" / "outside").authorities() == ()
    stranger = Outsiders.make(tmp_path / "stranger").issue(Wanted.named(TEACHER))

    assert code_of(register(signed_in(app, TEACHER), stranger)) == "signing.outside_untrusted"


def test_the_plug_ins_loader_is_served_from_where_the_administrator_put_it(app: Flask) -> None:
    client = signed_in(app, TEACHER)
    assert client.get("/keys/cadesplugin_api.js").status_code == 404
    assert "cadesplugin_api.js" not in client.get(begin(client)[0]).text

    opened = installation_of(app)
    site = replace(opened.settings.site, plugin="cadesplugin_api.js")
    app.extensions["letopis"] = replace(opened, settings=replace(opened.settings, site=site))
    answer = client.get("/keys/cadesplugin_api.js")
    assert (answer.status_code, code_of(answer)) == (503, "settings.plugin")
    (opened.settings.data / "cadesplugin_api.js").write_text("window.cadesplugin = 1;", "utf-8")
    answer = client.get("/keys/cadesplugin_api.js")
    assert (answer.status_code, answer.mimetype, answer.text) == (
        200,
        "text/javascript",
        "window.cadesplugin = 1;",
    )
    assert '<script src="/keys/cadesplugin_api.js">' in client.get(begin(client)[0]).text
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
