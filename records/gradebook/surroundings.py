"""Reads what the rules of entry look at around the cells of a batch: lessons, pupils, versions; a query each.

Rows in, frozen values out; the rules are in entry.py. It locks and writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import Select, and_, literal, select
from sqlalchemy.orm import Session

from records.amendments.model import Opened
from records.amendments.windows import open_windows
from records.gradebook.cells import CellKey, Place, Version
from records.gradebook.content import MembershipFacts
from records.gradebook.deadlines import mark_due, period_mark_due
from records.gradebook.desk import Desk
from records.gradebook.entry import Ground
from records.gradebook.reading import read_memberships, read_period_marks, subgroup_members
from records.gradebook.tables import Lesson, LessonColumn, MarkVersion, PeriodMark, YearMark
from records.lifecycle import ClosingState
from records.times import russian_date

_Versions: TypeAlias = "Select[str, str, int, str, str, str, datetime]"
_RESULTS = {
    Place.PERIOD: "отметка за период",
    Place.YEAR: "год",
    Place.EXAM: "экзамен",
    Place.FINAL: "итог",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the batch with the day and the substitute of its lesson."""

    day: date
    kind: str
    substitute: str | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The desk with the columns, pupils, given period marks and opened cells around the cells of a batch."""

    desk: Desk
    columns: Mapping[str, Column]
    pupils: Mapping[str, tuple[str, MembershipFacts]]
    given: frozenset[str]
    windows: frozenset[Opened]

    def ground(self, cell: CellKey, year: ClosingState) -> Ground:
        """What the rules see of a cell; `year` is the state of the class's year."""
        desk, column = self.desk, self.columns.get(cell.column)
        name, membership = self.pupils.get(cell.pupil, ("", None))
        if cell.place is Place.LESSON and column is None:
            membership = None  # no such column: nobody's cell
        day = column.day if column else desk.period.ends
        return Ground(
            title=desk.title,
            where=f"{name}, {self._place(cell, column)}",
            state=year if cell.place.of_year else desk.state,
            day=day,
            due=self._due(column),
            membership=membership,
            writable=desk.keeps or bool(column and desk.substitutes(column.substitute, column.day)),
            graded=desk.facts.graded,
            period_mark=cell.pupil in self.given,
            reopened=Opened(cell.column, cell.pupil) in self.windows,
        )

    def _place(self, cell: CellKey, column: Column | None) -> str:
        return f"{russian_date(column.day)}, {column.kind}" if column else _RESULTS.get(cell.place, "")

    def _due(self, column: Column | None) -> date:
        rules = self.desk.policy.deadlines
        if column is None:
            return period_mark_due(rules, self.desk.period.ends)
        return mark_due(rules, column.day, column.kind, self.desk.facts.grade)


def read_surroundings(session: Session, desk: Desk, wanted: Sequence[CellKey]) -> Surroundings:
    """What stands around these cells."""
    members = subgroup_members(session, desk.key.school, desk.subgroup)
    asked = {cell.pupil for cell in wanted}
    pupils = {
        pupil: (row.name, membership)
        for pupil, (row, membership) in read_memberships(
            session, desk.key.school, desk.facts.id, asked
        ).items()
        if (members is None or pupil in members) and membership.present(desk.period.starts, desk.period.ends)
    }
    given = read_period_marks(session, desk.key) if desk.policy.corrections.until_period_mark else ()
    windows = open_windows(session, desk.key, desk.today)
    return Surroundings(desk, _columns(session, desk, wanted), pupils, frozenset(given), windows)


def read_versions(
    session: Session, desk: Desk, wanted: Sequence[CellKey]
) -> dict[CellKey, tuple[Version, ...]]:
    """Cell -> its versions in order; a cell that was never filled is left out."""
    found: defaultdict[CellKey, list[Version]] = defaultdict(list)
    for place in dict.fromkeys(cell.place for cell in wanted):
        of_place = [cell for cell in wanted if cell.place is place]
        for cell, version in _versions(session, desk, place, of_place):
            found[cell].append(version)
    return {cell: tuple(versions) for cell, versions in found.items()}


def _columns(session: Session, desk: Desk, wanted: Sequence[CellKey]) -> dict[str, Column]:
    c = LessonColumn
    ids = {cell.column for cell in wanted if cell.place is Place.LESSON}
    if not ids:
        return {}
    query = (
        select(c.id, Lesson.date, c.kind, Lesson.substitute_id)
        .join(Lesson, and_(Lesson.school_id == c.school_id, Lesson.id == c.lesson_id))
        .where(c.school_id == desk.key.school, c.journal_id == desk.key.journal)
        .where(c.period_id == desk.key.period, c.id.in_(ids))
    )
    return {column: Column(day, kind, substitute) for column, day, kind, substitute in session.execute(query)}


def _versions(
    session: Session, desk: Desk, place: Place, wanted: Sequence[CellKey]
) -> Iterator[tuple[CellKey, Version]]:
    of_lesson = place is Place.LESSON
    query = _of_year(desk, place) if place.of_year else _of_period(desk, of_lesson, wanted)
    pupils = {cell.pupil for cell in wanted}
    for column, pupil, seq, value, author, account, at in session.execute(query):
        if pupil in pupils:
            yield CellKey(place, pupil, column), Version(seq, value, author, account, at)


def _of_year(desk: Desk, place: Place) -> _Versions:
    t = YearMark
    return (
        select(literal(""), t.pupil_id, t.seq, t.value, t.author_id, t.account, t.at)
        .where(t.school_id == desk.key.school, t.class_id == desk.facts.id)
        .where(t.journal_id == desk.key.journal, t.kind == place.value)
        .order_by(t.seq)
    )


def _of_period(desk: Desk, of_lesson: bool, wanted: Sequence[CellKey]) -> _Versions:
    if not of_lesson:
        p = PeriodMark
        columns = (literal(""), p.pupil_id, p.seq, p.value, p.author_id, p.account, p.at)
        return select(*columns).filter_by(**desk.columns).order_by(p.seq)
    m = MarkVersion
    return (
        select(m.column_id, m.pupil_id, m.seq, m.value, m.author_id, m.account, m.at)
        .filter_by(**desk.columns)
        .where(m.column_id.in_({cell.column for cell in wanted}))
        .where(m.pupil_id.in_({cell.pupil for cell in wanted}))
        .order_by(m.seq)
    )
