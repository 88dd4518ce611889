"""What a teacher still has to write: the lessons of some days without a topic or any entry (R42, R44), open remarks.

A query each, over the journals that the caller names; who may ask is webui's. It judges no deadline, it writes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from records.gradebook.reading import JournalKey
from records.gradebook.tables import Journal, JournalPeriod, Lesson, LessonColumn, MarkVersion, Remark
from records.lifecycle import ClosingState
from records.school.tables import Period, SchoolClass, Subject
from records.sql import among


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last of some days."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Blank:
    """A lesson that lacks its topic, or any entry of a pupil; `title` is «Алгебра, 9А»."""

    key: JournalKey
    lesson: str
    date: date
    grade: int
    title: str
    no_topic: bool
    no_entry: bool


@dataclass(frozen=True, slots=True)
class OpenRemark:
    """A remark that is not fulfilled, on a journal in the period of its day."""

    key: JournalKey
    title: str
    date: dt.date
    deadline: dt.date | None


def blank_lessons(
    session: Session, school: str, journals: Collection[str] | None, days: Days
) -> tuple[Blank, ...]:
    """The blank lessons of these journals in open periods that were not given in substitution, in order of days."""
    return _blank(session, school, _held(school, days).where(among(Lesson.journal_id, journals), _BY_TEACHER))


def blank_substitutions(session: Session, school: str, person: str, days: Days) -> tuple[Blank, ...]:
    """The blank lessons in open periods that this person gives in substitution."""
    return _blank(session, school, _held(school, days).where(Lesson.substitute_id == person))


_BY_TEACHER = Lesson.substitute_id.is_(None)
_NO_TOPIC = or_(Lesson.topic.is_(None), Lesson.topic == "")
# By the keys of column and version: nothing is walked through.
_ENTERED = (
    select(MarkVersion.seq)
    .join(
        LessonColumn,
        and_(
            MarkVersion.school_id == LessonColumn.school_id,
            MarkVersion.journal_id == LessonColumn.journal_id,
            MarkVersion.period_id == LessonColumn.period_id,
            MarkVersion.column_id == LessonColumn.id,
        ),
    )
    .where(
        LessonColumn.school_id == Lesson.school_id,
        LessonColumn.journal_id == Lesson.journal_id,
        LessonColumn.period_id == Lesson.period_id,
        LessonColumn.lesson_id == Lesson.id,
    )
    .exists()
)
_Lessons = Select[str, str, str, date, int, str, str, bool, bool]


def _held(school: str, days: Days) -> _Lessons:
    return (
        select(
            *(Lesson.journal_id, Lesson.period_id, Lesson.id, Lesson.date),
            *(SchoolClass.grade, SchoolClass.name, Subject.name),
            *(_NO_TOPIC, ~_ENTERED),
        )
        .join(Journal, and_(Journal.school_id == Lesson.school_id, Journal.id == Lesson.journal_id))
        .join(
            SchoolClass, and_(SchoolClass.school_id == Lesson.school_id, SchoolClass.id == Journal.class_id)
        )
        .join(Subject, and_(Subject.school_id == Lesson.school_id, Subject.id == Journal.subject_id))
        .join(
            JournalPeriod,
            and_(
                JournalPeriod.school_id == Lesson.school_id,
                JournalPeriod.journal_id == Lesson.journal_id,
                JournalPeriod.period_id == Lesson.period_id,
            ),
        )
        .where(Lesson.school_id == school, Lesson.date >= days.first, Lesson.date <= days.last)
        .where(JournalPeriod.state != ClosingState.CUT.value)
        .where(or_(_NO_TOPIC, ~_ENTERED))
        .order_by(Lesson.date, Lesson.number, Lesson.id)
    )


def _blank(session: Session, school: str, query: _Lessons) -> tuple[Blank, ...]:
    return tuple(
        Blank(
            JournalKey(school, journal, period), lesson, day, grade, f"{subject}, {name}", no_topic, no_entry
        )
        for journal, period, lesson, day, grade, name, subject, no_topic, no_entry in session.execute(query)
    )


def open_remarks(session: Session, school: str, journals: Collection[str] | None) -> tuple[OpenRemark, ...]:
    """The remarks on these journals that are not fulfilled, the nearest deadline first, those without one last."""
    query = (
        select(Remark.journal_id, Period.id, Subject.name, SchoolClass.name, Remark.date, Remark.deadline)
        .join(Journal, and_(Journal.school_id == Remark.school_id, Journal.id == Remark.journal_id))
        .join(Subject, and_(Subject.school_id == Remark.school_id, Subject.id == Journal.subject_id))
        .join(
            SchoolClass, and_(SchoolClass.school_id == Remark.school_id, SchoolClass.id == Journal.class_id)
        )
        .join(
            JournalPeriod,
            and_(JournalPeriod.school_id == Remark.school_id, JournalPeriod.journal_id == Remark.journal_id),
        )
        .join(
            Period,
            and_(
                Period.school_id == Remark.school_id,
                Period.id == JournalPeriod.period_id,
                Remark.date >= Period.starts,
                Remark.date <= Period.ends,
            ),
        )
        .where(Remark.school_id == school, Remark.fulfilled.is_(None))
        .where(among(Journal.id, journals))
        .order_by(Remark.deadline.is_(None), Remark.deadline, Remark.date, Remark.id)
    )
    return tuple(
        OpenRemark(JournalKey(school, journal or "", period), f"{subject}, {name}", day, deadline)
        for journal, period, subject, name, day, deadline in session.execute(query)
    )
