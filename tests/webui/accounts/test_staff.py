"""Posts by order: who names whom, what a delegation opens, for whom, how long; each change in the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from records.actor import Role
from records.gradebook.tables import Journal
from records.school.tables import Appointment, SchoolClass
from tests.webui.accounts.people import events
from tests.webui.clocks import MovingClock
from tests.webui.visitors import (
    ADMINISTRATOR,
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
from webui.accounts.posts import posts_of
from webui.accounts.tables import Delegation
from webui.rights import Permission
from webui.visitor import Post, Scope, Target

TODAY = date(2026, 5, 26)
TOMORROW = TODAY + timedelta(days=1)


def order(app: Flask, person: str, role: str, **more: str) -> Mapping[str, str]:
    base = {"person": person_id(app, person), "role": role, "order": "№ 7-к от 25.05.2026"}
    return {**base, "since": str(TODAY), **more}


def handed(app: Flask, by: str, role: Role, holder: str, person: str, **more: str) -> int:
    """The status of handing a post over."""
    data = order(app, person, role, holder=person_id(app, holder), **{"until": str(TOMORROW), **more})
    return signed_in(app, by).post("/delegations", data=data).status_code


def posts(app: Flask, name: str, on: date = TODAY) -> tuple[Post, ...]:
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        return posts_of(session, workshop.school, person_id(app, name), on)


def algebra(app: Flask) -> Target:
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        teacher = person_id(app, TEACHER)
        journal = session.scalars(select(Journal).where(Journal.teacher_id == teacher)).one()
        of_class = session.get_one(SchoolClass, (workshop.school, journal.class_id))
        return Target(journal.id, teacher, of_class.id, of_class.class_teacher_id)


@pytest.mark.parametrize(
    ("by", "role", "status"),
    [
        (DIRECTOR, Role.DEPUTY_HEAD, 302),
        (DIRECTOR, Role.ADMINISTRATOR, 302),
        (DIRECTOR, Role.AUDITOR, 409),
        (DEPUTY, Role.SECRETARY, 302),
        (DEPUTY, Role.DEPUTY_HEAD, 409),
        (ADMINISTRATOR, Role.AUDITOR, 302),
        (ADMINISTRATOR, Role.ADMINISTRATOR, 409),
        (ADMINISTRATOR, Role.DIRECTOR, 409),
        (ADMINISTRATOR, Role.TEACHER, 409),
    ],
)
def test_each_names_whom_the_table_lets_them(app: Flask, by: str, role: Role, status: int) -> None:
    answer = signed_in(app, by).post("/appointments", data=order(app, OTHER_TEACHER, role))
    assert answer.status_code == status


def test_nobody_names_themselves(app: Flask) -> None:
    data = order(app, DIRECTOR, Role.DEPUTY_HEAD)
    assert signed_in(app, DIRECTOR).post("/appointments", data=data).status_code == 409


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"order": " "}, 400),
        ({"since": ""}, 400),
        ({"role": "king"}, 400),
        ({"until": "2026-05-01"}, 400),
        ({"person": "nobody"}, 404),
    ],
)
def test_an_appointment_must_be_whole(app: Flask, change: dict[str, str], status: int) -> None:
    data = {**order(app, OTHER_TEACHER, Role.SECRETARY), **change}
    assert signed_in(app, DEPUTY).post("/appointments", data=data).status_code == status


def test_an_appointment_opens_its_pages_at_once(app: Flask) -> None:
    client = signed_in(app, OTHER_TEACHER)
    before = client.get("/audit").status_code
    signed_in(app, ADMINISTRATOR).post("/appointments", data=order(app, OTHER_TEACHER, Role.AUDITOR))
    assert (before, client.get("/audit").status_code) == (403, 200)


def test_an_appointment_ends_after_its_last_day(app: Flask) -> None:
    data = order(app, OTHER_TEACHER, Role.AUDITOR, until=str(TODAY))
    signed_in(app, ADMINISTRATOR).post("/appointments", data=data)
    held = [Role.AUDITOR in {post.role for post in posts(app, OTHER_TEACHER, on)} for on in (TODAY, TOMORROW)]
    assert held == [True, False]


def test_a_release_ends_an_appointment(app: Flask) -> None:
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        row = session.scalars(select(Appointment).where(Appointment.role == Role.SECRETARY)).one()
    data = order(app, SECRETARY, Role.SECRETARY, since=str(row.since), until=str(TODAY))
    signed_in(app, DEPUTY).post("/appointments/release", data=data)
    assert [bool(posts(app, SECRETARY, on)) for on in (TODAY, TOMORROW)] == [True, False]


def test_the_clock_of_the_school_decides_which_day_it_is(app: Flask, clock: MovingClock) -> None:
    data = order(app, OTHER_TEACHER, Role.AUDITOR, until=str(TODAY))
    signed_in(app, ADMINISTRATOR).post("/appointments", data=data)
    client = signed_in(app, OTHER_TEACHER)
    # 18:00 in Moscow is 15:00 in UTC: six and a half hours later it is tomorrow in Moscow and today in UTC.
    for _ in range(13):
        clock.pass_by(timedelta(minutes=30))
        client.get("/home")
    assert client.get("/audit").status_code == 403


@pytest.mark.parametrize(
    ("by", "role", "holder", "status"),
    [
        (DEPUTY, Role.TEACHER, TEACHER, 302),
        (DEPUTY, Role.CLASS_TEACHER, TEACHER, 302),
        (ADMINISTRATOR, Role.TEACHER, TEACHER, 302),
        (DIRECTOR, Role.DIRECTOR, DIRECTOR, 302),
        (DEPUTY, Role.DIRECTOR, DIRECTOR, 409),
        (ADMINISTRATOR, Role.DEPUTY_HEAD, DEPUTY, 409),
        (DEPUTY, Role.TEACHER, AUDITOR, 409),
    ],
)
def test_each_hands_over_what_the_table_lets_them_and_the_holder_has(
    app: Flask, by: str, role: Role, holder: str, status: int
) -> None:
    assert handed(app, by, role, holder, OTHER_TEACHER) == status


def test_nobody_hands_a_post_to_themselves(app: Flask) -> None:
    assert handed(app, DEPUTY, Role.TEACHER, TEACHER, DEPUTY) == 409


def test_a_post_is_not_handed_to_its_holder(app: Flask) -> None:
    assert handed(app, DEPUTY, Role.TEACHER, TEACHER, TEACHER) == 409


def test_a_delegation_has_a_last_day(app: Flask) -> None:
    assert handed(app, DEPUTY, Role.TEACHER, TEACHER, OTHER_TEACHER, until="") == 400


def test_a_delegate_reaches_the_journals_of_the_holder(app: Flask) -> None:
    handed(app, DEPUTY, Role.TEACHER, TEACHER, OTHER_TEACHER)
    reached = Scope(posts(app, OTHER_TEACHER), Permission.JOURNAL_WRITE).reaching(algebra(app))
    assert [(post.holder, post.order_no) for post in reached] == [
        (person_id(app, TEACHER), "№ 7-к от 25.05.2026")
    ]


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_delegation_lasts_from_its_first_day_to_its_last(app: Flask, days: int, holds: bool) -> None:
    handed(app, DEPUTY, Role.TEACHER, TEACHER, OTHER_TEACHER)
    found = posts(app, OTHER_TEACHER, TODAY + timedelta(days=days))
    assert (person_id(app, TEACHER) in {post.holder for post in found}) is holds


def test_a_delegation_is_reclaimed_at_once(app: Flask) -> None:
    handed(app, DEPUTY, Role.TEACHER, TEACHER, OTHER_TEACHER)
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        row = session.scalars(select(Delegation)).one()
    signed_in(app, DEPUTY).post(f"/delegations/{row.id}/end")
    assert {post.holder for post in posts(app, OTHER_TEACHER)} == {person_id(app, OTHER_TEACHER)}


def test_a_delegation_ends_when_its_holder_loses_the_post(app: Flask) -> None:
    data = order(app, AUDITOR, Role.SECRETARY, until=str(TODAY))
    signed_in(app, DEPUTY).post("/appointments", data=data)
    handed(app, DEPUTY, Role.SECRETARY, AUDITOR, OTHER_TEACHER)
    found = [
        Role.SECRETARY in {post.role for post in posts(app, OTHER_TEACHER, on)} for on in (TODAY, TOMORROW)
    ]
    assert found == [True, False]


def test_what_was_handed_over_is_not_handed_on(app: Flask) -> None:
    handed(app, DEPUTY, Role.TEACHER, TEACHER, AUDITOR)
    assert handed(app, DEPUTY, Role.TEACHER, AUDITOR, OTHER_TEACHER) == 409


def test_a_delegate_sees_for_whom_they_stand_in(app: Flask) -> None:
    handed(app, DEPUTY, Role.TEACHER, TEACHER, OTHER_TEACHER)
    assert TEACHER in signed_in(app, OTHER_TEACHER).get("/home").text


@pytest.mark.parametrize(
    ("kind", "change"),
    [("staff.appointed", "/appointments"), ("post.delegated", "/delegations")],
)
def test_each_change_is_told_in_the_log_with_its_order(app: Flask, kind: str, change: str) -> None:
    data = order(app, OTHER_TEACHER, Role.SECRETARY, until=str(TOMORROW), holder=person_id(app, SECRETARY))
    signed_in(app, DEPUTY).post(change, data=data)
    assert [event["subject"]["order"] for event in events(app, kind)] == ["№ 7-к от 25.05.2026"]
