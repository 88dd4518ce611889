"""Who holds a role on a day (R71): appointments, and the posts that a class or journal names itself.

Reads the database; it appoints nobody.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from records.actor import Role
from records.closing.tables import SnapshotRow
from records.errors import NotFoundError
from records.gradebook.tables import Journal
from records.registers.kinds import RecordKind
from records.registers.tables import Record
from records.school.signing_rules import MAY_SIGN
from records.school.tables import Appointment, Person, SchoolClass


def holders(session: Session, school: str, role: Role, on: date) -> Sequence[str]:
    """The ids of everybody who is appointed to the role on that day, the latest appointed first."""
    query = (
        select(Appointment.person_id)
        .where(Appointment.school_id == school, Appointment.role == role.value, Appointment.since <= on)
        .where(or_(Appointment.until.is_(None), Appointment.until >= on))
        .order_by(Appointment.since.desc(), Appointment.person_id)
    )
    return session.scalars(query).all()


def holder(session: Session, school: str, role: Role, on: date) -> str:
    """The id of the person appointed to the role on that day, the latest appointed first. Raises NotFoundError."""
    person = next(iter(holders(session, school, role, on)), None)
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

    An act on several journals has none of its own: the class teacher signs it as the teacher. A report is signed by
    whoever ordered it, as long as they hold the role.
    """
    if record.kind == RecordKind.SIGNATURE_REPORT and role in MAY_SIGN[RecordKind.SIGNATURE_REPORT]:
        return _who_ordered(session, record, role, on)
    return signer_in(session, record.school_id, role, record.class_id, record.journal_id, on)


def _who_ordered(session: Session, report: Record, role: Role, on: date) -> str:
    """Whoever ordered a report; where they do not hold the role any more, who holds it now."""
    ordered: str = json.loads(session.get_one(SnapshotRow, (report.school_id, report.id)).body)["ordered_by"]
    in_post = holders(session, report.school_id, role, on)
    return ordered if ordered in in_post else holder(session, report.school_id, role, on)


def signer_in(session: Session, school: str, role: Role, class_id: str, journal: str | None, on: date) -> str:
    """The id of whoever signs in this role what is of this class, or of this journal of it. Raises NotFoundError."""
    if role is Role.TEACHER and journal:
        return session.get_one(Journal, (school, journal)).teacher_id
    if role in (Role.CLASS_TEACHER, Role.TEACHER):
        return session.get_one(SchoolClass, (school, class_id)).class_teacher_id
    return holder(session, school, role, on)
