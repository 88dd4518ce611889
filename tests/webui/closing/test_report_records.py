"""The validation report as a record: ordered, signed by whoever ordered it, archived beside what it judges."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import select

from records.actor import Role
from records.closing.tables import SnapshotRow
from records.digest import sha256
from records.documents.attachment import embedded_snapshot
from records.log.event import EventKind
from records.log.store import LogEvent
from records.registers.record import get_record
from records.school.staff import signer_of
from records.school.tables import Appointment
from records.times import parse_rfc3339
from retention import reporting
from retention.reporting import LONGEST, Order, order_report, seen_of
from retention.resending import resend
from retention.sealed import read_sealed
from retention.validation import validate_record
from retention.verification.report import Problem
from retention.workshop import Workshop
from tests.flow.site import AT, Site
from tests.retention.verification.archive import flip
from tests.webui.closing.declining import decline_one, findings, refused, states
from tests.webui.closing.desk import actor, sign_all, waiting, work
from tests.webui.closing.ordering import BUTTON, archived, body_of, id_of, order, reports, shown
from tests.webui.closing.test_archive_pages import record_page
from tests.webui.closing.test_report_pages import pdf_of
from tests.webui.visitors import AUDITOR, DEPUTY, DIRECTOR, SECRETARY, TEACHER, signed_in

SCHEMA = Draft202012Validator(
    json.loads((Path(__file__).parents[3] / "docs" / "snapshot-v1.schema.json").read_text("utf-8"))
)


@pytest.fixture
def workshop(kept: Site) -> Iterator[Workshop]:
    with kept.workshop() as opened:
        yield opened


def told(workshop: Workshop, kind: EventKind) -> list[Any]:
    with workshop.reading() as session:
        query = select(LogEvent).where(LogEvent.kind == kind.value).order_by(LogEvent.id)
        return [json.loads(row.body or b"") for row in session.scalars(query)]


def test_an_ordered_report_is_signed_by_whoever_ordered_it_and_lies_in_the_archive(
    app: Flask, kept: Site, workshop: Workshop
) -> None:
    _, report = archived(app, kept)
    assert states(workshop, id_of(report)) == ("replicated", "signed")
    signed = read_sealed(workshop, id_of(report))
    found = validate_record(workshop, id_of(report), AT)
    [one] = found.signatures
    assert (found.verdict.indication.value if found.verdict else "") == "TOTAL-PASSED"
    assert (one.signer, one.certifies, one.locks, one.level.value) == (DEPUTY, True, True, "PAdES-B-LTA")
    assert embedded_snapshot(signed.pdf) == _stored(workshop, id_of(report))
    assert findings(workshop) == []


def _stored(workshop: Workshop, record: str) -> bytes:
    with workshop.reading() as session:
        return session.get_one(SnapshotRow, (workshop.school, record)).body


def test_its_snapshot_holds_the_report_that_was_shown_with_the_digest_of_the_file(
    app: Flask, kept: Site, workshop: Workshop
) -> None:
    record, report = archived(app, kept)
    body = body_of(workshop, id_of(report))
    SCHEMA.validate(body)
    said = validate_record(workshop, id_of(record), parse_rfc3339(body["report"]["at"]))
    assert body["report"] == json.loads(json.dumps(said.json()))
    assert body["report"]["record"]["sealed"] == sha256(pdf_of(kept, f"{record}/s", "safe").read_bytes())
    assert (body["as_of"], body["pupils"]) == (body["report"]["at"], [])


def test_a_double_click_makes_one_report(app: Flask, kept: Site, workshop: Workshop) -> None:
    deputy = signed_in(app, DEPUTY)
    record = record_page(deputy)
    form = shown(deputy, record)
    places = {deputy.post(f"{record}/signatures/order", data=form).location for _ in range(3)}
    assert (len(places), len(reports(workshop)), len(told(workshop, EventKind.REPORT_ORDERED))) == (1, 1, 1)


def test_a_later_report_is_another_record_and_the_older_one_stays(
    app: Flask, kept: Site, workshop: Workshop
) -> None:
    record, report = archived(app, kept)
    at, deputy = AT + timedelta(days=40), actor(workshop, DEPUTY)
    seen = seen_of(validate_record(workshop, id_of(record), at))
    later = order_report(workshop, deputy, Role.DEPUTY_HEAD, Order(id_of(record), at, seen), at)
    assert later != id_of(report)
    assert states(workshop, id_of(report))[0] == "replicated"
    assert [row.revision for row in reports(workshop)] == [1, 1]


def test_what_changed_since_it_was_shown_is_not_kept(app: Flask, kept: Site, workshop: Workshop) -> None:
    deputy = signed_in(app, DEPUTY)
    record = record_page(deputy)
    form = shown(deputy, record)
    flip(pdf_of(kept, f"{record}/s", "server"))
    answer = deputy.post(f"{record}/signatures/order", data=form)
    assert (answer.status_code, "report.changed" in answer.text) == (409, True)
    assert reports(workshop) == []


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "report.stamp"),
        ({"at": "вчера"}, "report.stamp"),
        ({"at": "2026-05-31T10:00:00"}, "report.stamp"),
        ({"at": "2020-01-01T00:00:00Z", "seen": ""}, "report.moment"),
        ({"at": "2999-01-01T00:00:00Z", "seen": ""}, "report.moment"),
    ],
)
def test_a_moment_that_no_page_showed_is_refused(
    app: Flask, kept: Site, workshop: Workshop, form: dict[str, str], code: str
) -> None:
    deputy = signed_in(app, DEPUTY)
    answer = deputy.post(f"{record_page(deputy)}/signatures/order", data=form)
    assert (answer.status_code, code in answer.text) == (400, True)
    assert reports(workshop) == []


def test_a_report_that_was_shown_an_hour_ago_is_the_oldest_that_is_taken(
    app: Flask, kept: Site, workshop: Workshop
) -> None:
    record, deputy = id_of(record_page(signed_in(app, DEPUTY))), actor(workshop, DEPUTY)
    old = Order(record, AT - LONGEST, seen_of(validate_record(workshop, record, AT - LONGEST)))
    assert refused(
        lambda: order_report(workshop, deputy, Role.DEPUTY_HEAD, old, AT + timedelta(seconds=1))
    ) == ("report.moment")
    assert order_report(workshop, deputy, Role.DEPUTY_HEAD, old, AT)


@pytest.mark.parametrize("name", [AUDITOR, SECRETARY, TEACHER])
def test_who_may_not_order_sees_no_button_and_is_refused(app: Flask, kept: Site, name: str) -> None:
    deputy, other = signed_in(app, DEPUTY), signed_in(app, name)
    record = record_page(deputy)
    assert BUTTON in deputy.get(f"{record}/signatures").text
    assert BUTTON not in other.get(f"{record}/signatures").text
    assert other.post(f"{record}/signatures/order", data=shown(deputy, record)).status_code == 403


def test_whoever_sees_no_names_orders_nothing(app: Flask, kept: Site, workshop: Workshop) -> None:
    deputy = signed_in(app, DEPUTY)
    record = record_page(deputy)
    form = shown(deputy, record)
    with kept.owning() as engine, engine.begin() as connection:
        connection.exec_driver_sql("""UPDATE school SET policy = '{"masked_roles": ["deputy_head"]}'""")
    assert BUTTON not in deputy.get(f"{record}/signatures").text
    assert deputy.post(f"{record}/signatures/order", data=form).status_code == 409
    assert reports(workshop) == []


def test_a_declined_report_is_sent_again_as_it_was_found(app: Flask, kept: Site, workshop: Workshop) -> None:
    deputy = signed_in(app, DEPUTY)
    report = id_of(order(deputy, record_page(deputy)))
    work(kept)
    decline_one(workshop, DEPUTY, report)
    resend(workshop, actor(workshop, DEPUTY), report, "Заказан по ошибке не тот момент", AT)
    work(kept)
    sign_all(kept)
    first, second = reports(workshop)
    assert (first.id, first.state, second.state) == (report, "replaced", "replicated")
    assert body_of(workshop, first.id)["report"] == body_of(workshop, second.id)["report"]
    assert findings(workshop) == []


def test_the_director_signs_the_report_that_the_director_ordered(
    app: Flask, kept: Site, workshop: Workshop
) -> None:
    director = signed_in(app, DIRECTOR)
    report = id_of(order(director, record_page(director)))
    work(kept)
    assert list(waiting(workshop)) == [actor(workshop, DIRECTOR).person]
    assert report in director.get("/tasks").text
    sign_all(kept)
    assert states(workshop, report) == ("replicated", "signed")


def test_no_finding_that_is_kept_quotes_a_page(
    app: Flask, kept: Site, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = id_of(record_page(signed_in(app, DEPUTY)))
    quoting = Problem(record, "safe", "record.pdf", "pages.differ", "на листе «Абрамов 5»", "'Abramov 5'")
    found = replace(validate_record(workshop, record, AT), problems=(quoting,))
    monkeypatch.setattr(reporting, "validate_record", lambda *_: found)
    order_of = Order(record, AT, seen_of(found))
    report = order_report(workshop, actor(workshop, DEPUTY), Role.DEPUTY_HEAD, order_of, AT)
    [problem] = body_of(workshop, report)["report"]["problems"]
    assert (problem["code"], "Абрамов" in problem["ru"], "Abramov" in problem["en"]) == (
        "pages.differ",
        False,
        False,
    )


def test_two_who_order_it_at_once_make_one(app: Flask, kept: Site, workshop: Workshop) -> None:
    record = id_of(record_page(signed_in(app, DEPUTY)))
    order_of = Order(record, AT, seen_of(validate_record(workshop, record, AT)))
    deputy = actor(workshop, DEPUTY)
    with ThreadPoolExecutor(2) as both:
        runs = [both.submit(order_report, workshop, deputy, Role.DEPUTY_HEAD, order_of, AT) for _ in range(2)]
        made = {run.result() for run in runs}
    assert (len(made), len(reports(workshop))) == (1, 1)


def test_a_declined_report_is_not_to_be_mended_by_an_act(app: Flask, kept: Site, workshop: Workshop) -> None:
    deputy = signed_in(app, DEPUTY)
    report = id_of(order(deputy, record_page(deputy)))
    work(kept)
    decline_one(workshop, DEPUTY, report)
    page = deputy.get("/declined").text
    assert ("Отправить снова" in page, "Исправить актом" in page) == (True, False)


def test_whoever_stands_in_orders_for_the_holder_of_the_post(
    app: Flask, kept: Site, workshop: Workshop
) -> None:
    record = id_of(record_page(signed_in(app, DEPUTY)))
    deputy, teacher = (actor(workshop, name).person for name in (DEPUTY, TEACHER))
    stands = replace(actor(workshop, TEACHER), on_behalf_of=deputy)
    order_of = Order(record, AT, seen_of(validate_record(workshop, record, AT)))
    report = order_report(workshop, stands, Role.DEPUTY_HEAD, order_of, AT)
    work(kept)
    assert (body_of(workshop, report)["ordered_by"], list(waiting(workshop))) == (deputy, [deputy])
    [event] = told(workshop, EventKind.REPORT_ORDERED)
    assert (event["actor"]["person"], event["actor"]["on_behalf_of"]) == (teacher, deputy)


def test_where_whoever_ordered_it_has_left_the_post_it_goes_to_whoever_holds_it(
    app: Flask, kept: Site, workshop: Workshop
) -> None:
    report = id_of(order(signed_in(app, DEPUTY), record_page(signed_in(app, DEPUTY))))
    left, follows = (actor(workshop, name).person for name in (DEPUTY, TEACHER))
    with workshop.transaction() as session:
        row, on = get_record(session, workshop.school, report), AT.date()
        assert signer_of(session, row, Role.DEPUTY_HEAD, on) == left
        of_left = Appointment.person_id == left
        for one in session.scalars(select(Appointment).where(of_left)):
            one.person_id = follows
        session.flush()
        assert signer_of(session, row, Role.DEPUTY_HEAD, on) == follows


def test_a_school_that_shows_no_marks_has_reports_without_a_frame(
    app: Flask, kept: Site, workshop: Workshop
) -> None:
    with kept.owning() as engine, engine.begin() as connection:
        said = '{"signatures": {"signature_report": {"visible": false, "days": null}}}'
        connection.exec_driver_sql(f"UPDATE school SET policy = '{said}'")
    _, report = archived(app, kept, DIRECTOR)
    assert body_of(workshop, id_of(report))["policy"]["signatures"] == {
        "roles": ["director"],
        "visible": False,
    }
    assert states(workshop, id_of(report)) == ("replicated", "signed")
    assert findings(workshop) == []
