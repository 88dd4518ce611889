"""The tables of the gradebook: journals, lessons, columns, and marks as versions.

Every row below a journal carries (school_id, journal_id, period_id) to its JournalPeriod, every row of the year
(school_id, class_id) to its ClassYear; keys never change and every unique key contains the period (design.md).
The current value of a cell is the version with the greatest `seq`; version n supersedes version n-1 (ADR 0007).
"""

from __future__ import annotations

import datetime as dt
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.lifecycle import ClosingState
from records.school.tables import in_school


class Journal(Base):
    """A class or subgroup x subject x teacher, for a school year."""

    __tablename__ = "journal"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    class_id: Mapped[str]
    subject_id: Mapped[str]
    subgroup_id: Mapped[str | None]
    teacher_id: Mapped[str]
    position: Mapped[int]

    __table_args__ = (
        in_school("school_class", "class_id"),
        in_school("subject", "subject_id"),
        in_school("subgroup", "subgroup_id"),
        in_school("person", "teacher_id"),
        UniqueConstraint("school_id", "class_id", "position"),
        Index("ix_journal_teacher", "school_id", "teacher_id"),
    )


class ClosingColumns:
    """What JournalPeriod and ClassYear have in common: a state, a seed, a confirmation and a cutoff.

    `seed` (32 random bytes) is what ids and salts of the records derive from (ADR 0009).
    `confirmed_content` is the digest of the rows that the teacher saw, `draft` that of the watermarked PDF.
    """

    state: Mapped[str] = mapped_column(default=ClosingState.OPEN.value)
    seed: Mapped[bytes] = mapped_column(LargeBinary)
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_content: Mapped[str | None]
    draft: Mapped[str | None]
    cut_by: Mapped[str | None]
    cut_at: Mapped[datetime | None]
    cut_reason: Mapped[str | None]


class JournalPeriod(ClosingColumns, Base):
    """A journal in a period: the unit of cutoff."""

    __tablename__ = "journal_period"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    journal_id: Mapped[str] = mapped_column(primary_key=True)
    period_id: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (in_school("journal", "journal_id"), in_school("period", "period_id"))


class ClassYear(ClosingColumns, Base):
    """A class's year: year, exam and final marks, roster, remarks, summary."""

    __tablename__ = "class_year"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    class_id: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (in_school("school_class", "class_id"),)


def _in_journal_period() -> ForeignKeyConstraint:
    return in_school("journal_period(journal_id, period_id)", "journal_id", "period_id")


class Lesson(Base):
    """A lesson: date, number in the day, hours, topic, homework, substitute (R25, R20)."""

    __tablename__ = "lesson"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    journal_id: Mapped[str]
    period_id: Mapped[str]
    date: Mapped[dt.date]
    number: Mapped[int]
    hours: Mapped[int]
    topic: Mapped[str | None]
    homework: Mapped[str | None]
    substitute_id: Mapped[str | None]

    __table_args__ = (
        _in_journal_period(),
        in_school("person", "substitute_id"),
        UniqueConstraint("school_id", "journal_id", "period_id", "date", "number"),
        UniqueConstraint("school_id", "journal_id", "period_id", "id"),
        Index("ix_lesson_substitute", "school_id", "substitute_id", "date"),
    )


class LessonColumn(Base):
    """A column of marks under a lesson, with a kind of work (R31)."""

    __tablename__ = "lesson_column"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    journal_id: Mapped[str]
    period_id: Mapped[str]
    lesson_id: Mapped[str]
    position: Mapped[int]
    kind: Mapped[str]

    __table_args__ = (
        in_school("lesson(journal_id, period_id, id)", "journal_id", "period_id", "lesson_id"),
        UniqueConstraint("school_id", "journal_id", "period_id", "lesson_id", "position"),
        UniqueConstraint("school_id", "journal_id", "period_id", "id"),
    )


class VersionColumns:
    """Who wrote a value, when, through what (R81). An empty value takes the one before away."""

    seq: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str]
    author_id: Mapped[str]
    account: Mapped[str]
    on_behalf_of: Mapped[str | None]
    at: Mapped[datetime]


class MarkVersion(VersionColumns, Base):
    """One version of a cell: marks and absence as spelled by records/gradebook/marks.py, `4/5 н`."""

    __tablename__ = "mark_version"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    journal_id: Mapped[str] = mapped_column(primary_key=True)
    period_id: Mapped[str] = mapped_column(primary_key=True)
    column_id: Mapped[str] = mapped_column(primary_key=True)
    pupil_id: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (
        in_school("lesson_column(journal_id, period_id, id)", "journal_id", "period_id", "column_id"),
        in_school("pupil", "pupil_id"),
        in_school("person", "author_id"),
    )


class PeriodMark(VersionColumns, Base):
    """One version of a pupil's mark for the period (R32, R33)."""

    __tablename__ = "period_mark"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    journal_id: Mapped[str] = mapped_column(primary_key=True)
    period_id: Mapped[str] = mapped_column(primary_key=True)
    pupil_id: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (_in_journal_period(), in_school("pupil", "pupil_id"), in_school("person", "author_id"))


class YearMark(VersionColumns, Base):
    """One version of a pupil's year, exam or final mark in a journal. `kind`: year, exam, final."""

    __tablename__ = "year_mark"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    class_id: Mapped[str] = mapped_column(primary_key=True)
    journal_id: Mapped[str] = mapped_column(primary_key=True)
    pupil_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (
        in_school("class_year(class_id)", "class_id"),
        in_school("journal", "journal_id"),
        in_school("pupil", "pupil_id"),
        in_school("person", "author_id"),
    )


class CouncilDecision(VersionColumns, Base):
    """One version of what the pedagogical council decided of a pupil: transferred, admitted, kept back.

    `protocol` and `protocol_date` name its minutes; both are empty where the version takes the decision away.
    """

    __tablename__ = "council_decision"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    class_id: Mapped[str] = mapped_column(primary_key=True)
    pupil_id: Mapped[str] = mapped_column(primary_key=True)
    protocol: Mapped[str | None]
    protocol_date: Mapped[dt.date | None]

    __table_args__ = (
        in_school("class_year(class_id)", "class_id"),
        in_school("pupil", "pupil_id"),
        in_school("person", "author_id"),
        CheckConstraint("value = '' OR (protocol IS NOT NULL AND protocol_date IS NOT NULL)", name="minutes"),
    )


class Remark(Base):
    """A remark of the deputy head on the keeping of a journal, with deadline and fulfilment (R49, R50, R92)."""

    __tablename__ = "remark"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    class_id: Mapped[str]
    journal_id: Mapped[str | None]
    date: Mapped[dt.date]
    text: Mapped[str]
    author_id: Mapped[str]
    deadline: Mapped[dt.date | None]
    fulfilled: Mapped[dt.date | None]

    __table_args__ = (
        in_school("class_year(class_id)", "class_id"),
        in_school("journal", "journal_id"),
        in_school("person", "author_id"),
        Index("ix_remark_journal", "school_id", "journal_id"),
    )
