"""Declining at the site: the form, what author and deputy head see and are told, sending again."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from records.log.event import EventKind
from records.school.tables import Person
from retention.overview import expected
from retention.steps.asked import requests_of
from signing.request import SignatureRequest
from tests.flow.site import AT, Site
from tests.webui.accounts.people import change_account, events
from tests.webui.closing.declining import WHY, findings, revisions
from tests.webui.closing.desk import sign_all, work
from tests.webui.closing.orders import ORDER, hand_over
from tests.webui.notices.told import told
from tests.webui.visitors import (
    AUDITOR,
    DEPUTY,
    DIRECTOR,
    OTHER_TEACHER,
    SECRETARY,
    TEACHER,
    installation_of,
    person_id,
    signed_in,
)
from webui.accounts.tables import Account


def files(client: FlaskClient) -> list[tuple[str, str]]:
    """(record, file) of each line of «Мои дела»."""
    page = client.get("/tasks").text
    return [(found[0], found[1]) for found in re.findall(r'name="file" value="([^":]+):([^"]+)"', page)]


def decline(app: Flask, name: str, reason: str = WHY) -> str:
    """Decline the first record that waits for this person, through the pages; the record."""
    client = signed_in(app, name)
    record, file = files(client)[0]
    form = client.get(f"/decline/{record}").text
    assert f'value="{file}"' in form
    answer = client.post(f"/decline/{record}", data={"file": file, "reason": reason})
    assert (answer.status_code, answer.location) == (302, "/tasks"), answer.text
    return record


def row_of(app: Flask, record: str) -> list[SignatureRequest]:
    workshop = installation_of(app).workshop
    with workshop.reading() as session:
        return list(requests_of(session, workshop.school, record))


def test_author_and_deputy_see_it_with_its_reason(app: Flask, cut_site: Site) -> None:
    record = decline(app, TEACHER)
    title = revisions(installation_of(app).workshop, record)[0].title

    for name, address in ((TEACHER, "/tasks"), (DEPUTY, "/declined"), (DEPUTY, "/tasks")):
        page = signed_in(app, name).get(address).text
        assert (WHY in page, title in page) == (True, True), (name, address)
    assert WHY not in signed_in(app, OTHER_TEACHER).get("/tasks").text
    heat = signed_in(app, DEPUTY).get("/heat").text
    assert ('class="cell declined"' in heat, 'href="/declined"' in heat) == (True, True)
    assert 'href="/declined"' in signed_in(app, DEPUTY).get("/home").text


def test_the_author_is_told_of_the_deputys_refusal(app: Flask, cut_site: Site) -> None:
    sign_all(cut_site)
    record = decline(app, DEPUTY)
    title = revisions(installation_of(app).workshop, record)[0].title
    author = row_of(app, record)[0].person_id
    with installation_of(app).workshop.reading() as session:
        name = session.scalars(select(Person.name).where(Person.id == author)).one()

    assert [said for kind, said in told(app, name) if kind == "refused"] == [{"title": title}]
    assert not any(kind == "refused" for kind, _ in told(app, DEPUTY))


def test_the_deputy_is_told_of_a_teachers_refusal_and_not_of_its_reason(app: Flask, cut_site: Site) -> None:
    record = decline(app, TEACHER)
    title = revisions(installation_of(app).workshop, record)[0].title

    assert ("refused", {"title": title}) in told(app, DEPUTY)
    assert told(app, OTHER_TEACHER) == []
    page = signed_in(app, DEPUTY).get("/notices").text
    assert ('href="/tasks"' in page, WHY in page) == (True, False)


def test_the_deputy_sends_it_again(app: Flask, cut_site: Site) -> None:
    record = decline(app, TEACHER)
    deputy = signed_in(app, DEPUTY)

    assert deputy.post(f"/declined/{record}", data={"reason": " "}).status_code == 400
    answer = deputy.post(f"/declined/{record}", data={"reason": "строка верна"})
    assert (answer.status_code, "/works/" in answer.location) == (302, True)
    work(cut_site)
    for _ in range(2):
        sign_all(cut_site)
    workshop = installation_of(app).workshop
    assert [row.state for row in revisions(workshop, record)] == ["replaced", "replicated"]
    assert findings(workshop) == []
    assert WHY not in deputy.get("/declined").text
    assert deputy.post(f"/declined/{record}", data={"reason": "ещё"}).status_code == 409


@pytest.mark.parametrize("name", [TEACHER, DIRECTOR, SECRETARY, AUDITOR])
def test_nobody_else_sends_it_again(app: Flask, cut_site: Site, name: str) -> None:
    record = decline(app, TEACHER)
    client = signed_in(app, name)

    assert client.get("/declined").status_code == 403
    assert client.post(f"/declined/{record}", data={"reason": "строка верна"}).status_code == 403


def test_whose_turn_it_is_not_comes_to_no_form(app: Flask, cut_site: Site) -> None:
    record, file = files(signed_in(app, TEACHER))[0]
    deputy = signed_in(app, DEPUTY)

    assert deputy.get(f"/decline/{record}").location == "/tasks"
    assert deputy.post(f"/decline/{record}", data={"file": file, "reason": WHY}).status_code == 409
    assert signed_in(app, OTHER_TEACHER).get(f"/decline/{record}").status_code == 403


def test_another_file_than_the_shown_one_is_not_declined(app: Flask, cut_site: Site) -> None:
    client = signed_in(app, TEACHER)
    record, _ = files(client)[0]

    assert client.post(f"/decline/{record}", data={"file": "0" * 64, "reason": WHY}).status_code == 409
    assert client.post(f"/decline/{record}", data={"reason": WHY}).status_code == 409


def test_the_page_of_a_revision_that_was_declined_offers_no_file(app: Flask, cut_site: Site) -> None:
    record = decline(app, TEACHER)
    deputy = signed_in(app, DEPUTY)
    deputy.post(f"/declined/{record}", data={"reason": "строка верна"})
    work(cut_site)

    page = deputy.get(f"/archive/record/{record}")
    assert (page.status_code, "record.pdf" in page.text, "signatures" in page.text) == (200, False, False)
    assert deputy.get(f"/file/{record}").status_code == 409
    assert "в подписи отказано" in page.text


def test_the_commands_do_the_same(cut_site: Site) -> None:
    listed = cut_site.run("records", "--json").json
    record = next(one["id"] for one in listed if "Алгебра" in one["title"])
    ran = cut_site.run("decline", record, "--as", TEACHER, "--reason", WHY)
    assert (ran.code, ran.out) == (0, "Отказано в подписи: Журнал: Алгебра, 9А, I полугодие.\n"), ran.err
    assert WHY in cut_site.run("records").out
    assert cut_site.run("sign", record, "--as", TEACHER).code == 2
    codes = {one["code"] for one in cut_site.run("doctor", "--json").json["findings"]}
    assert "signatures.declined" in codes

    ran = cut_site.run("resend", record, "--as", DEPUTY, "--reason", "строка верна")
    assert ran.code == 0, ran.err
    after = next(one for one in cut_site.run("records", "--json").json if one["replaces"] == record)
    assert (after["revision"], after["stage"]) == (2, "signing")
    assert cut_site.run("sign", after["id"], "--as", TEACHER).code == 0


# --- who has left, and who declines in another's place ------------------------------------------------------


def test_for_a_teacher_who_has_left_another_signs_by_order(app: Flask, cut_site: Site) -> None:
    workshop = installation_of(app).workshop
    holder, other = person_id(app, TEACHER), person_id(app, OTHER_TEACHER)
    with workshop.transaction() as session:
        for account in session.scalars(select(Account.id).where(Account.person_id == holder)):
            change_account(app, account, active=False)
    theirs = files_of(app, holder)
    assert theirs
    assert hand_over(app, "teacher", TEACHER) == 302
    client = signed_in(app, OTHER_TEACHER)
    mine = files(client)
    assert set(theirs) <= {record for record, _ in mine}
    client.post("/tasks/sign", data={"file": [f"{record}:{file}" for record, file in mine]})
    work(cut_site)

    for record in theirs:
        first = row_of(app, record)[0]
        assert (first.person_id, first.signed_by, first.order_no) == (holder, other, ORDER)
    sign_all(cut_site)
    assert findings(workshop) == []


def files_of(app: Flask, person: str) -> list[str]:
    """The records whose first signature is asked of this person."""
    workshop = installation_of(app).workshop
    one = SignatureRequest
    with workshop.reading() as session:
        query = select(one.record_id).where(one.person_id == person, one.role == "teacher")
        return list(session.scalars(query))


def test_whoever_stands_in_declines_in_that_place(app: Flask, cut_site: Site) -> None:
    assert hand_over(app, "teacher", TEACHER) == 302
    theirs = files_of(app, person_id(app, TEACHER))
    client = signed_in(app, OTHER_TEACHER)
    record, file = next((record, file) for record, file in files(client) if record in theirs)
    assert client.post(f"/decline/{record}", data={"file": file, "reason": WHY}).status_code == 302

    first = row_of(app, record)[0]
    assert (first.state, first.signed_by, first.order_no) == (
        "declined",
        person_id(app, OTHER_TEACHER),
        ORDER,
    )
    [told_of] = events(app, EventKind.RECORD_DECLINED.value)
    assert (told_of["actor"]["on_behalf_of"], told_of["subject"]["order"]) == (person_id(app, TEACHER), ORDER)
    page = signed_in(app, DEPUTY).get("/declined").text
    assert (ORDER in page, TEACHER in page, OTHER_TEACHER in page) == (True, True, True)
    assert findings(installation_of(app).workshop) == []


def test_what_is_expected_names_a_declined_record_as_missing(app: Flask, cut_site: Site) -> None:
    record = decline(app, TEACHER)

    found = {one.record: one.state for one in expected(installation_of(app).workshop, None, AT)}
    assert found[record] == "missing"
    problems = cut_site.run("verify", "--json").json["problems"]
    assert ["отказано" in str(one) for one in problems if one["record"] == record] == [True]
