"""Absences are counted in lessons and full days, illness apart (domain.md)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.gradebook.year_content import Absences, LessonPresence, count_absences

MONDAY = date(2025, 9, 1)
CODES = st.sampled_from([None, "н", "б", "у"])


def count(*days: list[str | None]) -> tuple[int, ...]:
    """Lessons, ill, excused, days, ill days of a pupil with these codes on successive days."""
    presences = [
        LessonPresence("q1", MONDAY + timedelta(days=n), code)
        for n, codes in enumerate(days)
        for code in codes
    ]
    found = count_absences("q1", presences)
    return found.lessons, found.lessons_ill, found.lessons_excused, found.days, found.days_ill


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], (0, 0, 0, 0, 0)),
        ([[None, None]], (0, 0, 0, 0, 0)),
        ([["н", None]], (1, 0, 0, 0, 0)),
        ([["н", "н"]], (2, 0, 0, 1, 0)),
        ([["б", "б"]], (2, 2, 0, 1, 1)),
        ([["б", "н"]], (2, 1, 0, 1, 0)),
        ([["у", "у"]], (2, 0, 2, 1, 0)),
        ([["б", None], ["б", "б"], ["н"]], (4, 3, 0, 2, 1)),
    ],
)
def test_absences_are_counted(days: list[list[str | None]], expected: tuple[int, ...]) -> None:
    assert count(*days) == expected


def test_late_arrivals_are_counted_and_are_no_absences() -> None:
    found = count_absences("q1", [LessonPresence("q1", MONDAY, None, late) for late in (True, False, True)])
    assert (found.late, found.lessons, found.days) == (2, 0, 0)


def test_late_arrivals_of_another_period_are_not_counted() -> None:
    assert count_absences("q1", [LessonPresence("q2", MONDAY, None, True)]).late == 0


@pytest.mark.parametrize(("late", "told"), [(0, None), (2, 2)])
def test_late_arrivals_are_told_where_there_were_any(late: int, told: int | None) -> None:
    element = Absences("q1", 0, 0, 0, 0, 0, late).json()
    assert isinstance(element, dict)
    assert element.get("late") == told


def test_lessons_of_another_period_are_not_counted() -> None:
    assert count_absences("q1", [LessonPresence("q2", MONDAY, "н")]) == Absences("q1", 0, 0, 0, 0, 0)


@given(st.lists(st.lists(CODES, min_size=1, max_size=7), max_size=10))
def test_no_count_contradicts_another(days: list[list[str | None]]) -> None:
    lessons, ill, excused, full, full_ill = count(*days)
    assert 0 <= full_ill <= full <= len(days)
    assert full <= lessons
    assert full_ill <= ill
    assert ill + excused <= lessons


@given(st.lists(st.lists(CODES, min_size=1, max_size=7), max_size=10), st.randoms())
def test_the_order_of_lessons_does_not_matter(days: list[list[str | None]], shuffler: object) -> None:
    presences = [
        LessonPresence("q1", MONDAY + timedelta(days=n), c) for n, codes in enumerate(days) for c in codes
    ]
    mixed = list(presences)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    assert count_absences("q1", mixed) == count_absences("q1", presences)
