"""School years beside the one that runs: one with a journal of the same teacher, or many with journals of somebody."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.db import close_engine
from records.gradebook.tables import Journal, JournalPeriod
from records.lifecycle import ClosingState
from records.school.imports.statistics import count_frame
from records.school.tables import Period, Person, SchoolClass, SchoolYear
from tests.webui.gradebook.journal import Algebra
from tests.webui.visitors import installation_of


def add_years(app: Flask, algebra: Algebra, *beginnings: int) -> None:
    """In each of these years a class with one journal of the same subject and teacher, its one period cut off."""
    with installation_of(app).workshop.transaction() as session:
        like = _journal(session, algebra)
        for begins in beginnings:
            _add(session, like, begins, like.teacher_id)


def add_decades(app: Flask, algebra: Algebra) -> None:
    """Forty years of journals that are somebody else's, counted as after the import of each."""
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        like = _journal(session, algebra)
        someone = session.scalars(select(Person.id).where(Person.id != like.teacher_id)).first() or ""
        for begins in range(1980, 2020):
            _add(session, like, begins, someone)
        count_frame(session.connection())
    close_engine(workshop.engine)  # the connections of another day know the counts


def _journal(session: Session, algebra: Algebra) -> Journal:
    return session.scalars(select(Journal).where(Journal.id == algebra.key.journal)).one()


def _add(session: Session, like: Journal, begins: int, teacher: str) -> None:
    school, own = like.school_id, f"of-{begins}"
    starts, ends = date(begins, 9, 1), date(begins + 1, 5, 31)
    year = SchoolYear(school_id=school, id=own, label=f"{begins}/{begins + 1}", starts=starts, ends=ends)
    period = Period(school_id=school, id=own, year_id=own, kind="quarter", number=1, title="Четверть 1")
    period.starts, period.ends = starts, date(begins, 10, 31)
    of_year = SchoolClass(school_id=school, id=own, year_id=own, branch_id=None, name="7Я", grade=7)
    of_year.class_teacher_id = teacher
    journal = Journal(school_id=school, id=own, class_id=own, subject_id=like.subject_id, position=1)
    journal.subgroup_id, journal.teacher_id = None, teacher
    in_period = JournalPeriod(school_id=school, journal_id=own, period_id=own, seed=bytes(32))
    in_period.state = ClosingState.CUT.value
    for row in (year, period, of_year, journal, in_period):
        session.add(row)
        session.flush()
