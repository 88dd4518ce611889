"""Which lessons of a journal's period another teacher gives (R20): rows -> day, number and the substitute by name.

It reads; who gives a lesson to a substitute is lesson_writing.py, what a substitute may write entry.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.gradebook.reading import JournalKey
from records.gradebook.tables import Lesson
from records.school.tables import Person


@dataclass(frozen=True, slots=True)
class Substitution:
    """A lesson that another teacher gives."""

    lesson: str
    date: dt.date
    number: int
    substitute: str


def substitutions_in(session: Session, key: JournalKey) -> tuple[Substitution, ...]:
    """The journal's substitutions in that period, by day."""
    query = (
        select(Lesson.id, Lesson.date, Lesson.number, Person.name)
        .join(Person, (Person.school_id == Lesson.school_id) & (Person.id == Lesson.substitute_id))
        .where(Lesson.school_id == key.school, Lesson.journal_id == key.journal)
        .where(Lesson.period_id == key.period)
        .order_by(Lesson.date, Lesson.number)
    )
    return tuple(Substitution(*row) for row in session.execute(query))
