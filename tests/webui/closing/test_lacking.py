"""Who has not the key that the policy asks for is told before anything waits: pages, command and doctor."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from records.gradebook.tables import Journal
from records.school.tables import SchoolClass
from retention.lacking import people_without_key
from retention.workshop import Workshop
from tests.flow.site import AT, Site
from tests.webui.closing.desk import DEPUTY, actor, keys, set_policy
from tests.webui.closing.own_key import owner
from tests.webui.closing.pages import text_of
from tests.webui.visitors import DIRECTOR, TEACHER, installation_of, signed_in

STEPS = [{"role": "teacher", "key": "own"}, {"role": "deputy_head", "key": "qualified"}]
POLICY = {
    "signatures": {
        "period_journal": {"steps": STEPS},
        "class_journal": {"steps": [{"role": "class_teacher"}, {"role": "director", "key": "own"}]},
    }
}


@pytest.fixture
def workshop(app: Flask) -> Workshop:
    opened = installation_of(app).workshop
    set_policy(opened, POLICY)
    return opened


@pytest.fixture
def page_of(app: Flask, workshop: Workshop) -> str:
    """The closing page of a journal of the teacher's."""
    mine = actor(workshop, TEACHER).person
    with workshop.reading() as session:
        journals = set(session.scalars(select(Journal.id).where(Journal.teacher_id == mine)))
    key = next(one for one in keys(workshop) if one.journal in journals)
    return f"/closing/{key.journal}/{key.period}"


def notes(client: FlaskClient, path: str) -> list[str]:
    """The lines of the page that tell of keys."""
    lines = client.get(path).text.split("<li>")
    return [text_of(line.partition("</li>")[0]) for line in lines if "подпись, " in line]


def test_the_page_of_a_journal_says_who_could_not_sign_it(
    app: Flask, workshop: Workshop, page_of: str
) -> None:
    client = signed_in(app, TEACHER)
    teacher, deputy = notes(client, page_of)
    assert f"учитель {TEACHER} — нужен свой ключ подписи, а его нет" in teacher
    assert f"{DEPUTY} — нужна КЭП, а её нет" in deputy

    owner(workshop, actor(workshop, TEACHER))
    owner(workshop, actor(workshop, DEPUTY))  # in a browser: no КЭП
    assert notes(client, page_of) == [deputy]


def test_so_does_the_page_of_the_year(app: Flask, workshop: Workshop) -> None:
    with workshop.reading() as session:
        class_id = session.scalars(select(SchoolClass.id)).first()
    client = signed_in(app, DIRECTOR)
    (director,) = notes(client, f"/year/{class_id}")
    assert f"{DIRECTOR} — нужен свой ключ подписи, а его нет" in director
    owner(workshop, actor(workshop, DIRECTOR))
    assert notes(client, f"/year/{class_id}") == []


def test_the_command_tells_it_as_a_note(bare: Site, workshop: Workshop) -> None:
    ran = bare.run("readiness", "--class", "9А", "--period", "1")
    assert (ran.code, ran.out.count("[key.missing]"), "мешает закрытию: 0" in ran.out) == (0, 6, True)
    ran = bare.run("readiness", "--class", "9А")
    assert ran.out.count("[key.missing]") == 1


def test_the_doctor_names_the_heads_of_the_school_at_once(bare: Site, workshop: Workshop) -> None:
    found = [
        one for one in bare.run("doctor", "--json").json["findings"] if one["code"] == "signatures.no_key"
    ]
    assert len(found) == 1
    assert f"{DIRECTOR} (own); {DEPUTY} (qualified)" in found[0]["what"]


def test_and_a_teacher_whose_turn_it_is(asked_site: Site, app: Flask) -> None:
    opened = installation_of(app).workshop
    with opened.reading() as session:
        before = dict(people_without_key(opened, session, AT))
    owner(opened, actor(opened, TEACHER))
    with opened.reading() as session:
        after = dict(people_without_key(opened, session, AT))
    assert before.keys() - after.keys() == {TEACHER}
    assert after[DEPUTY] == "qualified"
