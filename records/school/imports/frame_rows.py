"""Plans the rows around the marks: school, year, periods, staff, class; with member_rows and journal_rows.

What is there is found by its natural key: names of year, class and staff, kind and number of a period.
It removes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.errors import InputError
from records.identity import Entropy, random_id
from records.school.imports.fields import fold, parse_year
from records.school.imports.journal_rows import plan_closings, plan_journals, plan_members
from records.school.imports.member_rows import plan_pupils
from records.school.imports.model import ImportedClass
from records.school.imports.plan import Plan, Touch
from records.school.tables import (
    Period,
    Person,
    School,
    SchoolClass,
    SchoolYear,
)

DEFAULT_ZONE = "Europe/Moscow"  # of a school that no one has set up yet; its settings can change it


@dataclass(frozen=True, slots=True)
class Frame:
    """Ids for the indexes of an ImportedClass; `people` has them by folded name."""

    class_id: str
    periods: tuple[str, ...]
    pupils: tuple[str, ...]
    journals: tuple[str, ...]
    people: dict[str, str]


def plan_frame(session: Session, imported: ImportedClass, plan: Plan, entropy: Entropy) -> Frame:
    """Plan everything that marks hang on.

    Raises InputError: import.period_differs, import.pupil_gone, import.group_member_gone.
    """
    if session.get(School, plan.school) is None:
        plan.inserts[School] = [
            {"id": plan.school, "name": imported.school_name, "zone": DEFAULT_ZONE, "policy": {}}
        ]
    year = _year(session, imported, plan, entropy)
    periods = _periods(session, imported, year, plan, entropy)
    people = _people(session, imported, plan, entropy)
    class_id = _class(session, imported, year, people, plan, entropy)
    pupils = plan_pupils(session, imported, class_id, plan, entropy)
    journals = plan_journals(session, imported, class_id, people, plan, entropy)
    plan_closings(session, class_id, journals, periods, plan, entropy)
    for journal, (_, subgroup) in zip(imported.journals, journals, strict=True):
        if subgroup:
            plan_members(session, journal, subgroup, pupils, imported, class_id, plan)
    return Frame(class_id, periods, pupils, tuple(journal for journal, _ in journals), people)


def _year(session: Session, imported: ImportedClass, plan: Plan, entropy: Entropy) -> str:
    query = select(SchoolYear.id).filter_by(school_id=plan.school, label=imported.year_label)
    if found := session.scalar(query):
        return found
    span = parse_year(imported.year_label)
    if span is None:
        raise ValueError(f"not a school year: {imported.year_label!r}")
    year = random_id(entropy)
    plan.insert(SchoolYear, id=year, label=span.label, starts=span.starts, ends=span.ends)
    return year


def _periods(
    session: Session, imported: ImportedClass, year: str, plan: Plan, entropy: Entropy
) -> tuple[str, ...]:
    rows = session.scalars(select(Period).filter_by(school_id=plan.school, year_id=year))
    known = {(row.kind, row.number): row for row in rows}
    ids: list[str] = []
    for period in imported.periods:
        row = known.get((period.kind.value, period.number))
        if row is None:
            ids.append(random_id(entropy))
            plan.insert(
                Period,
                id=ids[-1],
                year_id=year,
                kind=period.kind.value,
                number=period.number,
                title=period.title,
                starts=period.starts,
                ends=period.ends,
            )
            continue
        if (row.starts, row.ends) != (period.starts, period.ends):
            ours = f"{row.starts:%d.%m.%Y}–{row.ends:%d.%m.%Y}"
            raise InputError(
                "import.period_differs",
                f"{period.title}: в календаре школы {ours}, в файле другие даты: исправьте одно из двух.",
                f"{period.title}: the school's calendar has {ours}, the file has other dates",
            )
        ids.append(row.id)
    return tuple(ids)


def _people(session: Session, imported: ImportedClass, plan: Plan, entropy: Entropy) -> dict[str, str]:
    rows = session.execute(select(Person.name, Person.id).filter_by(school_id=plan.school))
    people = {fold(name): person for name, person in rows}
    lessons = (lesson for journal in imported.journals for lesson in journal.lessons)
    names = [imported.class_teacher, *(journal.teacher for journal in imported.journals)]
    names += [lesson.substitute for lesson in lessons if lesson.substitute]
    for name in names:
        if fold(name) not in people:
            people[fold(name)] = random_id(entropy)
            plan.insert(Person, id=people[fold(name)], name=name)
    return people


def _class(
    session: Session, imported: ImportedClass, year: str, people: dict[str, str], plan: Plan, entropy: Entropy
) -> str:
    teacher = people[fold(imported.class_teacher)]
    query = select(SchoolClass).filter_by(school_id=plan.school, year_id=year, name=imported.class_name)
    row = session.scalar(query)
    if row is None:
        class_id = random_id(entropy)
        plan.insert(
            SchoolClass,
            id=class_id,
            year_id=year,
            branch_id=None,
            name=imported.class_name,
            grade=imported.grade,
            graded=True,
            class_teacher_id=teacher,
        )
        return class_id
    if plan.update(row, class_teacher_id=teacher):
        plan.touch_year(row.id, Touch(f"Класс {row.name}", "классный руководитель"))
    return row.id
