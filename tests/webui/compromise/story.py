"""Алгебра of 9А at the small school: her teacher's account writes, a stranger or she, and the site hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from unittest import mock

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from records.actor import Actor
from records.compromise.facts import CaseFile, OperationFacts
from records.compromise.reading import read_cases, read_file
from records.gradebook.cells import CellKey, Edit, Place, Saved
from records.gradebook.entering import enter
from records.gradebook.reading import JournalKey
from records.gradebook.tables import Journal, Lesson, LessonColumn, MarkVersion
from records.school.tables import Period, Pupil, Subject
from records.times import local
from retention.workshop import Workshop
from tests.flow.site import AT
from tests.webui.visitors import TEACHER, installation_of, person_id
from webui.accounts.tables import Account

LEAK = AT - timedelta(hours=6)
SUSPECT_AT, TOLD_AT, VOID_AT = LEAK + timedelta(hours=1), LEAK + timedelta(hours=2), LEAK + timedelta(hours=3)
ORDER, REASON = "№ 31-к от 26.05.2026", "Пароль лежал на столе в учительской."
ZONE = "Europe/Moscow"


def typed(moment: datetime) -> str:
    """As a form of the browser sends it."""
    return local(moment, ZONE).strftime("%Y-%m-%dT%H:%M")


def account_of(app: Flask, name: str = TEACHER) -> Account:
    """The account of a member of staff who has signed in before."""
    workshop = installation_of(app).workshop
    query = select(Account).where(
        Account.school_id == workshop.school, Account.person_id == person_id(app, name)
    )
    with workshop.transaction() as session:
        return session.scalars(query).one()


def form(app: Flask, **other: str) -> dict[str, str]:
    """A report of the teacher's account as the page sends it."""
    told = {"told_director": typed(TOLD_AT), "told_support": typed(TOLD_AT)}
    said = {"since": typed(LEAK), "learned": typed(TOLD_AT), **told, "number": ORDER, "reason": REASON}
    return {"account": account_of(app).id, **said, **other}


def reported(app: Flask, client: FlaskClient, **other: str) -> str:
    """Report the teacher's account on the page; the case's id."""
    answer = client.post("/compromise", data=form(app, **other))
    assert answer.status_code == 302, answer.text
    return answer.location.rpartition("/")[2]


def write(workshop: Workshop, account: Account, number: int, value: str, at: datetime) -> tuple[CellKey, int]:
    """Write Абрамов's mark in a column of Алгебра through the account; the cell and its version."""
    key, cell, seen = place(workshop, number)
    actor = Actor(account.person_id, account.id, workshop.school)
    # The story is told after the fact: the school's log is younger than what it tells of.
    with workshop.transaction() as session, mock.patch("records.gradebook.desk.check_not_before"):
        (outcome,) = enter(session, actor, key, [Edit(cell, seen, value)], at, workshop.entropy)
    assert isinstance(outcome, Saved), outcome
    return cell, outcome.seq


def place(workshop: Workshop, number: int) -> tuple[JournalKey, CellKey, int]:
    """The journal's period, the cell in that column, and its newest version."""
    school = workshop.school
    with workshop.transaction() as session:
        journal = session.scalars(
            select(Journal.id)
            .join(Subject, (Subject.school_id == Journal.school_id) & (Subject.id == Journal.subject_id))
            .where(Journal.school_id == school, Subject.name == "Алгебра")
        ).one()
        period = session.scalars(
            select(Period.id).where(Period.school_id == school, Period.number == 1)
        ).one()
        pupil = session.scalars(select(Pupil.id).where(Pupil.surname == "Абрамов")).one()
        columns = session.scalars(
            select(LessonColumn.id)
            .join(
                Lesson, (Lesson.school_id == LessonColumn.school_id) & (Lesson.id == LessonColumn.lesson_id)
            )
            .where(LessonColumn.journal_id == journal, LessonColumn.period_id == period)
            .order_by(Lesson.date, LessonColumn.position)
        ).all()
    cell = CellKey(Place.LESSON, pupil, columns[number])
    return JournalKey(school, journal, period), cell, len(values_in(workshop, cell))


def values_in(workshop: Workshop, cell: CellKey) -> list[str]:
    """Every value that ever stood in the cell."""
    query = select(MarkVersion.value).where(
        MarkVersion.column_id == cell.column, MarkVersion.pupil_id == cell.pupil
    )
    with workshop.transaction() as session:
        return list(session.scalars(query.order_by(MarkVersion.seq)))


def file_of(workshop: Workshop, case: str | None = None) -> CaseFile:
    """The case, or the only one there is."""
    with workshop.transaction() as session:
        case = case or read_cases(session, workshop.school)[0].id
        return read_file(session, workshop.actor, case, AT)


def operations(workshop: Workshop) -> list[OperationFacts]:
    """The operations of the only case, in order."""
    return list(file_of(workshop).operations)
