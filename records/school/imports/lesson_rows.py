"""Plans the lessons of a journal and the columns under them.

A lesson is found by date and number in the day, a column by its place under the lesson. Lessons that the
file does not know stay as they are. It plans no marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from records.gradebook.tables import Lesson, LessonColumn
from records.identity import random_id
from records.school.imports.model import ImportedLesson
from records.school.imports.target import Target


def plan_lessons(target: Target) -> tuple[str, ...]:
    """Plan lessons and columns; the id of each imported column."""
    rows = target.session.scalars(select(Lesson).filter_by(**target.key))
    known = {(row.period_id, row.date, row.number): row for row in rows}
    lessons = [_lesson(target, lesson, known) for lesson in target.journal.lessons]
    return _columns(target, lessons)


def _lesson(target: Target, lesson: ImportedLesson, known: Mapping[tuple[str, date, int], Lesson]) -> str:
    period = target.frame.periods[lesson.period]
    facts = {
        "hours": lesson.hours,
        "topic": lesson.topic,
        "homework": lesson.homework,
        "substitute_id": target.person(lesson.substitute),
    }
    row = known.get((period, lesson.date, lesson.number))
    if row is not None:
        if target.plan.update(row, **facts):
            target.touch_period(lesson.period, f"урок {lesson.date:%d.%m.%Y}")
        return row.id
    new = random_id(target.entropy)
    place = {"journal_id": target.id, "period_id": period, "date": lesson.date, "number": lesson.number}
    target.plan.insert(Lesson, id=new, **place, **facts)
    target.touch_period(lesson.period, f"урок {lesson.date:%d.%m.%Y}")
    return new


def _columns(target: Target, lessons: list[str]) -> tuple[str, ...]:
    rows = target.session.scalars(select(LessonColumn).filter_by(**target.key))
    known = {(row.lesson_id, row.position): row for row in rows}
    ids: list[str] = []
    for column in target.journal.columns:
        lesson = target.journal.lessons[column.lesson]
        row = known.get((lessons[column.lesson], column.position))
        if row is not None:
            ids.append(row.id)
            if target.plan.update(row, kind=column.kind):
                target.touch_period(lesson.period, f"вид работы {lesson.date:%d.%m.%Y}")
            continue
        ids.append(random_id(target.entropy))
        target.plan.insert(
            LessonColumn,
            id=ids[-1],
            journal_id=target.id,
            period_id=target.frame.periods[lesson.period],
            lesson_id=lessons[column.lesson],
            position=column.position,
            kind=column.kind,
        )
        target.touch_period(lesson.period, f"столбец {lesson.date:%d.%m.%Y}")
    return tuple(ids)
