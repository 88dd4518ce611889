"""An imported class in the database: written whole, twice the same is nothing, changes are versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from records.db import Base, transaction
from records.gradebook.tables import (
    Journal,
    JournalPeriod,
    Lesson,
    LessonColumn,
    MarkVersion,
    PeriodMark,
    YearMark,
)
from records.identity import SystemEntropy
from records.school.imports.apply import apply
from records.school.imports.grid import CellValue
from records.school.imports.reader import read_class
from records.school.imports.workbook import read_sheets
from records.school.tables import (
    Membership,
    Period,
    Person,
    Pupil,
    School,
    SchoolClass,
    SubgroupMember,
    Subject,
)
from tests.records.imports.small_class import SCHOOL, day, small_book, subject_grid, type_in
from tests.records.imports.stored import FIRST, LATER, OLGA, changed, read, store, versions

SAMPLES = Path(__file__).parents[2] / "samples"


def rows(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


# --- The first import ------------------------------------------------------------------------------------


def test_everything_of_the_file_is_written(engine: Engine) -> None:
    outcome = store(engine, read(small_book()))
    tables = (School, Period, SchoolClass, Pupil, Membership, Subject, Journal, JournalPeriod, SubgroupMember)
    with transaction(engine) as session:
        assert [rows(session, table) for table in tables] == [1, 2, 1, 4, 4, 2, 3, 6, 4]
        assert rows(session, MarkVersion) == outcome.created["mark_version"] == 18


def test_a_substitute_becomes_a_person_of_that_name(imported: Engine) -> None:
    with transaction(imported) as session:
        assert "Кузнецова Т. А." in set(session.scalars(select(Person.name)))


def test_who_taught_the_lesson_is_the_author_and_the_account_stands_beside(imported: Engine) -> None:
    with transaction(imported) as session:
        query = (
            select(Lesson.date, Person.name, MarkVersion.account)
            .join(LessonColumn, LessonColumn.id == MarkVersion.column_id)
            .join(Lesson, Lesson.id == LessonColumn.lesson_id)
            .join(Journal, Journal.id == MarkVersion.journal_id)
            .join(Subject, Subject.id == Journal.subject_id)
            .join(Person, Person.id == MarkVersion.author_id)
            .where(Subject.name == "Алгебра")
        )
        assert set(session.execute(query)) == {
            (date(2025, 9, 2), "Громова Мария Ивановна", "olga"),
            (date(2025, 9, 4), "Громова Мария Ивановна", "olga"),
            (date(2025, 11, 18), "Кузнецова Т. А.", "olga"),
        }


def test_a_school_that_is_there_keeps_its_name_and_the_difference_is_told(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(School(id=OLGA.school, name="Школа № 16", zone="Asia/Omsk", policy={}))
    outcome = store(engine, read(small_book()))
    with transaction(engine) as session:
        assert session.get_one(School, OLGA.school).name == "Школа № 16"
    assert outcome.other_school == SCHOOL


def test_an_import_commits_nothing_by_itself(engine: Engine) -> None:
    with engine.connect() as connection, Session(connection) as session:
        apply(session, OLGA, read(small_book()), FIRST, SystemEntropy())
        session.rollback()
    with transaction(engine) as session:
        assert rows(session, School) == 0


# --- Again and changed -----------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(imported: Engine) -> None:
    assert store(imported, read(small_book()), LATER).unchanged


def test_a_changed_mark_is_a_new_version(imported: Engine) -> None:
    store(imported, changed("Алгебра", "C8", 5), LATER)
    assert versions(imported, "Абрамов", date(2025, 9, 2)) == [(1, "4", FIRST), (2, "5", LATER)]


def test_a_mark_taken_out_is_an_empty_version(imported: Engine) -> None:
    store(imported, changed("Алгебра", "D8", None), LATER)
    assert versions(imported, "Абрамов", date(2025, 9, 4)) == [(1, "н", FIRST), (2, "", LATER)]


def test_a_mark_that_stays_empty_gets_no_further_version(imported: Engine) -> None:
    store(imported, changed("Алгебра", "D8", None), LATER)
    assert store(imported, changed("Алгебра", "D8", None), LATER).unchanged


def test_a_period_mark_is_a_version_too(imported: Engine) -> None:
    store(imported, changed("Алгебра", "E8", 3), LATER)
    with transaction(imported) as session:
        newest = session.scalars(select(PeriodMark).where(PeriodMark.seq == 2)).one()
        assert (newest.value, newest.at) == ("3", LATER)


def test_a_year_mark_is_a_version_too(imported: Engine) -> None:
    store(imported, changed("Алгебра", "H8", 3), LATER)
    with transaction(imported) as session:
        newest = session.scalars(select(YearMark).where(YearMark.seq == 2)).one()
        assert (newest.kind, newest.value, newest.at) == ("year", "3", LATER)


@pytest.mark.parametrize(
    ("cell", "typed", "table"),
    [("C14", "Новая тема", "lesson"), ("E14", "Иванов И. И.", "lesson"), ("C7", "СР", "lesson_column")],
)
def test_a_lesson_changes_while_its_period_is_open(
    imported: Engine, cell: str, typed: str, table: str
) -> None:
    assert store(imported, changed("Алгебра", cell, typed), LATER).changed == {table: 1}


def test_a_new_lesson_comes_with_its_column_and_marks(imported: Engine) -> None:
    book = small_book()
    typed: dict[str, CellValue] = {
        "I6": "20.11.2025",
        "I7": "У",
        "I8": 5,
        "A17": "20.11.2025",
        "B17": 1,
        "C17": "Тема",
    }
    for cell, value in typed.items():
        type_in(book["Алгебра"], cell, value)
    # A changed mark of an earlier journal must not be written before the column of a later one.
    type_in(book["Английский язык (1 группа)"], "C8", 3)
    assert store(imported, read(book), LATER).created == {"lesson": 1, "lesson_column": 1, "mark_version": 2}


def test_a_new_subject_joins_the_class(imported: Engine) -> None:
    outcome = store(imported, read(small_book() | {"Физика": subject_grid("Физика")}), LATER)
    assert (outcome.created["journal"], outcome.created["journal_period"]) == (1, 2)


def test_the_class_of_the_next_file_shares_the_school(imported: Engine) -> None:
    value = read(small_book())
    unknown = tuple(replace(pupil, file_no=None, birth_date=None) for pupil in value.pupils)
    created = store(imported, replace(value, class_name="9Б", pupils=unknown)).created
    assert (created["school_class"], created["journal"], created["pupil"]) == (1, 3, 4)
    assert {"school", "school_year", "period", "person", "subject"} & created.keys() == set()


def test_a_pupil_is_known_again_in_another_class(imported: Engine) -> None:
    assert "pupil" not in store(imported, replace(read(small_book()), class_name="9Б")).created


@pytest.mark.parametrize(
    ("cell", "value", "table"),
    [("D11", "9-700", "pupil"), ("C11", None, "pupil"), ("G11", day("26.12.2025"), "membership")],
)
def test_what_is_known_of_a_pupil_is_altered(
    imported: Engine, cell: str, value: CellValue, table: str
) -> None:
    assert store(imported, changed("Класс", cell, value), LATER).changed == {table: 1}


def test_a_pupil_without_birth_date_and_file_is_known_by_the_class(engine: Engine) -> None:
    book = small_book()
    for cell in ("C11", "D11"):
        type_in(book["Класс"], cell, None)
    store(engine, read(book))
    assert store(engine, read(book), LATER).unchanged
    assert store(engine, read(small_book()), LATER).changed == {"pupil": 1}


def test_another_teacher_takes_the_journal_over(imported: Engine) -> None:
    outcome = store(imported, changed("Алгебра", "B3", "Кузнецова Т. А."), LATER)
    assert (outcome.created, outcome.changed) == ({}, {"journal": 1})


# --- The samples -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["9А", "5Б"])
def test_a_sample_is_stored_and_the_second_time_changes_nothing(engine: Engine, name: str) -> None:
    value = read_class(read_sheets(SAMPLES / f"{name}-2025-2026.xlsx")).value
    assert value is not None
    outcome = store(engine, value)
    assert outcome.created["mark_version"] == sum(len(journal.cells) for journal in value.journals)
    assert store(engine, value, LATER).unchanged
