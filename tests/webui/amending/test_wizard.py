"""The wizard of a correction: asked by the teacher, checked and entered by the deputy head, signed, issued anew."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from records.amendments.tables import Amendment, CorrectionRequest
from records.lifecycle import RecordState
from records.registers.tables import Record
from tests.flow.site import Site
from tests.webui.amending.conftest import Given
from tests.webui.closing.desk import sign_all, work
from tests.webui.visitors import DEPUTY, OTHER_TEACHER, TEACHER, installation_of, signed_in

ACT = {"number": "5", "date": "2026-05-26", "basis": "заявление учителя"}


def asked(app: Flask, given: Given) -> str:
    """The id of a request of the teacher's."""
    answer = signed_in(app, TEACHER).post(given.address, data=given.wish())
    assert answer.status_code == 302, answer.text
    with installation_of(app).workshop.reading() as session:
        return session.scalars(select(CorrectionRequest.id)).one()


def state(app: Flask, request: str) -> str:
    with installation_of(app).workshop.reading() as session:
        return session.scalars(select(CorrectionRequest.state).where(CorrectionRequest.id == request)).one()


def decide(app: Flask, given: Given, request: str, what: str = "act", **form: str) -> tuple[int, str]:
    client: FlaskClient = signed_in(app, DEPUTY)
    answer = client.post(f"/corrections/{given.class_id}/{what}", data={"request": request, **form})
    return answer.status_code, answer.text


def test_the_history_of_a_closed_mark_offers_to_ask(app: Flask, given: Given) -> None:
    page = signed_in(app, TEACHER).get(
        f"/journal/{given.journal}/{given.period}/cell?place=period&column=&pupil={given.pupil}"
    )
    assert given.address in page.text


def test_nobody_but_the_teacher_is_offered_to_ask(app: Flask, given: Given) -> None:
    page = signed_in(app, DEPUTY).get(
        f"/journal/{given.journal}/{given.period}/cell?place=period&column=&pupil={given.pupil}"
    )
    assert page.status_code == 200
    assert given.address not in page.text


def test_a_request_waits_at_the_deputys_desk(app: Flask, given: Given) -> None:
    asked(app, given)
    assert "ошибка переноса" in signed_in(app, DEPUTY).get("/corrections/desk").text


def test_another_teacher_asks_for_nothing_here(app: Flask, given: Given) -> None:
    assert signed_in(app, OTHER_TEACHER).post(given.address, data=given.wish()).status_code == 403


def test_the_same_cell_is_asked_for_once(app: Flask, given: Given) -> None:
    asked(app, given)
    answer = signed_in(app, TEACHER).post(given.address, data=given.wish())
    assert (answer.status_code, "уже попросили" in answer.text) == (422, True)


def test_what_changes_nothing_is_refused_at_once(app: Flask, given: Given) -> None:
    answer = signed_in(app, TEACHER).post(given.address, data=given.wish(after=given.mark))
    assert (answer.status_code, "стоит и так" in answer.text) == (422, True)


def test_a_result_that_is_still_open_is_edited_in_the_journal(app: Flask, given: Given) -> None:
    address = f"/journal/{given.journal}/{given.later}/correction"
    answer = signed_in(app, TEACHER).post(address, data=given.wish(before="", after="2"))
    assert answer.status_code == 422


def test_a_check_shows_what_will_be_issued_anew_and_stores_nothing(app: Flask, given: Given) -> None:
    request = asked(app, given)
    status, page = decide(app, given, request, do="check", **ACT)
    assert status == 200
    assert re.search(r"Журнал: Алгебра.*редакция 2", page, re.DOTALL)
    assert state(app, request) == "asked"


def test_an_act_without_a_number_is_refused_with_the_reason(app: Flask, given: Given) -> None:
    request = asked(app, given)
    status, page = decide(app, given, request, do="enter", **{**ACT, "number": ""})
    assert (status, "номер акта" in page) == (422, True)


def test_a_refusal_gives_its_reason_to_the_teacher(app: Flask, given: Given) -> None:
    request = asked(app, given)
    assert decide(app, given, request, "decline", answer="нет протокола")[0] == 302
    assert "нет протокола" in signed_in(app, TEACHER).get("/corrections").text


def test_a_refusal_without_a_reason_is_none(app: Flask, given: Given) -> None:
    request = asked(app, given)
    assert decide(app, given, request, "decline", answer=" ")[0] == 400
    assert state(app, request) == "asked"


def test_what_was_decided_is_not_decided_again(app: Flask, given: Given) -> None:
    request = asked(app, given)
    decide(app, given, request, "decline", answer="нет протокола")
    assert decide(app, given, request, "decline", answer="нет протокола")[0] == 409


def test_a_teacher_takes_a_request_back(app: Flask, given: Given) -> None:
    request = asked(app, given)
    signed_in(app, TEACHER).post(f"/corrections/{request}/withdraw")
    assert state(app, request) == "withdrawn"


def test_nobody_takes_anothers_request_back(app: Flask, given: Given) -> None:
    request = asked(app, given)
    assert signed_in(app, OTHER_TEACHER).post(f"/corrections/{request}/withdraw").status_code == 404


def test_no_window_opens_behind_the_cutoff(app: Flask, given: Given) -> None:
    request = asked(app, given)
    assert decide(app, given, request, "window", until="2026-06-01")[0] == 409


def test_an_entered_act_is_signed_and_the_journal_is_issued_anew(
    app: Flask, given: Given, autumn: Site
) -> None:
    request = asked(app, given)
    status, _ = decide(app, given, request, do="enter", **ACT)
    assert (status, state(app, request)) == (302, "done")
    work(autumn)
    for _ in range(4):  # teacher and deputy head sign the act, then the journal's next revision
        sign_all(autumn)
    with installation_of(app).workshop.reading() as session:
        assert session.scalars(select(Amendment.number)).all() == ["5"]
        journal = select(Record).where(Record.journal_id == given.journal, Record.period_id == given.period)
        rows = session.scalars(journal.where(Record.kind == "period_journal").order_by(Record.revision)).all()
        assert [(row.revision, row.state) for row in rows] == [
            (1, RecordState.REPLACED),
            (2, RecordState.REPLICATED),
        ]
