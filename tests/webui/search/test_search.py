"""The search finds what its visitor may see and nothing else; case and ё are folded, on both databases alike."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, literal, select

from records.actor import Role
from records.db import transaction
from records.registers.tables import Record
from records.school.tables import Membership, Pupil, School, SchoolClass
from tests import cast
from tests.webui import visitors
from tests.webui.visitors import installation_of, person_id, signed_in
from webui.search.folding import begin_words, words_of_query


@pytest.fixture(scope="module")
def app(autumn_app: Flask) -> Flask:
    """The small school, another class without journals of anybody here, and another school in the same database."""
    cast.store(installation_of(autumn_app).workshop.engine)
    return autumn_app


def found(app: Flask, name: str, asked: str) -> str:
    answer = signed_in(app, name).get("/search", query_string={"q": asked})
    assert answer.status_code == 200
    return answer.text.partition('role="search" class="filter"')[2].replace(f'value="{asked}"', "")


def hits(app: Flask, name: str, asked: str, kind: str) -> bool:
    return f'id="found-{kind}"' in found(app, name, asked)


@pytest.mark.parametrize(
    ("name", "asked", "kind", "there"),
    [
        (visitors.TEACHER, "соколова", "pupils", True),
        (visitors.OTHER_TEACHER, "соколова", "pupils", True),
        (visitors.SECRETARY, "СОКОЛОВА", "pupils", True),
        (visitors.DIRECTOR, "Сокол", "pupils", True),
        (visitors.AUDITOR, "соколова", "pupils", False),
        (visitors.ADMINISTRATOR, "соколова", "pupils", False),
        (visitors.TEACHER, "9а алгебра", "journals", True),
        (visitors.OTHER_TEACHER, "алгебра", "journals", False),
        (visitors.SECRETARY, "алгебра", "journals", False),
        (visitors.DEPUTY, "алг 9", "journals", True),
        (visitors.AUDITOR, "алгебра", "records", True),
        (visitors.OTHER_TEACHER, "алгебра", "records", False),
        (visitors.ADMINISTRATOR, "алгебра", "records", False),
        (visitors.DEPUTY, "9а", "classes", True),
        (visitors.OTHER_TEACHER, "9а", "classes", False),
        (visitors.ADMINISTRATOR, "громова", "staff", True),
        (visitors.TEACHER, "орлов", "staff", False),
        (visitors.AUDITOR, "1", "events", True),
        (visitors.TEACHER, "1", "events", False),
        (visitors.AUDITOR, "999999999", "events", False),
    ],
)
def test_each_visitor_finds_what_their_permissions_reach(
    app: Flask, name: str, asked: str, kind: str, there: bool
) -> None:
    assert hits(app, name, asked, kind) is there


def test_a_teacher_does_not_find_a_foreign_classs_pupil(app: Flask) -> None:
    workshop, leader = installation_of(app).workshop, person_id(app, visitors.OTHER_TEACHER)
    with workshop.transaction() as session:
        year = session.scalars(
            select(SchoolClass.year_id).where(SchoolClass.school_id == workshop.school)
        ).one()
        of_class = {
            "school_id": workshop.school,
            "id": "9b",
            "year_id": year,
            "name": "9Б",
            "grade": 9,
        }
        session.add(SchoolClass(**of_class, class_teacher_id=leader))
        session.flush()
        session.add(Pupil(school_id=workshop.school, id="foreign", surname="Чужеземцева", given="Яна"))
        session.flush()
        session.add(
            Membership(school_id=workshop.school, id="m9b", class_id="9b", pupil_id="foreign", ordinal=1)
        )
    assert hits(app, visitors.DEPUTY, "чужеземцева", "pupils")
    assert not hits(app, visitors.TEACHER, "чужеземцева", "pupils")


def test_who_came_back_is_found_once(app: Flask) -> None:
    workshop, before = installation_of(app).workshop, found(app, visitors.DEPUTY, "соколова")
    with workshop.transaction() as session:
        query = select(Membership).join(Pupil, Pupil.id == Membership.pupil_id)
        row = session.scalars(
            query.where(Pupil.school_id == workshop.school, Pupil.surname == "Соколова")
        ).one()
        row.left = date(2025, 9, 5)
        place = {"class_id": row.class_id, "pupil_id": row.pupil_id, "ordinal": row.ordinal}
        again = Membership(school_id=workshop.school, id="again", arrived=date(2025, 11, 10), **place)
        session.add(again)
    try:
        assert found(app, visitors.DEPUTY, "соколова") == before
    finally:
        with workshop.transaction() as session:
            session.delete(session.get_one(Membership, (workshop.school, "again")))
            session.get_one(Membership, (workshop.school, row.id)).left = None


def test_nobody_finds_another_school(app: Flask) -> None:
    workshop = installation_of(app).workshop
    with workshop.reading() as session:
        own = set(session.scalars(select(Pupil.surname).where(Pupil.school_id == workshop.school)))
        foreign = [
            p
            for p in session.scalars(select(Pupil.surname).where(Pupil.school_id == cast.SCHOOL))
            if p not in own
        ]
    assert foreign
    assert not any(hits(app, visitors.DIRECTOR, surname, "pupils") for surname in foreign)


def test_an_auditor_whose_names_are_masked_finds_nobody_by_name(app: Flask) -> None:
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        row = session.get_one(School, workshop.school)
        before, row.policy = row.policy, {**row.policy, "masked_roles": [Role.AUDITOR.value]}
    try:
        assert not hits(app, visitors.AUDITOR, "громова", "staff")
    finally:
        with workshop.transaction() as session:
            session.get_one(School, workshop.school).policy = before


def test_a_record_is_found_by_its_id(app: Flask) -> None:
    with installation_of(app).workshop.reading() as session:
        journals = select(Record.id).where(Record.kind == "period_journal").order_by(Record.title)
        record = session.scalars(journals).first()
    assert record
    assert hits(app, visitors.SECRETARY, record, "records")


@pytest.mark.parametrize("name", [visitors.TEACHER, visitors.DEPUTY, visitors.SECRETARY, visitors.AUDITOR])
@pytest.mark.parametrize("asked", ["соколова", "алгебра", "9а", "1", "громова"])
def test_every_hit_leads_where_its_finder_may_go(app: Flask, name: str, asked: str) -> None:
    client = signed_in(app, name)
    page = found(app, name, asked)
    addresses = re.findall(r'<li><a href="([^"]+)"', page.partition("<footer")[0])
    assert {a: client.get(a.replace("&amp;", "&")).status_code for a in addresses} == dict.fromkeys(
        addresses, 200
    )


def test_an_empty_box_finds_nothing(app: Flask) -> None:
    assert "found-" not in found(app, visitors.DEPUTY, " * ? [ ")


@pytest.mark.parametrize(
    ("text", "asked", "there"),
    [
        ("Алексеев Пётр", "петр", True),
        ("Алексеева Ёлка", "елка", True),
        ("Лебедев Егор", "ёгор", True),
        ("Соколова Елена", "СОКОЛ ел", True),
        ("Соколова Елена", "колова", False),
        ("Журнал: «Алгебра», 9А", "алг", True),
        ("Римская-Корсакова Анна", "корсак", True),
        ("Соколова", "с%", True),
        ("Иванов", "и*в", False),
    ],
)
def test_words_match_the_same_on_both_databases(engine: Engine, text: str, asked: str, there: bool) -> None:
    words = words_of_query(asked)
    with transaction(engine) as session:
        condition = begin_words(literal(text), words, engine.dialect.name)
        assert bool(session.scalar(select(condition))) is there
