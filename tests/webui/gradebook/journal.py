"""Алгебра of the small school as tests look at it: its address, its columns and pupils by name, what stands there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select, update

from records.gradebook.reading import JournalKey, read_journal
from records.gradebook.tables import Journal, JournalPeriod, MarkVersion
from records.school.tables import Period, Pupil, Subject
from tests.webui.visitors import installation_of


@dataclass(frozen=True, slots=True)
class Algebra:
    """A period of the journal. `columns` are ids in order, `pupils` surname -> id."""

    app: Flask
    key: JournalKey
    lessons: tuple[str, ...]
    columns: tuple[str, ...]
    pupils: dict[str, str]

    @property
    def url(self) -> str:
        """The address of the grid."""
        return f"/journal/{self.key.journal}/{self.key.period}"

    def field(self, column: int, surname: str) -> str:
        """The name of a cell's field in a form."""
        return f"lesson:{self.columns[column]}:{self.pupils[surname]}"

    def edit(self, column: int, surname: str, seen: int, value: str) -> dict[str, object]:
        """An edit as the grid's program sends it."""
        cell = {"place": "lesson", "column": self.columns[column], "pupil": self.pupils[surname]}
        return {**cell, "seen": seen, "value": value}

    def values(self, column: int, surname: str) -> list[str]:
        """Every value that ever stood in the cell."""
        m = MarkVersion
        query = select(m.value).where(m.column_id == self.columns[column], m.pupil_id == self.pupils[surname])
        with installation_of(self.app).workshop.transaction() as session:
            return list(session.scalars(query.order_by(m.seq)))

    def set_state(self, state: str) -> None:
        """Bring the period into a state behind the site's back."""
        jp = JournalPeriod
        change = update(jp).where(jp.journal_id == self.key.journal, jp.period_id == self.key.period)
        with installation_of(self.app).workshop.transaction() as session:
            session.execute(change.values(state=state))


def find_algebra(app: Flask, period: int) -> Algebra:
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        subject = session.scalars(select(Subject.id).where(Subject.name == "Алгебра")).one()
        journal = session.scalars(select(Journal.id).where(Journal.subject_id == subject)).one()
        of_period = session.scalars(select(Period.id).where(Period.number == period)).one()
        key = JournalKey(workshop.school, journal, of_period)
        content = read_journal(session, key)
        pupils = {row.surname: row.id for row in session.scalars(select(Pupil))}
    lessons = tuple(lesson.id for lesson in content.lessons)
    return Algebra(app, key, lessons, tuple(column.id for column in content.columns), pupils)
