"""Reads what the rules of entry look at around the cells of a batch: lessons, pupils, versions, in one question.

Rows in, frozen values out; the rules are in entry.py. It locks and writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, String, and_, bindparam, literal, select
from sqlalchemy.orm import Session

from records.amendments.model import Opened
from records.amendments.windows import open_windows
from records.gradebook.cells import CellKey, Place, Version
from records.gradebook.content import MembershipFacts, joined
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
class Belonging:
    """A pupil of the journal, with the times in the class that touch the period."""

    name: str
    membership: MembershipFacts


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The desk with the columns, pupils, given period marks and opened cells around the cells of a batch."""

    desk: Desk
    columns: Mapping[str, Column]
    pupils: Mapping[str, Belonging]
    given: frozenset[str]
    windows: frozenset[Opened]

    def ground(self, cell: CellKey, year: ClosingState) -> Ground:
        """What the rules see of a cell; `year` is the state of the class's year."""
        desk, column = self.desk, self.columns.get(cell.column)
        day = column.day if column else desk.period.ends
        name, membership = "", None
        if pupil := self.pupils.get(cell.pupil):
            name, membership = pupil.name, pupil.membership
        if cell.place is Place.LESSON and column is None:
            membership = None  # no such column: nobody's cell
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


# Each is one value of a question, however often it is named.
_SCHOOL, _JOURNAL, _PERIOD, _CLASS = (
    bindparam(name, type_=String()) for name in ("school_id", "journal_id", "period_id", "class_id")
)
_PUPILS, _COLUMNS = (bindparam(name, type_=String(), expanding=True) for name in ("pupils", "columns"))
_OF_MEMBER: Final = 4  # columns of MembershipFacts
_OF_COLUMN: Final = 4  # the id of a column and the columns of Column
# The pupils of a batch, beside each of them every column of the batch, beside both the versions that stand there: one
# question, built once, since every saved cell asks it.
_CELLS = (
    select(
        *(Pupil.id, Pupil.surname, Pupil.given, Pupil.patronymic),
        *(Membership.arrived, Membership.arrived_order, Membership.left, Membership.left_order),
        *(LessonColumn.id, Lesson.date, LessonColumn.kind, Lesson.substitute_id),
        *(MarkVersion.seq, MarkVersion.value, MarkVersion.author_id, MarkVersion.account, MarkVersion.at),
    )
    .join(Membership, and_(Membership.school_id == Pupil.school_id, Membership.pupil_id == Pupil.id))
    .outerjoin(
        LessonColumn,
        and_(
            *(LessonColumn.school_id == _SCHOOL, LessonColumn.journal_id == _JOURNAL),
            *(LessonColumn.period_id == _PERIOD, LessonColumn.id.in_(_COLUMNS)),
        ),
    )
    .outerjoin(Lesson, and_(Lesson.school_id == LessonColumn.school_id, Lesson.id == LessonColumn.lesson_id))
    .outerjoin(
        MarkVersion,
        and_(
            *(
                MarkVersion.school_id == LessonColumn.school_id,
                MarkVersion.journal_id == LessonColumn.journal_id,
            ),
            *(MarkVersion.period_id == LessonColumn.period_id, MarkVersion.column_id == LessonColumn.id),
            MarkVersion.pupil_id == Pupil.id,
        ),
    )
    .where(Membership.school_id == _SCHOOL, Membership.class_id == _CLASS, Membership.pupil_id.in_(_PUPILS))
    .order_by(MarkVersion.seq)
)


def _versions_in(
    table: type[MarkVersion | PeriodMark | YearMark],
    column: SQLColumnExpression[str],
    *narrowed: ColumnElement[bool],
) -> _Versions:
    """The statement that asks a table for versions, built once."""
    t = table
    return (
        select(column, t.pupil_id, t.seq, t.value, t.author_id, t.account, t.at)
        .where(t.school_id == _SCHOOL, t.journal_id == _JOURNAL, *narrowed)
        .where(t.pupil_id.in_(_PUPILS))
        .order_by(t.seq)
    )


_OF_YEAR = _versions_in(
    YearMark, literal(""), YearMark.class_id == _CLASS, YearMark.kind == bindparam("kind")
)
_VERSIONS: Mapping[Place, _Versions] = {
    Place.LESSON: _versions_in(
        MarkVersion,
        MarkVersion.column_id,
        MarkVersion.period_id == _PERIOD,
        MarkVersion.column_id.in_(_COLUMNS),
    ),
    Place.PERIOD: _versions_in(PeriodMark, literal(""), PeriodMark.period_id == _PERIOD),
    **dict.fromkeys((place for place in Place if place.of_year), _OF_YEAR),
}


def read_surroundings(
    session: Session, desk: Desk, wanted: Sequence[CellKey]
) -> tuple[Surroundings, dict[CellKey, tuple[Version, ...]]]:
    """What stands around these cells, and of pupils of the class what `read_versions` says of them."""
    pupils, found, versions = _cells(session, desk, wanted)
    results = [cell for cell in wanted if cell.place is not Place.LESSON]
    given = read_period_marks(session, desk.key) if desk.policy.corrections.until_period_mark else ()
    windows = open_windows(session, desk.key, desk.today) if desk.opened else frozenset()
    around = Surroundings(desk, found, pupils, frozenset(given), windows)
    return around, versions | read_versions(session, desk, results)


def _cells(
    session: Session, desk: Desk, wanted: Sequence[CellKey]
) -> tuple[dict[str, Belonging], dict[str, Column], dict[CellKey, tuple[Version, ...]]]:
    """By its id each pupil who belongs to the journal in the period, and each column; what stands under lessons."""
    members = subgroup_members(session, desk.key.school, desk.subgroup)
    asked = {
        **desk.columns,
        "class_id": desk.facts.id,
        "pupils": sorted({cell.pupil for cell in wanted}),
        "columns": sorted({cell.column for cell in wanted if cell.place is Place.LESSON}),
    }
    names, found = dict[str, tuple[str, str, str | None]](), dict[str, Column]()
    # A time stands beside each version, and a version beside each time of one who came back.
    times = defaultdict[str, set[MembershipFacts]](set)
    versions = defaultdict[CellKey, dict[int, Version]](dict)
    for pupil, surname, given, patronymic, *rest in columns(session, _CELLS, asked):
        time = MembershipFacts(*rest[:_OF_MEMBER])
        column, *of_column = rest[_OF_MEMBER : _OF_MEMBER + _OF_COLUMN]
        seq, *version = rest[_OF_MEMBER + _OF_COLUMN :]
        if column and column not in found:
            found[column] = Column(*of_column)
        if seq is not None:
            versions[CellKey(Place.LESSON, pupil, column)][seq] = Version(seq, *version)
        if (members is None or pupil in members) and time.present(desk.period.starts, desk.period.ends):
            names[pupil] = (surname, given, patronymic)
            times[pupil].add(time)
    pupils = {pupil: Belonging(full_name(*name), joined(times[pupil])) for pupil, name in names.items()}
    return pupils, found, {cell: tuple(of_cell.values()) for cell, of_cell in versions.items()}


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
