"""The posts that a person holds on a day (R71-R75): by appointment, by journal, by class, and by delegation.

A delegated post counts only while its holder holds it, by appointment, journal or class. It reads the database and
appoints nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, literal, or_, select, union_all
from sqlalchemy.orm import Session

from records.actor import Role
from records.gradebook.tables import Journal
from records.school.tables import Appointment, SchoolClass
from webui.accounts.tables import Delegation
from webui.visitor import Post


def posts_of(session: Session, school: str, person: str, on: date) -> tuple[Post, ...]:
    """The person's own posts, then those that others handed to them."""
    given = session.scalars(
        select(Delegation)
        .where(Delegation.school_id == school, Delegation.delegate_id == person)
        .where(Delegation.since <= on, Delegation.until >= on, Delegation.revoked_at.is_(None))
        .order_by(Delegation.since, Delegation.id)
    ).all()
    held = held_by(session, school, {person, *(row.holder_id for row in given)}, on)
    own = [Post(role, person) for role in Role if (person, role.value) in held]
    handed = [
        Post(Role(row.role), row.holder_id, row.order_no, row.journal_id, row.class_id)
        for row in given
        if (row.holder_id, row.role) in held
    ]
    return (*own, *handed)


def holds(session: Session, school: str, person: str, role: Role, on: date) -> bool:
    """Whether the person holds the post themselves on that day."""
    return (person, role.value) in held_by(session, school, {person}, on)


def held_by(session: Session, school: str, people: Collection[str], on: date) -> set[tuple[str, str]]:
    """(person, role) of every post that these people hold themselves on that day."""
    parts = union_all(
        select(Appointment.person_id, Appointment.role).where(
            Appointment.school_id == school, Appointment.person_id.in_(people), in_force(on)
        ),
        select(Journal.teacher_id, literal(Role.TEACHER.value)).where(
            Journal.school_id == school, Journal.teacher_id.in_(people)
        ),
        select(SchoolClass.class_teacher_id, literal(Role.CLASS_TEACHER.value)).where(
            SchoolClass.school_id == school, SchoolClass.class_teacher_id.in_(people)
        ),
    )
    return {(person, role) for person, role in session.execute(parts)}


def in_force(on: date) -> ColumnElement[bool]:
    """An appointment that holds on that day."""
    return and_(Appointment.since <= on, or_(Appointment.until.is_(None), Appointment.until >= on))


def appointed(session: Session, school: str, on: date) -> Sequence[Appointment]:
    """Every appointment that is in force on that day or will be."""
    return session.scalars(
        select(Appointment)
        .where(Appointment.school_id == school)
        .where(or_(Appointment.until.is_(None), Appointment.until >= on))
        .order_by(Appointment.role, Appointment.since)
    ).all()
