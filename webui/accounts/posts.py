"""The posts that a person holds on a day (R71-R75): by appointment, journal, class, lesson, and by delegation.

A delegated post counts only while its holder holds it, by appointment, journal or class. It reads the database and
appoints nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    SQLColumnExpression,
    Text,
    and_,
    bindparam,
    cast,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
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


class _Way(StrEnum):
    """How a post comes to a person."""

    HELD = "held"
    SUBSTITUTED = "substituted"
    HANDED = "handed"


class _Found(NamedTuple):
    """A row of what a person may hold; `place` is a class, or a substituted lesson's period."""

    person: str
    role: str
    way: str
    order_no: str | None
    journal: str | None
    place: str | None
    day: date | None
    grade: int | None
    id: str | None


def posts_of(session: Session, school: str, person: str, on: date) -> tuple[Post, ...]:
    """The person's own posts, then those that others handed to them."""
    asked = {"school": school, "person": person, "on": on, "since": on - _LOOK_BACK}
    found = [_Found(*row) for row in columns(session, _POSTS, asked)]
    held = {(one.person, one.role) for one in found if one.way == _Way.HELD}
    lessons = [one for one in found if one.way == _Way.SUBSTITUTED]
    own = [Post(role, person) for role in Role if (person, role.value) in held]
    if handed := [one for one in found if one.way == _Way.HANDED]:
        held |= held_by(session, school, {one.person for one in handed}, on)
    given = [
        Post(Role(one.role), one.person, one.order_no, one.journal, one.place)
        for one in sorted(handed, key=lambda one: (one.day, one.id))
        if (one.person, one.role) in held
    ]
    return (*own, *_substitutions(session, school, person, lessons, on), *given)


def _substitutions(
    session: Session, school: str, person: str, lessons: Collection[_Found], on: date
) -> tuple[Post, ...]:
    """The post of a substitute, while some lesson that names the person is not past its deadlines (R20)."""
    if not lessons:
        return ()
    rules = read_policy(session, school).deadlines
    periods = frozenset(
        (one.journal or "", one.place or "")
        for one in lessons
        if one.day and one.grade is not None and may_substitute(rules, one.day, one.grade, on)
    )
    return (Post(Role.SUBSTITUTE, person, periods=periods),) if periods else ()


def holds(session: Session, school: str, person: str, role: Role, on: date) -> bool:
    """Whether the person holds the post themselves on that day."""
    return (person, role.value) in held_by(session, school, {person}, on)


def in_force(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """An appointment that holds on that day."""
    return and_(Appointment.since <= on, or_(Appointment.until.is_(None), Appointment.until >= on))


# Each is one value of the question, however often it is named: a value of its own for each place has to be bound.
_SCHOOL, _PERSON = bindparam("school", type_=Text()), bindparam("person", type_=Text())
_ON, _SINCE = bindparam("on", type_=Date()), bindparam("since", type_=Date())


def _word(own: StrEnum) -> ColumnElement[str]:
    """A word of ours within a statement, no value to bind."""
    return literal_column(f"'{own.value}'", Text())


def _by_themselves(
    among: Callable[[SQLColumnExpression[str]], ColumnElement[bool]],
) -> tuple[Select[str, str], ...]:
    """(person, role) of what people hold by appointment, journal and class."""
    return (
        select(Appointment.person_id, Appointment.role).where(
            Appointment.school_id == _SCHOOL,
            among(Appointment.person_id),
            in_force(_ON),
        ),
        select(Journal.teacher_id, _word(Role.TEACHER))
        .where(Journal.school_id == _SCHOOL, among(Journal.teacher_id))
        .distinct(),
        select(SchoolClass.class_teacher_id, _word(Role.CLASS_TEACHER))
        .where(SchoolClass.school_id == _SCHOOL, among(SchoolClass.class_teacher_id))
        .distinct(),
    )


_HELD: Final = union_all(*_by_themselves(lambda who: who.in_(bindparam("people", expanding=True))))
_NO_TEXT, _NO_DAY, _NO_GRADE = cast(null(), Text()), cast(null(), Date()), cast(null(), Integer())
# One question, built once: every request of everybody asks it.
_POSTS: Final = union_all(
    *(
        held.add_columns(_word(_Way.HELD), *[_NO_TEXT] * 3, _NO_DAY, _NO_GRADE, _NO_TEXT)
        for held in _by_themselves(lambda who: who == _PERSON)
    ),
    select(Lesson.substitute_id, _word(Role.SUBSTITUTE), _word(_Way.SUBSTITUTED), _NO_TEXT)
    .add_columns(Lesson.journal_id, Lesson.period_id, Lesson.date, SchoolClass.grade, _NO_TEXT)
    .join(Journal, and_(Journal.school_id == Lesson.school_id, Journal.id == Lesson.journal_id))
    .join(SchoolClass, and_(SchoolClass.school_id == Lesson.school_id, SchoolClass.id == Journal.class_id))
    .where(Lesson.school_id == _SCHOOL, Lesson.substitute_id == _PERSON)
    .where(Lesson.date <= _ON, Lesson.date >= _SINCE),
    select(Delegation.holder_id, Delegation.role, _word(_Way.HANDED), Delegation.order_no)
    .add_columns(Delegation.journal_id, Delegation.class_id, Delegation.since, _NO_GRADE, Delegation.id)
    .where(Delegation.school_id == _SCHOOL, Delegation.delegate_id == _PERSON)
    .where(Delegation.since <= _ON, Delegation.until >= _ON)
    .where(Delegation.revoked_at.is_(None)),
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
