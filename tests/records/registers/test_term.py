"""A term runs from 1 January after the closing; an act may name the dossier from 1 January after the term."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.registers.term import storage_term

CLOSED = st.dates(date(1990, 1, 1), date(2200, 12, 31))
YEARS = st.integers(1, 99)


@pytest.mark.parametrize(
    ("years", "last_day", "act_from"),
    [
        (5, date(2031, 12, 31), date(2032, 1, 1)),
        (25, date(2051, 12, 31), date(2052, 1, 1)),
        (75, date(2101, 12, 31), date(2102, 1, 1)),
    ],
)
def test_a_dossier_closed_in_2026_is_kept_that_long(years: int, last_day: date, act_from: date) -> None:
    term = storage_term(date(2026, 6, 26), years, "ст. 1")
    assert (term.starts, term.last_day, term.act_from) == (date(2027, 1, 1), last_day, act_from)


@pytest.mark.parametrize(
    ("years", "words"),
    [(1, "1 год"), (2, "2 года"), (4, "4 года"), (5, "5 лет"), (11, "11 лет"), (12, "12 лет"), (14, "14 лет"),
     (15, "15 лет"), (20, "20 лет"), (21, "21 год"), (25, "25 лет"), (50, "50 лет"), (71, "71 год"),
     (111, "111 лет"), (112, "112 лет")],
)  # fmt: skip
def test_years_are_counted_in_russian(years: int, words: str) -> None:
    assert storage_term(date(2026, 6, 26), years, "ст. 1").words().startswith(f"{words} с 01.01.2027 ")


def test_the_words_say_from_when_an_act_may_name_it() -> None:
    words = storage_term(date(2026, 6, 26), 5, "п. 5.9").words()
    assert words == "5 лет с 01.01.2027 (п. 5.9); в акт о выделении к уничтожению — не ранее 01.01.2032."


def test_what_is_kept_for_ever_has_no_act() -> None:
    term = storage_term(date(2026, 6, 26), None, "ст. 1")
    assert (term.last_day, term.act_from, term.words()) == (None, None, "Постоянно (ст. 1).")


@given(CLOSED, YEARS)
def test_it_is_kept_for_whole_calendar_years(closed: date, years: int) -> None:
    term = storage_term(closed, years, "ст. 1")
    assert term.act_from is not None
    assert (term.starts.month, term.starts.day, term.act_from.month, term.act_from.day) == (1, 1, 1, 1)
    assert term.act_from.year - term.starts.year == years


@given(CLOSED, YEARS)
def test_nothing_is_named_in_an_act_before_its_last_day_is_over(closed: date, years: int) -> None:
    term = storage_term(closed, years, "ст. 1")
    assert term.last_day is not None
    assert term.act_from is not None
    assert closed < term.starts <= term.last_day < term.act_from


@given(CLOSED, CLOSED, YEARS)
def test_what_closes_later_is_kept_no_shorter(one: date, other: date, years: int) -> None:
    first, second = (storage_term(day, years, "").act_from for day in sorted((one, other)))
    assert first is not None
    assert second is not None
    assert first <= second
