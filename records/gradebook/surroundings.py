"""Reads what the rules of entry look at around the cells of a batch: lessons, pupils, versions; a query each.

Rows in, frozen values out; the rules are in entry.py. It locks and writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, bindparam, literal, select
from sqlalchemy.orm import Session

from records.amendments.model import Opened
from records.amendments.windows import open_windows
from records.gradebook.cells import CellKey, Place, Version
from records.gradebook.content import MembershipFacts
from records.gradebook.deadlines import mark_due, period_mark_due
from records.gradebook.desk import Desk
from records.gradebook.entry import Ground
from records.gradebook.reading import read_period_marks, subgroup_members
from records.gradebook.tables import Lesson, LessonColumn, MarkVersion, PeriodMark, YearMark
from records.lifecycle import ClosingState
from records.school.tables import Membership, Pupil, full_name
from records.sql import columns
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


# The pupils of a batch, with every column of the batch beside each of them: one question, built once.
_PUPILS_AND_COLUMNS = (
    select(
        *(Pupil.id, Pupil.surname, Pupil.given, Pupil.patronymic),
        *(Membership.arrived, Membership.arrived_order, Membership.left, Membership.left_order),
        *(LessonColumn.id, Lesson.date, LessonColumn.kind, Lesson.substitute_id),
    )
    .join(Membership, and_(Membership.school_id == Pupil.school_id, Membership.pupil_id == Pupil.id))
    .outerjoin(
        LessonColumn,
        and_(
            LessonColumn.school_id == bindparam("school_id"),
            LessonColumn.journal_id == bindparam("journal_id"),
            LessonColumn.period_id == bindparam("period_id"),
            LessonColumn.id.in_(bindparam("columns", expanding=True)),
        ),
    )
    .outerjoin(Lesson, and_(Lesson.school_id == LessonColumn.school_id, Lesson.id == LessonColumn.lesson_id))
    .where(Membership.school_id == bindparam("school_id"), Membership.class_id == bindparam("class_id"))
    .where(Membership.pupil_id.in_(bindparam("pupils", expanding=True)))
)


def _versions_in(
    table: type[MarkVersion | PeriodMark | YearMark],
    column: SQLColumnExpression[str],
    *narrowed: ColumnElement[bool],
) -> _Versions:
    """The statement that asks a table for versions; built once, since every saved cell asks it."""
    t = table
    return (
        select(column, t.pupil_id, t.seq, t.value, t.author_id, t.account, t.at)
        .where(t.school_id == bindparam("school_id"), t.journal_id == bindparam("journal_id"), *narrowed)
        .where(t.pupil_id.in_(bindparam("pupils", expanding=True)))
        .order_by(t.seq)
    )


_OF_YEAR = _versions_in(
    YearMark, literal(""), YearMark.class_id == bindparam("class_id"), YearMark.kind == bindparam("kind")
)
_VERSIONS: Mapping[Place, _Versions] = {
    Place.LESSON: _versions_in(
        MarkVersion,
        MarkVersion.column_id,
        MarkVersion.period_id == bindparam("period_id"),
        MarkVersion.column_id.in_(bindparam("columns", expanding=True)),
    ),
    Place.PERIOD: _versions_in(PeriodMark, literal(""), PeriodMark.period_id == bindparam("period_id")),
    **dict.fromkeys((place for place in Place if place.of_year), _OF_YEAR),
}


def read_surroundings(session: Session, desk: Desk, wanted: Sequence[CellKey]) -> Surroundings:
    """What stands around these cells."""
    pupils, found = _pupils_and_columns(session, desk, wanted)
    given = read_period_marks(session, desk.key) if desk.policy.corrections.until_period_mark else ()
    windows = open_windows(session, desk.key, desk.today) if desk.opened else frozenset()
    return Surroundings(desk, found, pupils, frozenset(given), windows)


def _pupils_and_columns(
    session: Session, desk: Desk, wanted: Sequence[CellKey]
) -> tuple[dict[str, tuple[str, MembershipFacts]], dict[str, Column]]:
    """Pupil id -> name and membership, of those who belong to the journal in the period; column id -> column."""
    members = subgroup_members(session, desk.key.school, desk.subgroup)
    asked = {
        **desk.columns,
        "class_id": desk.facts.id,
        "pupils": sorted({cell.pupil for cell in wanted}),
        "columns": sorted({cell.column for cell in wanted if cell.place is Place.LESSON}),
    }
    pupils, found = dict[str, tuple[str, MembershipFacts]](), dict[str, Column]()
    for row in columns(session, _PUPILS_AND_COLUMNS, asked):
        pupil, surname, given, patronymic, *times, column, day, kind, substitute = row
        if column and column not in found:
            found[column] = Column(day, kind, substitute)
        if pupil in pupils or not (members is None or pupil in members):
            continue
        membership = MembershipFacts(*times)
        if membership.present(desk.period.starts, desk.period.ends):
            pupils[pupil] = full_name(surname, given, patronymic), membership
    return pupils, found


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


def _versions(
    session: Session, desk: Desk, place: Place, wanted: Sequence[CellKey]
) -> Iterator[tuple[CellKey, Version]]:
    asked = {
        **desk.columns,
        "class_id": desk.facts.id,
        "kind": place.value,
        "pupils": sorted({cell.pupil for cell in wanted}),
        "columns": sorted({cell.column for cell in wanted}),
    }
    for column, pupil, seq, value, author, account, at in columns(session, _VERSIONS[place], asked):
        yield CellKey(place, pupil, column), Version(seq, value, author, account, at)
