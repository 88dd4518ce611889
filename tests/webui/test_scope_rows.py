"""The scope as a condition of the database reaches exactly what the rule of one thing reaches."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from records.actor import Role
from records.gradebook.tables import Journal, JournalPeriod
from records.school.tables import Period, SchoolClass
from tests.webui.visitors import OTHER_TEACHER, TEACHER, installation_of, person_id
from webui.doors.scope import classes_within, journals_within
from webui.rights import Permission
from webui.visitor import Post, Scope, Target

PERMISSIONS = [
    Permission.JOURNAL_READ,
    Permission.JOURNAL_WRITE,
    Permission.PERIOD_CLOSE,
    Permission.CLASS_READ,
]


def posts(people: tuple[str, str], journal: Journal, period: str) -> list[Post]:
    """A post of each kind, whole and narrowed."""
    teacher, other = people
    return [
        Post(Role.TEACHER, teacher),
        Post(Role.TEACHER, other),
        Post(Role.CLASS_TEACHER, teacher),
        Post(Role.CLASS_TEACHER, other),
        Post(Role.SECRETARY, other),
        Post(Role.DEPUTY_HEAD, other),
        Post(Role.DEPUTY_HEAD, other, "№ 1", only_journal=journal.id),
        Post(Role.DEPUTY_HEAD, other, "№ 1", only_class=journal.class_id),
        Post(Role.DEPUTY_HEAD, other, "№ 1", only_class="another"),
        Post(Role.TEACHER, journal.teacher_id, "№ 1", only_journal="another"),
        Post(Role.SUBSTITUTE, other, periods=frozenset({(journal.id, period)})),
        Post(Role.SUBSTITUTE, other, periods=frozenset({(journal.id, "another")})),
    ]


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_lists_and_single_doors_reach_the_same_journals(bare_app: Flask, permission: Permission) -> None:
    workshop = installation_of(bare_app).workshop
    people = person_id(bare_app, TEACHER), person_id(bare_app, OTHER_TEACHER)
    query = select(Journal, Period.id, SchoolClass).where(
        *(JournalPeriod.journal_id == Journal.id, Period.id == JournalPeriod.period_id),
        SchoolClass.id == Journal.class_id,
    )
    with workshop.transaction() as session:
        found = session.execute(query.order_by(Journal.position, Period.number))
        rows = [(journal, period, of_class) for journal, period, of_class in found]
        for post in posts(people, *rows[0][:2]):
            scope = Scope((post,), permission)
            listed = {(j.id, period) for j, period, _ in session.execute(query.where(journals_within(scope)))}
            single = {
                (j.id, period)
                for j, period, c in rows
                if scope.reaching(Target(j.id, j.teacher_id, c.id, c.class_teacher_id, period))
            }
            assert listed == single, post


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_lists_and_single_doors_reach_the_same_classes(bare_app: Flask, permission: Permission) -> None:
    workshop = installation_of(bare_app).workshop
    people = person_id(bare_app, TEACHER), person_id(bare_app, OTHER_TEACHER)
    with workshop.transaction() as session:
        rows = session.scalars(select(SchoolClass)).all()
        first = session.scalars(select(Journal).order_by(Journal.position)).first()
        assert first
        for post in posts(people, first, "any"):
            scope = Scope((post,), permission)
            listed = set(session.scalars(select(SchoolClass.id).where(classes_within(scope))))
            target = {
                c.id for c in rows if scope.reaching(Target(class_id=c.id, class_teacher=c.class_teacher_id))
            }
            assert listed == target, post


def test_nobody_without_posts_reaches_anything(bare_app: Flask) -> None:
    with installation_of(bare_app).workshop.transaction() as session:
        scope = Scope((), Permission.JOURNAL_READ)
        assert session.scalars(select(SchoolClass.id).where(classes_within(scope))).all() == []
