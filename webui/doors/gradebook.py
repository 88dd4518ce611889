"""Doors of the gradebook: a journal's period, a class, and the lists of both, loaded only when the visitor may.

A foreign or unknown id answers 404, one that is known but out of reach 403. It reads keys and names; what stands in
the journal is read by the use cases with the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import abort
from sqlalchemy import Row, Select, and_, bindparam, select

from records.actor import Actor
from records.gradebook.reading import JournalKey
from records.gradebook.tables import Journal, JournalPeriod
from records.lifecycle import ClosingState
from records.school.tables import Period, SchoolClass, SchoolYear, Subgroup, Subject
from records.sql import columns
from webui.doors.entrance import look, note_loaded, visitor
from webui.doors.scope import classes_within, journals_within
from webui.rights import Permission
from webui.visitor import Post, Target, Visitor


class _Found(NamedTuple):
    """What a journal's door needs, column by column: a school has thousands of them, and rows as objects are slow."""

    journal: str
    teacher: str
    state: str
    class_id: str
    class_name: str
    class_teacher: str
    year: str
    period: str
    period_title: str
    period_number: int
    subject: str
    subgroup: str | None


_COLUMNS = (
    *(Journal.id, Journal.teacher_id, JournalPeriod.state),
    *(SchoolClass.id, SchoolClass.name, SchoolClass.class_teacher_id, SchoolYear.label),
    *(Period.id, Period.title, Period.number, Subject.name, Subgroup.name),
)


# A journal in each of its periods and its class: what a scope is asked over (webui/doors/scope.py).
REACHED: Select[*tuple[Any, ...]] = (
    select(Journal.id)
    .select_from(Journal)
    .join(
        JournalPeriod,
        and_(JournalPeriod.school_id == Journal.school_id, JournalPeriod.journal_id == Journal.id),
    )
    .join(
        SchoolClass,
        and_(SchoolClass.school_id == Journal.school_id, SchoolClass.id == Journal.class_id),
    )
    .where(Journal.school_id == bindparam("school"))
)
# The same with its year, subject and subgroup.
JOURNALS: Select[*tuple[Any, ...]] = (
    REACHED.with_only_columns(*_COLUMNS)
    .join(Period, and_(Period.school_id == Journal.school_id, Period.id == JournalPeriod.period_id))
    .join(Subject, and_(Subject.school_id == Journal.school_id, Subject.id == Journal.subject_id))
    .outerjoin(Subgroup, and_(Subgroup.school_id == Journal.school_id, Subgroup.id == Journal.subgroup_id))
    .join(
        SchoolYear,
        and_(SchoolYear.school_id == Journal.school_id, SchoolYear.id == SchoolClass.year_id),
    )
    .order_by(SchoolYear.starts.desc(), SchoolClass.grade, SchoolClass.name, Journal.position, Period.starts)
)
# Built once: every saved cell asks it.
_JOURNAL = JOURNALS.where(Journal.id == bindparam("journal"), JournalPeriod.period_id == bindparam("period"))


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
    with look() as session:
        asked = {"school": asking.school, "journal": journal, "period": period}
        found = columns(session, _JOURNAL, asked).first()
    note_loaded(permission)
    if found is None:
        abort(404)
    return _journal_door(asking, permission, _Found(*found)) or abort(403)


def load_journals(
    permission: Permission,
    period: str | None = None,
    class_id: str | None = None,
    year: str | None = None,
    *,
    uncut: bool = False,
) -> tuple[JournalDoor, ...]:
    """Every journal's period that the permission reaches, of that period, class and year when they are named.

    Newest year first, then class, journal, period; with `uncut` those alone that are not cut off yet: a school keeps
    journals of many years, and nearly all of them are.
    """
    asking = visitor()
    query = JOURNALS.where(journals_within(asking.scope(permission)))
    if uncut:
        query = query.where(JournalPeriod.state != ClosingState.CUT.value)
    if year:
        query = query.where(SchoolClass.year_id == year)
    if period:
        query = query.where(JournalPeriod.period_id == period)
    if class_id:
        query = query.where(Journal.class_id == class_id)
    with look() as session:
        rows = session.execute(query, {"school": asking.school}).all()
    note_loaded(permission)
    doors = (_journal_door(asking, permission, _Found(*row)) for row in rows)
    return tuple(door for door in doors if door)


def journals_reached(permission: Permission) -> frozenset[str] | None:
    """The journals that the permission reaches, None for every one of the school: what use cases count in."""
    asking = visitor()
    scope = asking.scope(permission)
    note_loaded(permission)
    if scope.whole:
        return None
    query = REACHED.where(journals_within(scope))
    with look() as session:
        return frozenset(session.scalars(query, {"school": asking.school}))


def load_class(permission: Permission, class_id: str) -> ClassDoor:
    """The class, if the visitor has the permission for it; else 404 or 403."""
    asking = visitor()
    with look() as session:
        found = session.execute(_classes(asking).where(SchoolClass.id == class_id)).first()
    note_loaded(permission)
    if found is None:
        abort(404)
    return _class_door(asking, permission, found) or abort(403)


def load_classes(permission: Permission) -> tuple[ClassDoor, ...]:
    """Every class that the permission reaches, newest year first."""
    asking = visitor()
    with look() as session:
        rows = session.execute(_classes(asking).where(classes_within(asking.scope(permission)))).all()
    note_loaded(permission)
    doors = (_class_door(asking, permission, row) for row in rows)
    return tuple(door for door in doors if door)


def classes_reached(permission: Permission) -> frozenset[str] | None:
    """The classes that the permission reaches, None for every one of the school."""
    asking = visitor()
    scope = asking.scope(permission)
    note_loaded(permission)
    if scope.whole:
        return None
    query = select(SchoolClass.id).where(SchoolClass.school_id == asking.school, classes_within(scope))
    with look() as session:
        return frozenset(session.scalars(query))


def _journal_door(asking: Visitor, permission: Permission, found: _Found) -> JournalDoor | None:
    target = Target(found.journal, found.teacher, found.class_id, found.class_teacher, found.period)
    posts = asking.scope(permission).reaching(target)
    if not posts:
        return None
    return JournalDoor(
        key=JournalKey(asking.school, found.journal, found.period),
        title=found.subject + (f" ({found.subgroup})" if found.subgroup else ""),
        class_id=found.class_id,
        class_name=found.class_name,
        year=found.year,
        period_title=found.period_title,
        period_number=found.period_number,
        state=ClosingState(found.state),
        teacher=found.teacher,
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
