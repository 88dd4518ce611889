"""Reads a journal's period from the database into frozen values, with a bounded number of queries.

The current value of a cell is its version with the greatest seq; an empty one is no value. It judges nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from records.amendments.overlay import facts_by_pupil, over_cells, over_period_marks
from records.amendments.reading import read_amended
from records.errors import NotFoundError
from records.gradebook.content import (
    CellFacts,
    ClassFacts,
    ColumnFacts,
    JournalContent,
    LessonFacts,
    MarkFacts,
    MembershipFacts,
    Named,
    PeriodFacts,
    PupilRows,
    RemarkFacts,
    joined,
)
from records.gradebook.marks import parse_cell
from records.gradebook.tables import Journal, Lesson, LessonColumn, MarkVersion, PeriodMark, Remark
from records.school.collation import russian_key
from records.school.policy import Policy
from records.school.tables import (
    Branch,
    Membership,
    Period,
    Person,
    Pupil,
    School,
    SchoolClass,
    SchoolYear,
    Subgroup,
    SubgroupMember,
    Subject,
)
from records.sql import columns


@dataclass(frozen=True, slots=True)
class JournalKey:
    """The key of a JournalPeriod."""

    school: str
    journal: str
    period: str


# A class with its school, branch and year, as class_facts takes them.
CLASS_COLUMNS: Final = (
    *(School.id, School.name, Branch.id, Branch.name),
    *(SchoolClass.id, SchoolClass.name, SchoolClass.grade, SchoolClass.class_teacher_id),
    *(SchoolYear.id, SchoolYear.label, SchoolYear.starts, SchoolYear.ends),
    *(School.zone, SchoolClass.graded),
)
_CLASS = (
    select(*CLASS_COLUMNS)
    .select_from(SchoolClass)
    .join(School, School.id == SchoolClass.school_id)
    .join(
        SchoolYear, and_(SchoolYear.school_id == SchoolClass.school_id, SchoolYear.id == SchoolClass.year_id)
    )
    .outerjoin(Branch, and_(Branch.school_id == SchoolClass.school_id, Branch.id == SchoolClass.branch_id))
    .where(SchoolClass.school_id == bindparam("school"), SchoolClass.id == bindparam("class_id"))
)


def class_facts(row: Sequence[Any]) -> ClassFacts:
    """The value of a row of CLASS_COLUMNS."""
    school, school_name, branch, branch_name, *of_class = row
    return ClassFacts(Named(school, school_name), Named(branch, branch_name) if branch else None, *of_class)


def read_class(session: Session, school: str, class_id: str) -> ClassFacts:
    """The class with its school and year. Raises NotFoundError."""
    row = columns(session, _CLASS, {"school": school, "class_id": class_id}).first()
    if row is None:
        raise NotFoundError("class.unknown", f"Класса {class_id} нет.", f"there is no class {class_id}")
    return class_facts(row)


def read_policy(session: Session, school: str) -> Policy:
    """The school's rules."""
    return Policy.from_json(session.get_one(School, school).policy)


def period_facts(row: Period) -> PeriodFacts:
    """The period as a value."""
    return PeriodFacts(row.id, row.number, row.title, row.kind, row.starts, row.ends)


def read_memberships(
    session: Session, school: str, class_id: str
) -> dict[str, tuple[Pupil, MembershipFacts]]:
    """Pupil id -> pupil and membership, in Russian alphabetical order."""
    query = select(Pupil, Membership).join(
        Membership, and_(Membership.school_id == Pupil.school_id, Membership.pupil_id == Pupil.id)
    )
    rows = session.execute(query.where(Membership.school_id == school, Membership.class_id == class_id))
    pupils, times = dict[str, Pupil](), defaultdict[str, list[MembershipFacts]](list)
    for pupil, m in rows:
        pupils[pupil.id] = pupil
        times[pupil.id].append(MembershipFacts(m.arrived, m.arrived_order, m.left, m.left_order))
    ordered = sorted(pupils.values(), key=lambda pupil: (russian_key(pupil.name), pupil.id))
    return {pupil.id: (pupil, joined(times[pupil.id])) for pupil in ordered}


def read_journal(session: Session, key: JournalKey, upto: int | None = None) -> JournalContent:
    """Everything of a journal in a period as it stands now: with the class's acts up to that number (None: all).

    Raises NotFoundError.
    """
    journal = session.get(Journal, (key.school, key.journal))
    period = session.get(Period, (key.school, key.period))
    if journal is None or period is None:
        raise NotFoundError(
            "journal.unknown",
            f"Журнала {key.journal} за период {key.period} нет.",
            f"there is no journal {key.journal} in period {key.period}",
        )
    lessons = _lessons(session, key)
    remarks = _remarks(session, key, period)
    pupils = _pupils(session, key, journal, period, upto)
    subgroup = session.get(Subgroup, (key.school, journal.subgroup_id)) if journal.subgroup_id else None
    facts = read_class(session, key.school, journal.class_id)
    subject = session.get_one(Subject, (key.school, journal.subject_id))
    named = {
        journal.teacher_id,
        *(x.substitute for x in lessons if x.substitute),
        *(r.author for r in remarks),
    }
    named |= {cell.author for p in pupils for cell in p.cells}
    named |= {p.period_mark.author for p in pupils if p.period_mark}
    return JournalContent(
        journal=journal.id,
        facts=facts,
        subject=Named(subject.id, subject.name),
        subgroup=Named(subgroup.id, subgroup.name) if subgroup else None,
        teacher=journal.teacher_id,
        period=period_facts(period),
        lessons=lessons,
        columns=_columns(session, key, lessons),
        pupils=pupils,
        remarks=remarks,
        people=people(session, key.school, named),
    )


