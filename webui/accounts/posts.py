"""The posts that a person holds on a day (R71-R75): by appointment, journal, class, lesson, and by delegation.

A delegated post counts only while its holder holds it, by appointment, journal or class. It reads the database and
appoints nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, Date, and_, bindparam, literal, or_, select, union_all
from sqlalchemy.orm import Session

from records.actor import Role
from records.gradebook.deadlines import may_substitute
from records.gradebook.reading import read_policy
from records.gradebook.tables import Journal, Lesson
from records.school.tables import Appointment, SchoolClass
from records.sql import columns
from webui.accounts.tables import Delegation
from webui.visitor import Post

# No regulation gives a lesson's marks longer; it only keeps the query short.
_LOOK_BACK: Final = timedelta(days=92)


# Built once: every request of everybody asks these.
_GIVEN = (
    select(
        Delegation.role, Delegation.holder_id, Delegation.order_no, Delegation.journal_id, Delegation.class_id
    )
    .where(Delegation.school_id == bindparam("school"), Delegation.delegate_id == bindparam("person"))
    .where(Delegation.since <= bindparam("on"), Delegation.until >= bindparam("on"))
    .where(Delegation.revoked_at.is_(None))
    .order_by(Delegation.since, Delegation.id)
)
_SUBSTITUTED = (
    select(Lesson.journal_id, Lesson.period_id, Lesson.date, SchoolClass.grade)
    .join(Journal, and_(Journal.school_id == Lesson.school_id, Journal.id == Lesson.journal_id))
    .join(SchoolClass, and_(SchoolClass.school_id == Lesson.school_id, SchoolClass.id == Journal.class_id))
    .where(Lesson.school_id == bindparam("school"), Lesson.substitute_id == bindparam("person"))
    .where(Lesson.date <= bindparam("on"), Lesson.date >= bindparam("since"))
)


def posts_of(session: Session, school: str, person: str, on: date) -> tuple[Post, ...]:
    """The person's own posts, then those that others handed to them."""
    given = columns(session, _GIVEN, {"school": school, "person": person, "on": on}).all()
    held = held_by(session, school, {person, *(row.holder_id for row in given)}, on)
    own = [Post(role, person) for role in Role if (person, role.value) in held]
    handed = [
        Post(Role(row.role), row.holder_id, row.order_no, row.journal_id, row.class_id)
        for row in given
        if (row.holder_id, row.role) in held
    ]
    return (*own, *_substitutions(session, school, person, on), *handed)


def _substitutions(session: Session, school: str, person: str, on: date) -> tuple[Post, ...]:
    """The post of a substitute, while some lesson that names the person is not past its deadlines (R20)."""
    asked = {"school": school, "person": person, "on": on, "since": on - _LOOK_BACK}
    if not (rows := columns(session, _SUBSTITUTED, asked).all()):
        return ()
    rules = read_policy(session, school).deadlines
    periods = frozenset(
        (row.journal_id, row.period_id) for row in rows if may_substitute(rules, row.date, row.grade, on)
    )
    return (Post(Role.SUBSTITUTE, person, periods=periods),) if periods else ()


def holds(session: Session, school: str, person: str, role: Role, on: date) -> bool:
    """Whether the person holds the post themselves on that day."""
    return (person, role.value) in held_by(session, school, {person}, on)


def in_force(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """An appointment that holds on that day."""
    return and_(Appointment.since <= on, or_(Appointment.until.is_(None), Appointment.until >= on))


_HELD = union_all(
    select(Appointment.person_id, Appointment.role).where(
        Appointment.school_id == bindparam("school"),
        Appointment.person_id.in_(bindparam("people", expanding=True)),
        in_force(bindparam("on", type_=Date())),
    ),
    select(Journal.teacher_id, literal(Role.TEACHER.value)).where(
        Journal.school_id == bindparam("school"), Journal.teacher_id.in_(bindparam("people", expanding=True))
    ),
    select(SchoolClass.class_teacher_id, literal(Role.CLASS_TEACHER.value)).where(
        SchoolClass.school_id == bindparam("school"),
        SchoolClass.class_teacher_id.in_(bindparam("people", expanding=True)),
    ),
)


def held_by(session: Session, school: str, people: Collection[str], on: date) -> set[tuple[str, str]]:
    """(person, role) of every post that these people hold themselves on that day."""
    asked = {"school": school, "people": sorted(people), "on": on}
    return {(person, role) for person, role in columns(session, _HELD, asked)}


def appointed(session: Session, school: str, on: date) -> Sequence[Appointment]:
    """Every appointment that is in force on that day or will be."""
    return session.scalars(
        select(Appointment)
        .where(Appointment.school_id == school)
        .where(or_(Appointment.until.is_(None), Appointment.until >= on))
        .order_by(Appointment.role, Appointment.since)
    ).all()
