"""The grammar of a cell: what teachers type is understood, nothing ambiguous is guessed."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.gradebook.marks import (
    FIVE_POINT,
    Cell,
    MarkError,
    MarkScale,
    parse_cell,
    parse_period_mark,
    spell,
)

CELLS = st.builds(
    Cell,
    st.lists(st.sampled_from(FIVE_POINT.marks + FIVE_POINT.special), min_size=1, max_size=4).map(tuple),
    st.none() | st.sampled_from(FIVE_POINT.absences),
) | st.builds(Cell, st.just(()), st.sampled_from(FIVE_POINT.absences))
LATE = st.builds(
    Cell,
    st.lists(st.sampled_from(FIVE_POINT.marks + FIVE_POINT.special), max_size=4).map(tuple),
    st.none(),
    st.just("оп"),
)


@given(CELLS | LATE)
def test_what_is_spelled_is_read_back(cell: Cell) -> None:
    assert parse_cell(spell(cell)) == cell


@given(st.text())
def test_any_text_is_read_for_good_or_refused(text: str) -> None:
    try:
        cell = parse_cell(text)
    except MarkError:
        return
    assert cell is None or parse_cell(spell(cell)) == cell


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        (4, "4"),
        (5.0, "5"),
        ("4", "4"),
        (" 4\u00a0", "4"),
        ("4/5", "4/5"),
        ("4, 5", "4/5"),
        ("5 5", "5/5"),
        ("н", "н"),
        ("Н", "н"),
        ("н ", "н"),
        ("H", "н"),
        ("y", "у"),
        ("4 н", "4 н"),
        ("н 4", "4 н"),
        ("4н", "4 н"),
        ("н4", "4 н"),
        ("осв", "осв"),
        ("OCB", "осв"),
        ("осв.", "осв"),
        ("Н/А", "н/а"),
        ("н/a", "н/а"),
        ("н\\а", "н/а"),
        ("н/а 4", "н/а/4"),
        ("зачёт", "зач"),
        ("безотм.", "безотм"),
        ("оп", "оп"),
        ("4 ОП", "4 оп"),
        ("оп 4/5", "4/5 оп"),
        ("4оп", "4 оп"),
        ("оп4", "4 оп"),
        ("опозд.", "оп"),
        ("опоздание", "оп"),
    ],
)
def test_a_habit_of_typing_is_understood(typed: object, spelled: str) -> None:
    cell = parse_cell(typed)
    assert cell is not None
    assert spell(cell) == spelled


@pytest.mark.parametrize("typed", [None, "", "  ", "\u00a0"])
def test_a_blank_cell_is_no_cell(typed: object) -> None:
    assert parse_cell(typed) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (1, "mark.unknown"),
        (45, "mark.unknown"),
        ("45", "mark.unknown"),
        ("5+", "mark.unknown"),
        ("b", "mark.unknown"),
        ("нб", "mark.unknown"),
        ("/", "mark.unknown"),
        ("н/б", "mark.two_absences"),
        ("н оп", "mark.two_absences"),
        ("4 оп б", "mark.two_absences"),
        ("оп оп", "mark.two_absences"),
        ("опа", "mark.unknown"),
        ("op", "mark.unknown"),
        (4.5, "mark.not_text"),
        (True, "mark.not_text"),
        (datetime(2025, 5, 4), "mark.not_text"),
    ],
)
def test_what_could_mean_two_things_is_refused(typed: object, code: str) -> None:
    with pytest.raises(MarkError) as caught:
        parse_cell(typed)
    assert caught.value.code == code


def test_a_refusal_says_what_was_found_and_what_would_be_right() -> None:
    with pytest.raises(MarkError) as caught:
        parse_cell("7")
    assert caught.value.found == "7"
    assert "2, 3, 4, 5" in caught.value.expected_ru
    assert "absences н, б, у" in caught.value.expected_en


@pytest.mark.parametrize(
    ("typed", "value"), [(4, "4"), ("осв", "осв"), ("н/а", "н/а"), ("", None), ("зач", "зач")]
)
def test_a_period_mark_is_one_value(typed: object, value: str | None) -> None:
    assert parse_period_mark(typed) == value


@pytest.mark.parametrize("typed", ["н", "4/5", "4 н", "оп", "4 оп"])
def test_a_period_mark_is_neither_an_absence_nor_several_marks(typed: str) -> None:
    with pytest.raises(MarkError) as caught:
        parse_period_mark(typed)
    assert caught.value.code == "mark.not_single"


def test_a_school_may_have_another_scale() -> None:
    ten = MarkScale(marks=tuple(str(n) for n in range(1, 11)), special=(), absences=("о",))
    assert parse_cell("10 о", ten) == Cell(("10",), "о")


def test_a_school_may_know_no_lateness_or_call_it_otherwise() -> None:
    plain = MarkScale(marks=("4",), special=(), absences=("н",), late=())
    own = MarkScale(marks=("4",), special=(), absences=("н",), late=("о",))
    assert parse_cell("4 о", own) == Cell(("4",), None, "о")
    with pytest.raises(MarkError):
        parse_cell("4 оп", plain)


def test_nobody_is_away_and_late_at_once() -> None:
    with pytest.raises(ValueError, match="away"):
        Cell(("4",), "н", "оп")


def test_a_cell_is_never_empty() -> None:
    with pytest.raises(ValueError, match="None"):
        Cell((), None)
