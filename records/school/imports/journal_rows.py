"""Plans the journals of a class, their subjects and subgroups, and the periods in which they close.

A journal is found by class, subject and subgroup, those by name. Nobody is removed from a subgroup: who changes
it does so in the class's settings, not by a missing row.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.errors import InputError
from records.gradebook.tables import ClassYear, Journal, JournalPeriod
from records.identity import Entropy, random_id
from records.school.imports.fields import fold
from records.school.imports.model import ImportedClass, ImportedJournal
from records.school.imports.plan import Plan, Touch
from records.school.tables import Subgroup, SubgroupMember, Subject

SEED_BYTES = 32


def plan_journals(
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
            if plan.update(row, teacher_id=teacher):
                what = f"учитель журнала «{journal.sheet}»"
                plan.touch_year(class_id, Touch(f"Класс {imported.class_name}", what))
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


def plan_closings(
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
    known = set(session.execute(query.where(JournalPeriod.journal_id.in_(ids))))
    for journal in ids:
        for period in periods:
            if (journal, period) not in known:
                seed = entropy.token(SEED_BYTES)
                plan.insert(JournalPeriod, journal_id=journal, period_id=period, seed=seed)


def plan_members(
    session: Session,
    journal: ImportedJournal,
    subgroup: str,
    pupils: tuple[str, ...],
    imported: ImportedClass,
    class_id: str,
    plan: Plan,
) -> None:
    """Plan the pupils of a subgroup. Raises InputError import.group_member_gone."""
    query = select(SubgroupMember.pupil_id).filter_by(school_id=plan.school, subgroup_id=subgroup)
    known = set(session.scalars(query))
    here = {pupils[index] for index in journal.pupils}
    for pupil in sorted(here - known, key=pupils.index):
        plan.insert(SubgroupMember, subgroup_id=subgroup, pupil_id=pupil)
        name = imported.pupils[pupils.index(pupil)].name
        plan.touch_year(class_id, Touch(f"Лист «{journal.sheet}»", f"{name} в группе"))
    if gone := known - here:
        names = sorted(p.name for p, id_ in zip(imported.pupils, pupils, strict=True) if id_ in gone)
        raise InputError(
            "import.group_member_gone",
            f"Лист «{journal.sheet}»: нет учеников, которые есть в группе: {', '.join(names)}. "
            "Переход в другую группу отмечают в настройках класса.",
            f"sheet {journal.sheet!r}: pupils of the group are missing: {', '.join(names)}",
        )
