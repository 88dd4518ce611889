"""Address, parents, phone and decisions in the database: what a file does not state stays, versions are appended."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from records.db import transaction
from records.errors import FrozenError
from records.gradebook.tables import ClassYear, CouncilDecision
from records.lifecycle import ClosingState
from records.school.imports.grid import CellValue
from records.school.tables import Person, Pupil
from tests.records.imports.small_class import small_book
from tests.records.imports.stored import LATER, read, store
from tests.records.imports.test_particulars import book

FACTS: dict[str, CellValue] = {
    "I11": "ул. Ленина, 1",
    "J11": "Абрамова И. П., Абрамов С. И.",
    "K11": "8 917 1234567",
}
DECIDED: dict[str, CellValue] = {"L11": "переведён в 10 класс", "M11": "№ 5 от 29.05.2026"}


@pytest.fixture
def told(engine: Engine) -> Engine:
    """The small class with one pupil of whom everything is known."""
    store(engine, read(book(**FACTS, **DECIDED)))
    return engine


def facts(engine: Engine) -> tuple[str | None, ...]:
    with transaction(engine) as session:
        row = session.scalars(select(Pupil).filter_by(surname="Абрамов")).one()
        return row.address, row.parents, row.phone


def decisions(engine: Engine) -> list[tuple[int, str, str | None]]:
    with transaction(engine) as session:
        d = CouncilDecision
        return [(row.seq, row.value, row.protocol) for row in session.scalars(select(d).order_by(d.seq))]


def test_what_is_known_of_a_pupil_is_stored(told: Engine) -> None:
    assert facts(told) == ("ул. Ленина, 1", "Абрамова И. П.\nАбрамов С. И.", "8 917 1234567")


def test_the_same_file_twice_changes_nothing(told: Engine) -> None:
    assert store(told, read(book(**FACTS, **DECIDED)), LATER).unchanged


def test_a_file_without_the_columns_takes_nothing_away(told: Engine) -> None:
    assert store(told, read(small_book()), LATER).unchanged


def test_a_file_without_birth_dates_takes_none_away(told: Engine) -> None:
    made = small_book()
    made["Класс"][9][2:4] = [None, None]
    assert store(told, read(made), LATER).changed == {}


def test_a_blank_cell_takes_a_telephone_away(told: Engine) -> None:
    store(told, read(book(**{**FACTS, "K11": None}, **DECIDED)), LATER)
    assert facts(told)[2] is None


def test_another_decision_is_a_new_version(told: Engine) -> None:
    store(told, read(book(**FACTS, L11="оставлен", M11="№ 6 от 15.06.2026")), LATER)
    assert decisions(told) == [(1, "переведён в 10 класс", "№ 5"), (2, "оставлен", "№ 6")]


def test_other_minutes_are_a_new_version(told: Engine) -> None:
    store(told, read(book(**FACTS, L11="переведён в 10 класс", M11="№ 6 от 15.06.2026")), LATER)
    assert [protocol for *_, protocol in decisions(told)] == ["№ 5", "№ 6"]


def test_a_blank_cell_takes_a_decision_back(told: Engine) -> None:
    store(told, read(book(**FACTS)), LATER)
    assert decisions(told)[1:] == [(2, "", None)]


def test_a_decision_taken_back_gets_no_further_version(told: Engine) -> None:
    store(told, read(book(**FACTS)), LATER)
    assert store(told, read(book(**FACTS)), LATER).unchanged


def test_the_class_teacher_is_the_author_and_the_account_stands_beside(told: Engine) -> None:
    with transaction(told) as session:
        row = session.scalars(select(CouncilDecision)).one()
        author = session.scalars(select(Person).filter_by(id=row.author_id)).one()
        assert (author.name, row.account) == ("Смирнова Ольга Николаевна", "olga")


def _set_state(engine: Engine, state: ClosingState) -> None:
    with transaction(engine) as session:
        session.scalars(select(ClassYear)).one().state = state.value


@pytest.mark.parametrize("changed", [{**FACTS, "K11": None, **DECIDED}, FACTS])
def test_behind_the_cutoff_of_the_year_the_file_of_the_class_is_refused(
    told: Engine, changed: dict[str, CellValue]
) -> None:
    _set_state(told, ClosingState.CUT)
    with pytest.raises(FrozenError, match=r"^import\.frozen"):
        store(told, read(book(**changed)), LATER)


@pytest.mark.parametrize("changed", [{**FACTS, "K11": None, **DECIDED}, FACTS])
def test_a_confirmed_year_opens_again(told: Engine, changed: dict[str, CellValue]) -> None:
    _set_state(told, ClosingState.CONFIRMED)
    store(told, read(book(**changed)), LATER)
    with transaction(told) as session:
        assert session.scalars(select(ClassYear)).one().state == ClosingState.OPEN
