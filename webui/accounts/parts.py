"""What a delegation may be narrowed to: a class or a journal of the latest year, and their names (R73)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from records.actor import Role
from records.errors import InputError, StateError
from records.gradebook.tables import Journal
from records.school.tables import SchoolClass, Subgroup, Subject
from retention.board import latest_year


@dataclass(frozen=True, slots=True)
class Part:
    """A journal or a class; neither is the whole of the post."""

    journal: str | None = None
    class_id: str | None = None


WHOLE = Part()
_CLASS, _JOURNAL = "class", "journal"


def part_of(text: str) -> Part:
    """The part that a form's value names. Raises InputError."""
    kind, _, name = text.partition(":")
    if not text:
        return WHOLE
    if not name or kind not in (_CLASS, _JOURNAL):
        raise InputError("staff.part", "Выберите класс или журнал из списка.", "choose a class or a journal")
    return Part(class_id=name) if kind == _CLASS else Part(journal=name)


def check_part(session: Session, school: str, role: Role, holder: str, part: Part) -> None:
    """Raise StateError unless the holder's post reaches that part."""
    fits = True
    if part.journal:
        journal = session.get(Journal, (school, part.journal))
        fits = journal is not None and (role is not Role.TEACHER or journal.teacher_id == holder)
    if part.class_id:
        of_class = session.get(SchoolClass, (school, part.class_id))
        fits = of_class is not None and (
            role is not Role.CLASS_TEACHER or of_class.class_teacher_id == holder
        )
    if not fits:
        raise StateError(
            "staff.not_of_post",
            "Этот класс или журнал к должности замещаемого не относится.",
            "this class or journal does not belong to the holder's post",
        )


def parts(session: Session, school: str) -> Mapping[str, list[tuple[str, str]]]:
    """Class -> (value for a form, name): the class itself, then its journals, of the latest year."""
    latest = latest_year(session, school)
    query = (
        select(SchoolClass.id, SchoolClass.name, Journal.id, Subject.name, Subgroup.name)
        .join(Journal, and_(Journal.school_id == SchoolClass.school_id, Journal.class_id == SchoolClass.id))
        .join(Subject, and_(Subject.school_id == Journal.school_id, Subject.id == Journal.subject_id))
        .outerjoin(
            Subgroup, and_(Subgroup.school_id == Journal.school_id, Subgroup.id == Journal.subgroup_id)
        )
        .where(SchoolClass.school_id == school, SchoolClass.year_id == (latest.id if latest else None))
        .order_by(SchoolClass.grade, SchoolClass.name, Journal.position)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for class_id, name, journal, subject, group in session.execute(query):
        of_class = found.setdefault(name, [(f"{_CLASS}:{class_id}", name)])
        title = f"{name}, {subject}" + (f" ({group})" if group else "")
        of_class.append((f"{_JOURNAL}:{journal}", title))
    return found


def value_of(part: Part) -> str:
    """How a form names the part."""
    if part.journal:
        return f"{_JOURNAL}:{part.journal}"
    return f"{_CLASS}:{part.class_id}" if part.class_id else ""
