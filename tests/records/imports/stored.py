"""The small class in a database: stores it, mistypes it, and looks up the versions of a cell."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Engine, select

from records.actor import Actor
from records.db import transaction
from records.gradebook.tables import (
    Journal,
    Lesson,
    LessonColumn,
    MarkVersion,
)
from records.identity import SystemEntropy
from records.school.imports.apply import ImportOutcome, apply
from records.school.imports.grid import CellValue
from records.school.imports.model import ImportedClass
from records.school.imports.reader import read_class
from records.school.tables import (
    Pupil,
    Subject,
)
from tests.records.imports.small_class import Book, sheets_of, small_book, type_in

OLGA = Actor(person="olga", account="olga", school="school-16")
FIRST = datetime(2025, 12, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2025, 12, 22, 9, 0, tzinfo=UTC)


def read(book: Book) -> ImportedClass:
    """The class that the grids hold."""
    reading = read_class(sheets_of(book))
    assert reading.value is not None, reading.problems
    return reading.value


def store(engine: Engine, imported: ImportedClass, at: datetime = FIRST) -> ImportOutcome:
    """Apply it in a transaction of its own."""
    with transaction(engine) as session:
        return apply(session, OLGA, imported, at, SystemEntropy())


def changed(sheet: str, cell: str, value: CellValue) -> ImportedClass:
    """The small class with one cell typed anew."""
    book = small_book()
    type_in(book[sheet], cell, value)
    return read(book)


def versions(engine: Engine, pupil: str, on: date) -> list[tuple[int, str, datetime]]:
    """Seq, value and time of each version of a pupil's cell in Алгебра."""
    with transaction(engine) as session:
        m = MarkVersion
        query = (
            select(m.seq, m.value, m.at)
            .join(LessonColumn, LessonColumn.id == m.column_id)
            .join(Lesson, Lesson.id == LessonColumn.lesson_id)
            .join(Journal, Journal.id == m.journal_id)
            .join(Subject, Subject.id == Journal.subject_id)
            .join(Pupil, Pupil.id == m.pupil_id)
            .where(Pupil.surname == pupil, Lesson.date == on, Subject.name == "Алгебра")
        )
        return [(seq, value, at) for seq, value, at in session.execute(query.order_by(m.seq))]
