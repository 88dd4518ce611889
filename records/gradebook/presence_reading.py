"""Reads the days on which pupils of a class were absent or late, lesson by lesson, in a bounded number of queries.

Input of the count of absences (year_content.py). It counts nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.amendments.model import Amended, Spot
from records.gradebook.content import MembershipFacts
from records.gradebook.marks import parse_cell
from records.gradebook.reading import read_policy
from records.gradebook.tables import Lesson, LessonColumn, MarkVersion
from records.gradebook.year_content import JournalFacts, LessonPresence
from records.school.tables import Pupil


class _Held(NamedTuple):
    id: str
    journal: str
    period: str
    day: date


def read_presences(
    session: Session,
    school: str,
    journals: tuple[JournalFacts, ...],
    members: dict[str, tuple[Pupil, MembershipFacts]],
    chosen: dict[str, set[str]],
    amended: Sequence[Amended],
) -> dict[str, list[LessonPresence]]:
    """Pupil id -> what stands at each lesson of the days on which the pupil, of the class then, missed or came late.

    A day without either counts for nothing. `chosen` has the pupils of each journal; cells among `amended` stand as
    these acts say.
    """
    ids = [j.id for j in journals]
    noted = _noted(session, school, ids, amended)
    lessons = _lessons(session, school, ids)
    by_day = defaultdict[date, list[_Held]](list)
    for held in lessons.values():
        by_day[held.day].append(held)
    result: dict[str, list[LessonPresence]] = {pupil: [] for pupil in members}
    for pupil, day in {(pupil, lessons[lesson].day) for lesson, pupil in noted}:
        if pupil in members and members[pupil][1].present(day, day):
            result[pupil] += [
                LessonPresence(held.period, day, *noted.get((held.id, pupil), (None, False)))
                for held in by_day[day]
                if pupil in chosen[held.journal]
            ]
    return result


def _lessons(session: Session, school: str, journals: list[str]) -> dict[str, _Held]:
    query = select(Lesson.id, Lesson.journal_id, Lesson.period_id, Lesson.date).where(
        Lesson.school_id == school, Lesson.journal_id.in_(journals)
    )
    return {row.id: _Held(*row) for row in session.execute(query)}


def _noted(
    session: Session, school: str, journals: list[str], amended: Sequence[Amended]
) -> dict[tuple[str, str], tuple[str | None, bool]]:
    """(lesson, pupil) -> absence code and lateness, of the current versions."""
    m = MarkVersion
    query = select(m.column_id, m.pupil_id, m.value).where(m.school_id == school, m.journal_id.in_(journals))
    # In their order, so that the newest version is the one that stays.
    versions = session.execute(query.order_by(m.seq))
    cells = {(column, pupil): value for column, pupil, value in versions}
    cells |= {(one.place.id, one.pupil): one.after for one in amended if one.place.spot is Spot.CELL}
    places = _places(session, school, journals)
    scale = read_policy(session, school).scale
    understood = {value: parse_cell(value, scale) for value in set(cells.values())}
    found: dict[tuple[str, str], tuple[str | None, bool]] = {}
    # The last column of a lesson has the say.
    for (column, pupil), value in sorted(cells.items(), key=lambda item: places[item[0][0]][0]):
        cell = understood[value]
        if cell and (cell.absence or cell.late):
            found[places[column][1], pupil] = (cell.absence, cell.late is not None)
    return found


def _places(session: Session, school: str, journals: list[str]) -> dict[str, tuple[int, str]]:
    """Column id -> its position below its lesson, and the lesson."""
    c = LessonColumn
    query = select(c.id, c.position, c.lesson_id).where(c.school_id == school, c.journal_id.in_(journals))
    return {column: (position, lesson) for column, position, lesson in session.execute(query)}
