"""What changed in a journal's period between the draft that its teacher confirmed and the rows that were cut off.

Only the deputy head's reason lets rows through that nobody confirmed (cutoff.py); marks are versions and tell what, who
and when; lessons have no versions and are only told to differ. It reads and judges nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.gradebook.content import JournalContent
from records.gradebook.reading import JournalKey, people, read_journal
from records.gradebook.tables import JournalPeriod, MarkVersion, PeriodMark


class Since(StrEnum):
    """How what was cut off stands to what the teacher saw."""

    SAME = "same"
    CHANGED = "changed"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Change:
    """A value that was written after the confirmation: whose, where (a day, None is the period mark), by whom."""

    pupil: str
    day: str | None
    before: str
    after: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """What the teacher has not seen before signing."""

    since: Since
    seen_at: datetime | None
    changes: tuple[Change, ...]


def difference(session: Session, key: JournalKey, seen: datetime | None) -> Difference:
    """How the rows of this period differ from the draft that was confirmed at `seen`, if one was.

    A confirmation that an edit took back left its moment in the log alone. Raises NotFoundError.
    """
    row = session.get_one(JournalPeriod, (key.school, key.journal, key.period))
    content = read_journal(session, key)
    if row.confirmed_content == content.digest():
        return Difference(Since.SAME, row.confirmed_at, ())
    if seen is None:
        return Difference(Since.UNSEEN, None, ())
    changes = [*_cells(session, key, content, seen), *_marks(session, key, seen)]
    names = {pupil.id: pupil.name for pupil in content.pupils}
    authors = people(session, key.school, {change.author for change in changes})
    named = (
        Change(names.get(c.pupil, c.pupil), c.day, c.before, c.after, authors[c.author], c.at)
        for c in changes
    )
    return Difference(Since.CHANGED, seen, tuple(sorted(named, key=lambda c: (c.at, c.pupil))))


def _cells(session: Session, key: JournalKey, content: JournalContent, seen: datetime) -> Iterator[Change]:
    days = {lesson.id: lesson.date.strftime("%d.%m") for lesson in content.lessons}
    columns = {column.id: days[column.lesson] for column in content.columns}
    query = select(MarkVersion).where(
        MarkVersion.school_id == key.school,
        MarkVersion.journal_id == key.journal,
        MarkVersion.period_id == key.period,
        MarkVersion.at > seen,
    )
    for row in session.scalars(query):
        before = session.get(
            MarkVersion,
            (row.school_id, row.journal_id, row.period_id, row.column_id, row.pupil_id, row.seq - 1),
        )
        old = before.value if before else ""
        yield Change(row.pupil_id, columns.get(row.column_id, ""), old, row.value, row.author_id, row.at)


def _marks(session: Session, key: JournalKey, seen: datetime) -> Iterator[Change]:
    query = select(PeriodMark).where(
        PeriodMark.school_id == key.school,
        PeriodMark.journal_id == key.journal,
        PeriodMark.period_id == key.period,
        PeriodMark.at > seen,
    )
    for row in session.scalars(query):
        before = session.get(
            PeriodMark, (row.school_id, row.journal_id, row.period_id, row.pupil_id, row.seq - 1)
        )
        yield Change(row.pupil_id, None, before.value if before else "", row.value, row.author_id, row.at)
