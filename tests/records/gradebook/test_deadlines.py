"""When something is due is data: days after the lesson or the end of the period (R42-R46)."""

from __future__ import annotations

from datetime import date

import pytest

from records.gradebook.deadlines import Deadlines, homework_due, lesson_due, mark_due, period_mark_due

LESSON = date(2025, 9, 2)
RULES = Deadlines(lesson_days=1, homework_days=2, written_days=5, written_days_senior=7, period_days=-2)


@pytest.mark.parametrize(
    ("kind", "grade", "due"),
    [("У", 9, 3), ("КР", 9, 7), ("КР", 10, 9), ("КР", 11, 9), ("У", 10, 3)],
)
def test_written_work_takes_longer_and_longest_in_senior_grades(kind: str, grade: int, due: int) -> None:
    assert mark_due(RULES, LESSON, kind, grade) == date(2025, 9, due)


def test_a_lesson_is_due_days_after_it() -> None:
    assert lesson_due(RULES, LESSON) == date(2025, 9, 3)


def test_homework_is_due_days_after_the_lesson() -> None:
    assert homework_due(RULES, LESSON) == date(2025, 9, 4)


def test_period_marks_may_be_due_before_the_end() -> None:
    assert period_mark_due(RULES, date(2025, 10, 25)) == date(2025, 10, 23)
