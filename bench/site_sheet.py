"""The widest sheet there is, for the speed of the grid: 170 lessons of one period, each a column, over 35 pupils.

A real journal has that many lessons in a year and shows a period at a time. It measures nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from records.gradebook.content import MembershipFacts
from records.gradebook.marks import Cell
from records.school.imports.model import (
    ImportedCell,
    ImportedClass,
    ImportedColumn,
    ImportedJournal,
    ImportedLesson,
    ImportedPeriod,
    ImportedPupil,
)

LESSONS, PUPILS = 170, 35
_FILLED = 2  # of three cells


def wide(sample: ImportedClass, lessons: int = LESSONS, pupils: int = PUPILS) -> ImportedClass:
    """The class with one journal, all of whose lessons lie in its last period."""
    period = max(range(len(sample.periods)), key=lambda number: sample.periods[number].starts)
    people = tuple(_pupil(sample, number) for number in range(pupils))
    journal = _journal(sample.journals[0], sample.periods[period], period, lessons, pupils)
    return replace(sample, pupils=people, journals=(journal,))


def _journal(
    one: ImportedJournal, span: ImportedPeriod, period: int, lessons: int, pupils: int
) -> ImportedJournal:
    held = tuple(
        _lesson(one.lessons[number % len(one.lessons)], span, period, number) for number in range(lessons)
    )
    return replace(
        one,
        pupils=tuple(range(pupils)),
        lessons=held,
        columns=tuple(ImportedColumn(number, 1, one.columns[0].kind) for number in range(lessons)),
        cells=tuple(
            ImportedCell(pupil, column, Cell((str(3 + (pupil + column) % 3),), None))
            for pupil in range(pupils)
            for column in range(lessons)
            if (pupil + column) % 3 < _FILLED
        ),
        period_marks=(),
        year_marks=(),
    )


def _lesson(like: ImportedLesson, span: ImportedPeriod, period: int, number: int) -> ImportedLesson:
    """Several lessons a day, so that all of them are over when the period is."""
    day, ordinal = divmod(number, 4)
    return replace(like, date=_day(span, day), number=ordinal + 1, period=period, substitute=None)


def _day(span: ImportedPeriod, number: int) -> date:
    return min(span.starts + timedelta(days=number), span.ends)


def _pupil(sample: ImportedClass, number: int) -> ImportedPupil:
    """Who is in the list already, and namesakes of theirs."""
    like = sample.pupils[number % len(sample.pupils)]
    born = like.birth_date - timedelta(days=number) if like.birth_date else None
    return replace(
        like,
        ordinal=number + 1,
        birth_date=born,
        file_no=f"{number}-{like.file_no}" if like.file_no else None,
        membership=MembershipFacts(),
    )
