"""Imports that are refused: what contradicts the school's rows, and what lies behind a cutoff."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, func, select, update

from records.db import transaction
from records.errors import FrozenError, InputError
from records.gradebook.tables import (
    ClassYear,
    JournalPeriod,
)
from records.lifecycle import ClosingState
from records.school.imports.grid import CellValue
from records.school.imports.model import ImportedClass
from records.school.tables import (
    Period,
)
from tests.records.imports.small_class import day, small_book, type_in
from tests.records.imports.stored import FIRST, LATER, changed, read, store, versions


def set_state(engine: Engine, state: ClosingState, number: int) -> None:
    """Put every journal's period with this number into a state."""
    with transaction(engine) as session:
        period = session.scalars(select(Period.id).where(Period.number == number)).one()
        values = {"state": state.value, "draft": "d" * 64 if state is ClosingState.CONFIRMED else None}
        session.execute(update(JournalPeriod).where(JournalPeriod.period_id == period).values(values))


def set_year_state(engine: Engine, state: ClosingState) -> None:
    with transaction(engine) as session:
        session.execute(update(ClassYear).values(state=state.value))


# --- Refusals --------------------------------------------------------------------------------------------


def refusal(engine: Engine, imported: ImportedClass) -> InputError:
    with pytest.raises(InputError) as caught:
        store(engine, imported, LATER)
    return caught.value


def test_a_period_with_other_dates_than_the_schools_is_refused(imported: Engine) -> None:
    error = refusal(imported, changed("Класс", "C7", "24.10.2025"))
    assert error.code == "import.period_differs"
    assert "01.09.2025–25.10.2025" in error.ru


def test_a_pupil_who_vanished_from_the_list_is_missed(imported: Engine) -> None:
    book = small_book()
    del book["Класс"][10], book["Алгебра"][7], book["Английский язык (1 группа)"][7]
    error = refusal(imported, read(book))
    assert error.code == "import.pupil_gone"
    assert "Абрамов Роман Сергеевич" in error.ru


def test_a_pupil_who_vanished_from_a_group_is_missed(imported: Engine) -> None:
    book = small_book()
    del book["Английский язык (1 группа)"][7]
    error = refusal(imported, read(book))
    assert error.code == "import.group_member_gone"
    assert "Абрамов Роман Сергеевич" in error.ru


# --- Cutoff ----------------------------------------------------------------------------------------------


def test_the_same_file_passes_after_a_cutoff(imported: Engine) -> None:
    set_state(imported, ClosingState.CUT, 1)
    set_state(imported, ClosingState.CUT, 2)
    set_year_state(imported, ClosingState.CUT)
    assert store(imported, read(small_book()), LATER).unchanged


@pytest.mark.parametrize(
    ("cell", "value"), [("C8", 5), ("D8", None), ("E8", 3), ("C14", "Новая тема"), ("C7", "СР")]
)
def test_a_change_behind_a_cutoff_is_refused_whole(imported: Engine, cell: str, value: CellValue) -> None:
    set_state(imported, ClosingState.CUT, 1)
    book = small_book()
    type_in(book["Алгебра"], cell, value)
    type_in(book["Алгебра"], "F8", 2)
    with pytest.raises(FrozenError) as caught:
        store(imported, read(book), LATER)
    assert (caught.value.code, caught.value.ru.partition(":")[0]) == (
        "import.frozen",
        "Лист «Алгебра», I четверть",
    )
    assert versions(imported, "Абрамов", date(2025, 11, 18)) == [(1, "4/5", FIRST)]


def test_the_open_period_beside_a_cut_one_still_changes(imported: Engine) -> None:
    set_state(imported, ClosingState.CUT, 1)
    assert store(imported, changed("Алгебра", "F8", 2), LATER).created == {"mark_version": 1}


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "where"),
    [
        ("Алгебра", "H8", 3, "Лист «Алгебра», 2025/2026 год"),
        ("Класс", "G11", day("26.12.2025"), "Класс 9А, год 2025/2026"),
        ("Класс", "B4", "Кузнецова Т. А.", "Класс 9А"),
    ],
)
def test_a_closed_year_keeps_its_marks_and_its_roster(
    imported: Engine, sheet: str, cell: str, value: CellValue, where: str
) -> None:
    set_year_state(imported, ClosingState.CUT)
    with pytest.raises(FrozenError) as caught:
        store(imported, changed(sheet, cell, value), LATER)
    assert caught.value.ru.partition(":")[0] == where


def test_a_change_after_the_confirmation_opens_the_period_again(imported: Engine) -> None:
    set_state(imported, ClosingState.CONFIRMED, 1)
    set_year_state(imported, ClosingState.COMPLETE)
    book = small_book()
    type_in(book["Алгебра"], "C8", 5)
    type_in(book["Алгебра"], "H8", 5)
    store(imported, read(book), LATER)
    with transaction(imported) as session:
        opened = select(func.count()).select_from(JournalPeriod).filter_by(state="open", draft=None)
        assert session.scalar(opened) == 4  # three of the second quarter, and the one touched
        assert session.scalars(select(ClassYear.state)).all() == ["open"]
