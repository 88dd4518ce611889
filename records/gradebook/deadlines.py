"""When something must be in the journal at the latest, by the school's policy (R42-R46).

A date and the rule's days in, the last day out. The schools' regulations differ, so the days are data
(records/school/policy.py); nothing here says what happens when a day is missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Days after the lesson or the end of the period; 0 is the same day, a negative number is before it.

    `written_kinds` are the kinds of work that take the longer time, `senior_grade` the first grade with its own.
    """

    lesson_days: int = 0
    homework_days: int = 0
    written_days: int = 5
    written_days_senior: int = 7
    senior_grade: int = 10
    written_kinds: tuple[str, ...] = ("КР", "ЗЧ", "СР", "ПР", "ЛР")
    period_days: int = 0


def lesson_due(rules: Deadlines, lesson: date) -> date:
    """The last day for topic, marks and absences of a lesson (R42, R44)."""
    return lesson + timedelta(days=rules.lesson_days)


def homework_due(rules: Deadlines, lesson: date) -> date:
    """The last day for the homework of a lesson (R43)."""
    return lesson + timedelta(days=rules.homework_days)


def mark_due(rules: Deadlines, lesson: date, kind: str, grade: int) -> date:
    """The last day for the marks of a kind of work in a grade (R45)."""
    if kind not in rules.written_kinds:
        return lesson_due(rules, lesson)
    return lesson + timedelta(days=_written_days(rules, grade))


def substitution_due(rules: Deadlines, lesson: date, grade: int) -> date:
    """The last day on which a substitute writes the lesson: the latest of what the lesson asks for (R20)."""
    days = max(rules.lesson_days, rules.homework_days, _written_days(rules, grade), 0)
    return lesson + timedelta(days=days)


def _written_days(rules: Deadlines, grade: int) -> int:
    return rules.written_days_senior if grade >= rules.senior_grade else rules.written_days


def may_substitute(rules: Deadlines, lesson: date, grade: int, today: date) -> bool:
    """Whether a lesson's substitute may write it today: from its day to its last deadline."""
    return lesson <= today <= substitution_due(rules, lesson, grade)


def period_mark_due(rules: Deadlines, period_ends: date) -> date:
    """The last day for period marks (R46)."""
    return period_ends + timedelta(days=rules.period_days)
