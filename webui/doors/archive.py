"""Doors of the archive: a record, the records in reach, and the school as a whole, only when the visitor may.

A foreign or unknown id answers 404, one that is known but out of reach 403. It reads the catalogue's row; files are
read by the use cases.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import abort
from sqlalchemy import Row, Select, and_, select

from records.actor import Actor
from records.gradebook.tables import Journal
from records.lifecycle import RecordState
from records.registers.kinds import RecordKind
from records.registers.tables import Record
from records.school.tables import SchoolClass
from webui.doors.entrance import look, note_loaded, visitor
from webui.doors.scope import records_within
from webui.rights import Permission
from webui.visitor import Post, Target, Visitor

# The journal is None for a record of the class, which SQLAlchemy's types do not say of an outer join.
_Row = Row[Record, SchoolClass, Journal]


@dataclass(frozen=True, slots=True)
class RecordDoor:
    """A record that the visitor may do the asked thing with; `actor` acts in the first of the posts."""

    school: str
    record: str
    kind: RecordKind
    title: str
    revision: int
    state: RecordState
    class_id: str
    journal: str | None
    period: str | None
    actor: Actor
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class SchoolDoor:
    """The whole school, for pages about no single thing of it."""

    school: str
    actor: Actor
    posts: tuple[Post, ...]


def load_record(permission: Permission, record: str) -> RecordDoor:
    """The record, if the visitor has the permission for it; else 404 or 403."""
    asking = visitor()
    with look() as session:
        found = session.execute(_records(asking).where(Record.id == record)).first()
    note_loaded(permission)
    if found is None:
        abort(404)
    return _door(asking, permission, found) or abort(403)


def load_records(permission: Permission, among: Collection[str] | None = None) -> tuple[RecordDoor, ...]:
    """Every record that the permission reaches, newest first, or those of them that are `among` these."""
    asking = visitor()
    query = _records(asking).where(records_within(asking.scope(permission)))
    if among is not None:
        query = query.where(Record.id.in_(among))
    with look() as session:
        rows = session.execute(query).all()
    note_loaded(permission)
    doors = (_door(asking, permission, row) for row in rows)
    return tuple(door for door in doors if door)


def load_school(permission: Permission) -> SchoolDoor:
    """The school as a whole, if the permission reaches all of it; else 403."""
    asking = visitor()
    posts = asking.scope(permission).reaching(Target())
    note_loaded(permission)
    if not posts:
        abort(403)
    return SchoolDoor(asking.school, asking.acting(posts[0]), posts)


def _records(asking: Visitor) -> Select[Record, SchoolClass, Journal]:
    return (
        select(Record, SchoolClass, Journal)
        .join(
            SchoolClass,
            and_(SchoolClass.school_id == Record.school_id, SchoolClass.id == Record.class_id),
        )
        .outerjoin(Journal, and_(Journal.school_id == Record.school_id, Journal.id == Record.journal_id))
        .where(Record.school_id == asking.school)
        .order_by(Record.created_at.desc(), Record.title, Record.id)
    )


def _door(asking: Visitor, permission: Permission, found: _Row) -> RecordDoor | None:
    row, of_class, journal = found
    teacher = journal.teacher_id if journal else None
    target = Target(row.journal_id, teacher, row.class_id, of_class.class_teacher_id)
    posts = asking.scope(permission).reaching(target)
    if not posts:
        return None
    return RecordDoor(
        school=asking.school,
        record=row.id,
        kind=RecordKind(row.kind),
        title=row.title,
        revision=row.revision,
        state=RecordState(row.state),
        class_id=row.class_id,
        journal=row.journal_id,
        period=row.period_id,
        actor=asking.acting(posts[0]),
        posts=posts,
    )
