"""Whoever stands in by order signs in the place of the one who was asked; signature, log and archive name the order."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from records.actor import Actor
from retention.steps.asked import requests_of
from retention.waiting import current_pdf
from signing.request import SignatureRequest
from tests.flow.site import Site
from tests.signing.gost_people import Wanted, needs_engine
from tests.webui.accounts.people import events
from tests.webui.closing.desk import sign_all, work
from tests.webui.closing.orders import ORDER, hand_over
from tests.webui.closing.own_key import owner, registered, trusted
from tests.webui.visitors import OTHER_TEACHER, TEACHER, installation_of, person_id, signed_in
from webui.accounts.tables import Account


@pytest.fixture
def standing_in(app: Flask, cut_site: Site) -> Flask:
    """The second teacher stands in for the first by order; the first half-year waits for signatures."""
    assert hand_over(app, "teacher", TEACHER) == 302
    return app


def tasks(app: Flask) -> str:
    return signed_in(app, OTHER_TEACHER).get("/tasks").text


def sign_everything(app: Flask, site: Site) -> None:
    client = signed_in(app, OTHER_TEACHER)
    files = re.findall(r'name="file" value="([^"]+)"', client.get("/tasks").text)
    assert client.post("/tasks/sign", data={"file": files}).status_code == 302
    work(site)


def asked_of(app: Flask) -> list[SignatureRequest]:
    """The teacher's signatures on the records of the first teacher."""
    theirs = SignatureRequest.person_id == person_id(app, TEACHER)
    with installation_of(app).workshop.reading() as session:
        return list(
            session.scalars(select(SignatureRequest).where(theirs, SignatureRequest.role == "teacher"))
        )


def test_the_tasks_name_in_whose_place_one_signs(standing_in: Flask) -> None:
    page = tasks(standing_in)
    assert TEACHER in page.partition("<main")[2]


def test_before_the_order_nothing_of_anothers_waits(app: Flask, cut_site: Site) -> None:
    assert TEACHER not in tasks(app).partition("<main")[2]


def test_the_row_keeps_who_was_asked_and_who_signed(standing_in: Flask, cut_site: Site) -> None:
    sign_everything(standing_in, cut_site)
    other = person_id(standing_in, OTHER_TEACHER)
    assert {(row.state, row.signed_by, row.order_no) for row in asked_of(standing_in)} == {
        ("signed", other, ORDER)
    }


def test_the_certificate_is_of_the_one_who_signed(standing_in: Flask, cut_site: Site) -> None:
    sign_everything(standing_in, cut_site)
    assert all(OTHER_TEACHER in str(row.certificate) for row in asked_of(standing_in))


def test_the_signature_gives_the_order_as_its_reason(standing_in: Flask, cut_site: Site) -> None:
    sign_everything(standing_in, cut_site)
    record = asked_of(standing_in)[0].record_id
    pdf = current_pdf(installation_of(standing_in).workshop, record)
    fields = (PdfReader(BytesIO(pdf)).get_fields() or {}).values()
    assert any(f"по приказу {ORDER}" in str(field.value.get("/Reason")) for field in fields if field.value)


def test_the_log_names_both_and_the_order(standing_in: Flask, cut_site: Site) -> None:
    sign_everything(standing_in, cut_site)
    told = events(standing_in, "record.signed")
    holder = person_id(standing_in, TEACHER)
    assert [e["subject"]["order"] for e in told if e["actor"]["on_behalf_of"] == holder] == [ORDER] * len(
        asked_of(standing_in)
    )


def test_what_was_signed_in_place_is_archived_and_verified(standing_in: Flask, cut_site: Site) -> None:
    sign_everything(standing_in, cut_site)
    for _ in range(2):
        sign_all(cut_site)
    workshop = installation_of(standing_in).workshop
    with workshop.reading() as session:
        record = asked_of(standing_in)[0].record_id
        assert all(row.signed_at for row in requests_of(session, workshop.school, record))
    ran = cut_site.run("verify", "--json")
    assert (ran.code, ran.json["problems"]) == (0, []), ran.err


def test_a_narrowed_order_signs_nothing_beside_its_part(app: Flask, cut_site: Site) -> None:
    assert hand_over(app, "class_teacher", TEACHER) == 302
    theirs = {row.record_id for row in asked_of(app)}
    assert theirs
    assert not any(record in tasks(app) for record in theirs)


@pytest.mark.parametrize("kind", ["browser", pytest.param("qualified", marks=needs_engine)])
def test_whoever_stands_in_signs_with_a_key_of_their_own(
    standing_in: Flask, cut_site: Site, tmp_path: Path, kind: str
) -> None:
    workshop = installation_of(standing_in).workshop
    other = person_id(standing_in, OTHER_TEACHER)
    client = signed_in(standing_in, OTHER_TEACHER)
    with workshop.reading() as session:
        account = session.scalars(select(Account.id).where(Account.person_id == other)).one()
    who = Actor(other, account, workshop.school)
    if kind == "browser":
        key = owner(workshop, who)
    else:
        outsiders = trusted(workshop, tmp_path / "outside")
        key = registered(workshop, who, outsiders.issue(Wanted.named(OTHER_TEACHER)))
    page = client.get("/tasks").text
    files = re.findall(r'name="file" value="([^"]+)"', page)
    address = f"/tasks/key{'' if kind == 'browser' else '?way=qualified'}"
    assert f'action="{address}"' in page
    assert key.certificate in client.post(address, data={"file": files}).text

    asked = client.post(
        "/tasks/key/questions", json={"certificate": key.certificate, "files": files}
    ).get_json()
    answers = {
        one["id"]: b64encode(key.key.sign(b64decode(one["asked"]))).decode() for one in asked["questions"]
    }
    assert client.post("/tasks/key/answers", json={"answers": answers}).status_code == 200
    work(cut_site)

    assert {(row.state, row.signed_by, row.order_no) for row in asked_of(standing_in)} == {
        ("signed", other, ORDER)
    }
    assert {row.certificate["sha256"] for row in asked_of(standing_in) if row.certificate} == {
        key.certificate
    }
