"""Journals by id, as a notice names them: «Алгебра, 9А», and whose they are. It reads nothing that stands in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from records.gradebook.tables import Journal
from records.school.tables import SchoolClass, Subgroup, Subject


@dataclass(frozen=True, slots=True)
class TitledJournal:
    """A journal, what it is called, and who teaches it."""

    id: str
    title: str
    teacher: str


def journals_titled(session: Session, school: str, ids: Collection[str]) -> Sequence[TitledJournal]:
    """The journals with these ids, in the order of their titles."""
    rows = session.execute(
        select(Journal.id, Journal.teacher_id, Subject.name, Subgroup.name, SchoolClass.name)
        .join(Subject, and_(Subject.school_id == Journal.school_id, Subject.id == Journal.subject_id))
        .join(
            SchoolClass,
            and_(SchoolClass.school_id == Journal.school_id, SchoolClass.id == Journal.class_id),
        )
        .outerjoin(
            Subgroup, and_(Subgroup.school_id == Journal.school_id, Subgroup.id == Journal.subgroup_id)
        )
        .where(Journal.school_id == school, Journal.id.in_(ids))
    )
    found = [
        TitledJournal(journal, f"{subject}{f' ({group})' if group else ''}, {of_class}", teacher)
        for journal, teacher, subject, group, of_class in rows
    ]
    return sorted(found, key=lambda one: one.title)
