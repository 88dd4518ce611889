"""An import that would change a cut year's teachers or subgroups is refused with words, before the database is."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from records.errors import FrozenError
from tests.records.closing.frozen import CUT_ALL, run
from tests.records.imports.small_class import Book, small_book, subject_grid
from tests.records.imports.stored import read, store

ENGLISH = "Английский язык (1 группа)"


def book_with(group: tuple[int, ...], teacher: str = "Громова Мария Ивановна") -> Book:
    """The small class; `group` are the pupils of the first English group, `teacher` teaches Алгебра."""
    book = small_book()
    book["Алгебра"] = subject_grid("Алгебра", teacher=teacher)
    book[ENGLISH] = subject_grid(ENGLISH, group, "Тарасова Жанна Евгеньевна")
    return book


@pytest.fixture
def year_cut(engine: Engine) -> Engine:
    """The small class of the imports, its year cut."""
    store(engine, read(book_with((0,))))
    run(engine, *CUT_ALL)
    return engine


def test_the_same_file_again_changes_nothing(year_cut: Engine) -> None:
    assert store(year_cut, read(book_with((0,)))).unchanged


def test_another_teacher_of_a_journal_is_refused(year_cut: Engine) -> None:
    with pytest.raises(FrozenError, match="учитель журнала «Алгебра»"):
        store(year_cut, read(book_with((0,), "Тарасова Мария Олеговна")))


def test_another_pupil_of_a_subgroup_is_refused(year_cut: Engine) -> None:
    with pytest.raises(FrozenError, match=r"^import\.frozen"):
        store(year_cut, read(book_with((0, 1))))
