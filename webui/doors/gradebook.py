"""Doors of the gradebook: a journal's period, a class, and the lists of both, loaded only when the visitor may.

A foreign or unknown id answers 404, one that is known but out of reach 403. It reads keys and names; what stands in
the journal is read by the use cases with the key.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort
from sqlalchemy import Row, Select, and_, select

from records.actor import Actor
from records.gradebook.reading import JournalKey
from records.gradebook.tables import Journal, JournalPeriod
from records.lifecycle import ClosingState
from records.school.tables import Period, SchoolClass, SchoolYear, Subgroup, Subject
from webui.doors.entrance import installation, note_loaded, visitor
from webui.rights import Permission
from webui.visitor import Post, Target, Visitor

# The subgroup is None for a journal of the whole class, which SQLAlchemy's types do not say of an outer join.
_Row = Row[Journal, JournalPeriod, SchoolClass, Period, Subject, Subgroup, SchoolYear]
_Query = Select[Journal, JournalPeriod, SchoolClass, Period, Subject, Subgroup, SchoolYear]


@dataclass(frozen=True, slots=True)
class JournalDoor:
    """A journal's period that the visitor may do the asked thing with; `actor` acts in the first of the posts."""

    key: JournalKey
    title: str
    class_id: str
    class_name: str
    year: str
    period_title: str
    period_number: int
    state: ClosingState
    teacher: str
    actor: Actor
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class ClassDoor:
    """A class that the visitor may do the asked thing with; `actor` acts in the first of the posts."""

    school: str
    class_id: str
    name: str
    grade: int
    year_id: str
    year: str
    class_teacher: str
    actor: Actor
    posts: tuple[Post, ...]


def load_journal(permission: Permission, journal: str, period: str) -> JournalDoor:
    """The journal's period, if the visitor has the permission for it; else 404 or 403."""
    asking = visitor()
    query = _journals(asking).where(Journal.id == journal, JournalPeriod.period_id == period)
    with installation().workshop.transaction() as session:
        found = session.execute(query).first()
    note_loaded(permission)
    if found is None:
        abort(404)
    return _journal_door(asking, permission, found) or abort(403)


def load_journals(permission: Permission) -> tuple[JournalDoor, ...]:
    """Every journal's period that the permission reaches, newest year first, then class, journal, period."""
    asking = visitor()
    with installation().workshop.transaction() as session:
        rows = session.execute(_journals(asking)).all()
    note_loaded(permission)
    doors = (_journal_door(asking, permission, row) for row in rows)
    return tuple(door for door in doors if door)


def load_class(permission: Permission, class_id: str) -> ClassDoor:
    """The class, if the visitor has the permission for it; else 404 or 403."""
    asking = visitor()
    with installation().workshop.transaction() as session:
        found = session.execute(_classes(asking).where(SchoolClass.id == class_id)).first()
    note_loaded(permission)
    if found is None:
        abort(404)
    return _class_door(asking, permission, found) or abort(403)


def load_classes(permission: Permission) -> tuple[ClassDoor, ...]:
    """Every class that the permission reaches, newest year first."""
    asking = visitor()
    with installation().workshop.transaction() as session:
        rows = session.execute(_classes(asking)).all()
    note_loaded(permission)
    doors = (_class_door(asking, permission, row) for row in rows)
    return tuple(door for door in doors if door)


def _journals(asking: Visitor) -> _Query:
    return (
        select(Journal, JournalPeriod, SchoolClass, Period, Subject, Subgroup, SchoolYear)
        .join(
            JournalPeriod,
            and_(JournalPeriod.school_id == Journal.school_id, JournalPeriod.journal_id == Journal.id),
        )
        .join(
            SchoolClass,
            and_(SchoolClass.school_id == Journal.school_id, SchoolClass.id == Journal.class_id),
        )
        .join(Period, and_(Period.school_id == Journal.school_id, Period.id == JournalPeriod.period_id))
        .join(Subject, and_(Subject.school_id == Journal.school_id, Subject.id == Journal.subject_id))
        .outerjoin(
            Subgroup, and_(Subgroup.school_id == Journal.school_id, Subgroup.id == Journal.subgroup_id)
        )
        .join(
            SchoolYear,
            and_(SchoolYear.school_id == Journal.school_id, SchoolYear.id == SchoolClass.year_id),
        )
        .where(Journal.school_id == asking.school)
        .order_by(
            SchoolYear.starts.desc(), SchoolClass.grade, SchoolClass.name, Journal.position, Period.starts
        )
    )


def _journal_door(asking: Visitor, permission: Permission, found: _Row) -> JournalDoor | None:
    journal, closing, of_class, period, subject, group, year = found
    target = Target(journal.id, journal.teacher_id, of_class.id, of_class.class_teacher_id)
    posts = asking.scope(permission).reaching(target)
    if not posts:
        return None
    return JournalDoor(
        key=JournalKey(asking.school, journal.id, period.id),
        title=subject.name + (f" ({group.name})" if group else ""),
        class_id=of_class.id,
        class_name=of_class.name,
        year=year.label,
        period_title=period.title,
        period_number=period.number,
        state=ClosingState(closing.state),
        teacher=journal.teacher_id,
        actor=asking.acting(posts[0]),
        posts=posts,
    )


def _classes(asking: Visitor) -> Select[SchoolClass, SchoolYear]:
    return (
        select(SchoolClass, SchoolYear)
        .join(
            SchoolYear,
            and_(SchoolYear.school_id == SchoolClass.school_id, SchoolYear.id == SchoolClass.year_id),
        )
        .where(SchoolClass.school_id == asking.school)
        .order_by(SchoolYear.starts.desc(), SchoolClass.grade, SchoolClass.name)
    )


def _class_door(
    asking: Visitor, permission: Permission, found: Row[SchoolClass, SchoolYear]
) -> ClassDoor | None:
    row, year = found
    target = Target(class_id=row.id, class_teacher=row.class_teacher_id)
    posts = asking.scope(permission).reaching(target)
    if not posts:
        return None
    return ClassDoor(
        school=asking.school,
        class_id=row.id,
        name=row.name,
        grade=row.grade,
        year_id=year.id,
        year=year.label,
        class_teacher=row.class_teacher_id,
        actor=asking.acting(posts[0]),
        posts=posts,
    )
