"""Whoever stands in by order signs in the place of the one who was asked; signature, log and archive name the order."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.log.store import LogEvent
from records.school.tables import Person
from retention.steps.sign import requests_of
from retention.waiting import current_pdf
from signing.request import SignatureRequest
from tests.flow.site import Site
from tests.webui.closing.desk import sign_all, work
from tests.webui.visitors import DIRECTOR, OTHER_TEACHER, TEACHER, installation_of, person_id, signed_in

ORDER = "№ 5 от 20.05.2026"


@pytest.fixture
def standing_in(app: Flask, cut_site: Site) -> Flask:
    """The second teacher stands in for the first by order; the first half-year waits for signatures."""
    form = {"role": "teacher", "holder": person_id(app, TEACHER), "person": person_id(app, OTHER_TEACHER)}
    days = {"order": ORDER, "since": "2026-05-20", "until": "2026-06-20", "part": ""}
    assert signed_in(app, DIRECTOR).post("/delegations", data={**form, **days}).status_code == 302
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
    with installation_of(app).workshop.reading() as session:
        of_teacher = select(SignatureRequest).where(SignatureRequest.person_id == person_id_in(session))
        return list(session.scalars(of_teacher.where(SignatureRequest.role == "teacher")))


def person_id_in(session: Session) -> str:
    return session.scalars(select(Person.id).where(Person.name == TEACHER)).one()


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
    with installation_of(standing_in).workshop.reading() as session:
        bodies = session.scalars(select(LogEvent.body).where(LogEvent.kind == "record.signed")).all()
    told = [json.loads(body or b"{}") for body in bodies]
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
    workshop = installation_of(app).workshop
    form = {
        "role": "class_teacher",
        "holder": person_id(app, TEACHER),
        "person": person_id(app, OTHER_TEACHER),
    }
    days = {"order": ORDER, "since": "2026-05-20", "until": "2026-06-20", "part": ""}
    signed_in(app, DIRECTOR).post("/delegations", data={**form, **days})
    with workshop.reading() as session:
        rows = session.scalars(select(SignatureRequest).where(SignatureRequest.role == "teacher")).all()
        holder = person_id_in(session)
    theirs = {row.record_id for row in rows if row.person_id == holder}
    assert not any(record in tasks(app) for record in theirs)
