"""Plans the rows around the marks: school, year, periods, staff, class, subjects, pupils, journals.

What is there is found by its natural key: names of year, class, subject and staff, kind and number of a
period. It removes nobody: who leaves does so by order, not by a missing row. Pupils are member_rows' part.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.errors import InputError
from records.gradebook.tables import ClassYear, Journal, JournalPeriod
from records.identity import Entropy, random_id
from records.school.imports.fields import fold, parse_year
from records.school.imports.member_rows import plan_pupils
from records.school.imports.model import ImportedClass, ImportedJournal
from records.school.imports.plan import Plan, Touch
from records.school.tables import (
    Period,
    Person,
    School,
    SchoolClass,
    SchoolYear,
    Subgroup,
    SubgroupMember,
    Subject,
)

DEFAULT_ZONE = "Europe/Moscow"  # of a school that no one has set up yet; its settings can change it
SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class Frame:
    """Ids for the indexes of an ImportedClass; `people` has them by folded name."""

    class_id: str
    periods: tuple[str, ...]
    pupils: tuple[str, ...]
    journals: tuple[str, ...]
    people: dict[str, str]


def plan_frame(session: Session, imported: ImportedClass, plan: Plan, entropy: Entropy) -> Frame:
    """Plan everything that marks hang on. Raises InputError: import.period_differs, import.pupil_gone."""
    if session.get(School, plan.school) is None:
        plan.inserts[School] = [
            {"id": plan.school, "name": imported.school_name, "zone": DEFAULT_ZONE, "policy": {}}
        ]
    year = _year(session, imported, plan, entropy)
    periods = _periods(session, imported, year, plan, entropy)
    people = _people(session, imported, plan, entropy)
    class_id = _class(session, imported, year, people, plan, entropy)
    pupils = plan_pupils(session, imported, class_id, plan, entropy)
    journals = _journals(session, imported, class_id, people, plan, entropy)
    _closings(session, class_id, journals, periods, plan, entropy)
    frame = Frame(class_id, periods, pupils, tuple(journal for journal, _ in journals), people)
    for journal, (_, subgroup) in zip(imported.journals, journals, strict=True):
        if subgroup:
            _members(session, journal, subgroup, frame, imported, plan)
    return frame


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
    rows = session.execute(select(Person.name, Person.id).filter_by(school_id=plan.school)).tuples()
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


def _journals(
    session: Session,
    imported: ImportedClass,
    class_id: str,
    people: dict[str, str],
    plan: Plan,
    entropy: Entropy,
) -> list[tuple[str, str | None]]:
    """Journal id and subgroup id of each imported journal."""
    rows = list(session.scalars(select(Journal).filter_by(school_id=plan.school, class_id=class_id)))
    known = {(row.subject_id, row.subgroup_id): row for row in rows}
    position = max((row.position for row in rows), default=0)
    subjects = _subjects(session, imported, plan, entropy)
    groups = _subgroups(session, imported, class_id, subjects, plan, entropy)
    found: list[tuple[str, str | None]] = []
    for journal in imported.journals:
        subject, teacher = subjects[fold(journal.subject)], people[fold(journal.teacher)]
        group = groups[subject, fold(journal.subgroup)] if journal.subgroup else None
        row = known.get((subject, group))
        if row is not None:
            plan.update(row, teacher_id=teacher)
            found.append((row.id, group))
            continue
        position += 1
        found.append((random_id(entropy), group))
        plan.insert(
            Journal,
            id=found[-1][0],
            class_id=class_id,
            subject_id=subject,
            subgroup_id=group,
            teacher_id=teacher,
            position=position,
        )
        plan.touch_year(class_id, Touch(f"Класс {imported.class_name}", f"новый журнал «{journal.sheet}»"))
    return found


def _subjects(session: Session, imported: ImportedClass, plan: Plan, entropy: Entropy) -> dict[str, str]:
    rows = list(session.scalars(select(Subject).filter_by(school_id=plan.school)))
    subjects = {fold(row.name): row.id for row in rows}
    position = max((row.position for row in rows), default=0)
    for journal in imported.journals:
        if fold(journal.subject) not in subjects:
            position += 1
            subjects[fold(journal.subject)] = random_id(entropy)
            plan.insert(Subject, id=subjects[fold(journal.subject)], name=journal.subject, position=position)
    return subjects


def _subgroups(
    session: Session,
    imported: ImportedClass,
    class_id: str,
    subjects: dict[str, str],
    plan: Plan,
    entropy: Entropy,
) -> dict[tuple[str, str], str]:
    rows = session.scalars(select(Subgroup).filter_by(school_id=plan.school, class_id=class_id))
    groups = {(row.subject_id, fold(row.name)): row.id for row in rows}
    for journal in imported.journals:
        if journal.subgroup is None:
            continue
        key = subjects[fold(journal.subject)], fold(journal.subgroup)
        if key not in groups:
            groups[key] = random_id(entropy)
            name = journal.subgroup
            plan.insert(Subgroup, id=groups[key], class_id=class_id, subject_id=key[0], name=name)
    return groups


def _closings(
    session: Session,
    class_id: str,
    journals: list[tuple[str, str | None]],
    periods: tuple[str, ...],
    plan: Plan,
    entropy: Entropy,
) -> None:
    """The units of cutoff: the class's year, and every journal in every period."""
    if session.get(ClassYear, (plan.school, class_id)) is None:
        plan.insert(ClassYear, class_id=class_id, seed=entropy.token(SEED_BYTES))
    query = select(JournalPeriod.journal_id, JournalPeriod.period_id).filter_by(school_id=plan.school)
    ids = [journal for journal, _ in journals]
    known = set(session.execute(query.where(JournalPeriod.journal_id.in_(ids))).tuples())
    for journal in ids:
        for period in periods:
            if (journal, period) not in known:
                seed = entropy.token(SEED_BYTES)
                plan.insert(JournalPeriod, journal_id=journal, period_id=period, seed=seed)


def _members(
    session: Session,
    journal: ImportedJournal,
    subgroup: str,
    frame: Frame,
    imported: ImportedClass,
    plan: Plan,
) -> None:
    query = select(SubgroupMember.pupil_id).filter_by(school_id=plan.school, subgroup_id=subgroup)
    known = set(session.scalars(query))
    here = {frame.pupils[index] for index in journal.pupils}
    for pupil in sorted(here - known, key=frame.pupils.index):
        plan.insert(SubgroupMember, subgroup_id=subgroup, pupil_id=pupil)
    if gone := known - here:
        names = sorted(p.name for p, id_ in zip(imported.pupils, frame.pupils, strict=True) if id_ in gone)
        raise InputError(
            "import.pupil_gone",
            f"Лист «{journal.sheet}»: нет учеников, которые есть в группе: {', '.join(names)}. "
            "Переход в другую группу отмечают в настройках класса.",
            f"sheet {journal.sheet!r}: pupils of the group are missing: {', '.join(names)}",
        )