def people(session: Session, school: str, ids: Iterable[str]) -> dict[str, str]:
    """Person id -> name."""
    rows = session.execute(
        select(Person.id, Person.name).where(Person.school_id == school, Person.id.in_(set(ids)))
    )
    return dict(sorted(rows.all()))


def staff(session: Session, school: str) -> dict[str, str]:
    """Person id -> name of everybody of the staff, in Russian alphabetical order."""
    rows = session.execute(select(Person.id, Person.name).where(Person.school_id == school))
    return dict(sorted(rows.all(), key=lambda row: russian_key(row[1])))


def _lessons(session: Session, key: JournalKey) -> tuple[LessonFacts, ...]:
    query = (
        select(Lesson)
        .where(
            Lesson.school_id == key.school, Lesson.journal_id == key.journal, Lesson.period_id == key.period
        )
        .order_by(Lesson.date, Lesson.number)
    )
    return tuple(
        LessonFacts(r.id, r.date, r.number, r.hours, r.topic, r.homework, r.substitute_id)
        for r in session.scalars(query)
    )


def _columns(session: Session, key: JournalKey, lessons: tuple[LessonFacts, ...]) -> tuple[ColumnFacts, ...]:
    order = {lesson.id: n for n, lesson in enumerate(lessons)}
    query = select(LessonColumn).where(
        LessonColumn.school_id == key.school,
        LessonColumn.journal_id == key.journal,
        LessonColumn.period_id == key.period,
    )
    rows = sorted(session.scalars(query), key=lambda r: (order[r.lesson_id], r.position))
    return tuple(ColumnFacts(r.id, r.lesson_id, r.kind) for r in rows)


def _remarks(session: Session, key: JournalKey, period: Period) -> tuple[RemarkFacts, ...]:
    query = (
        select(Remark)
        .where(Remark.school_id == key.school, Remark.journal_id == key.journal)
        .where(Remark.date >= period.starts, Remark.date <= period.ends)
        .order_by(Remark.date, Remark.id)
    )
    return tuple(remark_facts(r) for r in session.scalars(query))


def remark_facts(row: Remark) -> RemarkFacts:
    """The remark as a value."""
    return RemarkFacts(row.journal_id, row.date, row.text, row.author_id, row.deadline, row.fulfilled)


def _cells(session: Session, key: JournalKey) -> dict[str, list[CellFacts]]:
    m = MarkVersion
    newest = (
        select(m.column_id, m.pupil_id, func.max(m.seq).label("seq"))
        .where(m.school_id == key.school, m.journal_id == key.journal, m.period_id == key.period)
        .group_by(m.column_id, m.pupil_id)
        .subquery()
    )
    query = (
        select(m.column_id, m.pupil_id, m.value, m.author_id, m.at)
        .join(
            newest,
            and_(m.column_id == newest.c.column_id, m.pupil_id == newest.c.pupil_id, m.seq == newest.c.seq),
        )
        .where(m.school_id == key.school, m.journal_id == key.journal, m.period_id == key.period)
    )
    scale = read_policy(session, key.school).scale
    cells: dict[str, list[CellFacts]] = defaultdict(list)
    for column, pupil, value, author, at in session.execute(query):
        if cell := parse_cell(value, scale):
            cells[pupil].append(CellFacts(column, cell.marks, cell.absence, author, at, cell.late))
    return cells


def read_period_marks(session: Session, key: JournalKey) -> dict[str, MarkFacts]:
    """Pupil id -> current period mark."""
    query = (
        select(PeriodMark)
        .where(
            PeriodMark.school_id == key.school,
            PeriodMark.journal_id == key.journal,
            PeriodMark.period_id == key.period,
        )
        .order_by(PeriodMark.seq)
    )
    newest = {r.pupil_id: MarkFacts(r.value, r.author_id, r.at) for r in session.scalars(query)}
    return {pupil: mark for pupil, mark in newest.items() if mark.value}


def _pupils(
    session: Session, key: JournalKey, journal: Journal, period: Period, upto: int | None
) -> tuple[PupilRows, ...]:
    cells = _cells(session, key)
    order = {column: n for n, column in enumerate(_column_order(session, key))}
    marks = read_period_marks(session, key)
    chosen = subgroup_members(session, key.school, journal.subgroup_id)
    amended = [
        one
        for one in read_amended(session, key.school, journal.class_id, upto)
        if (one.journal, one.period) == (key.journal, key.period)
    ]
    over_cells(cells, amended, read_policy(session, key.school).scale)
    over_period_marks(marks, amended)
    facts = facts_by_pupil(amended, {journal.id: journal.subject_id})
    return tuple(
        PupilRows(
            pupil.id,
            pupil.name,
            membership,
            tuple(sorted(cells.get(pupil.id, ()), key=lambda cell: order[cell.column])),
            marks.get(pupil.id),
            facts.get(pupil.id, ()),
        )
        for pupil, membership in read_memberships(session, key.school, journal.class_id).values()
        if membership.present(period.starts, period.ends) and (chosen is None or pupil.id in chosen)
    )


def _column_order(session: Session, key: JournalKey) -> list[str]:
    return [column.id for column in _columns(session, key, _lessons(session, key))]


def subgroup_members(session: Session, school: str, subgroup: str | None) -> set[str] | None:
    """The ids of a subgroup's pupils; None where the journal is of the whole class."""
    if subgroup is None:
        return None
    member = SubgroupMember
    query = select(member.pupil_id).where(member.school_id == school, member.subgroup_id == subgroup)
    return set(session.scalars(query))
