"""Who holds a role on a day (R71): appointments, and the posts that a class or journal names itself.

Reads the database; it appoints nobody.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from records.actor import Role
from records.errors import NotFoundError
from records.gradebook.tables import Journal
from records.registers.tables import Record
from records.school.tables import Appointment, Person, SchoolClass


def holder(session: Session, school: str, role: Role, on: date) -> str:
    """The id of the person appointed to the role on that day, the latest appointed first. Raises NotFoundError."""
    query = (
        select(Appointment.person_id)
        .where(Appointment.school_id == school, Appointment.role == role.value, Appointment.since <= on)
        .where(or_(Appointment.until.is_(None), Appointment.until >= on))
        .order_by(Appointment.since.desc(), Appointment.person_id)
    )
    person = session.scalars(query).first()
    if person is None:
        raise NotFoundError(
            "staff.no_holder",
            f"На {on:%d.%m.%Y} никто не назначен: {role.value}. Внесите приказ о назначении.",
            f"nobody holds the role {role.value} on {on.isoformat()}; enter the order of appointment",
        )
    return person


def holder_name(session: Session, school: str, role: Role, on: date) -> str:
    """The name of whoever holds the role on that day; none where nobody does."""
    with suppress(NotFoundError):
        return session.get_one(Person, (school, holder(session, school, role, on))).name
    return ""


def signer_of(session: Session, record: Record, role: Role, on: date) -> str:
    """The id of the person who signs this record in this role. Raises NotFoundError.

    An act on several journals has none of its own: the class teacher signs it as the teacher.
    """
    if role is Role.TEACHER and record.journal_id:
        return session.get_one(Journal, (record.school_id, record.journal_id)).teacher_id
    if role in (Role.CLASS_TEACHER, Role.TEACHER):
        return session.get_one(SchoolClass, (record.school_id, record.class_id)).class_teacher_id
    return holder(session, record.school_id, role, on)
