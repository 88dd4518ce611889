"""Naming people to posts and handing posts over for a time, by order (R71, R73): each a row and a log event.

Whom one may name and whose post one may hand over is data (webui/rights.py); nobody does it for themselves. A teacher
is named by the journal, a class teacher by the class, on import.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.actor import Actor, Role
from records.digest import Json
from records.errors import InputError, NotFoundError, StateError
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event
from records.school.tables import Appointment, Person
from webui.accounts.parts import WHOLE, Part, check_part
from webui.accounts.posts import holds
from webui.accounts.tables import Delegation
from webui.visitor import Post

# Posts that a journal or a class gives; no order of appointment does.
NAMED_BY_THINGS = frozenset({Role.TEACHER, Role.CLASS_TEACHER})


@dataclass(frozen=True, slots=True)
class Order:
    """What an order says: who, which post, from when to when, and its number."""

    person: str
    role: Role
    number: str
    since: date
    until: date | None


def may_decide(table: Mapping[Role, frozenset[Role]], posts: Iterable[Post]) -> frozenset[Role]:
    """The roles that these posts may give, by a table of webui/rights.py."""
    return frozenset().union(*(table.get(post.role, frozenset()) for post in posts))


def appoint(
    session: Session, actor: Actor, allowed: frozenset[Role], order: Order, at: datetime, entropy: Entropy
) -> None:
    """Name a person to a post. Raises InputError, StateError, NotFoundError."""
    _check(session, actor, allowed, order)
    key = (actor.school, order.person, order.role.value, order.since)
    if session.get(Appointment, key):
        raise _appointed()
    session.add(
        Appointment(
            school_id=actor.school,
            person_id=order.person,
            role=order.role.value,
            since=order.since,
            until=order.until,
            order_no=order.number,
        )
    )
    try:
        session.flush()
    except IntegrityError:  # another was a moment earlier: nothing of this transaction stays
        raise _appointed() from None
    append_event(session, actor.school, EventKind.STAFF_APPOINTED, actor, at, _subject(order), entropy)


def _appointed() -> StateError:
    return StateError(
        "staff.appointed", "Такое назначение уже внесено.", "this appointment has been entered already"
    )


def release(
    session: Session, actor: Actor, allowed: frozenset[Role], order: Order, at: datetime, entropy: Entropy
) -> None:
    """End the appointment that began on `order.since` with `order.until`. Raises InputError, NotFoundError."""
    _check(session, actor, allowed, order)
    row = session.get(Appointment, (actor.school, order.person, order.role.value, order.since))
    if row is None or order.until is None:
        raise NotFoundError("staff.no_appointment", "Такого назначения нет.", "there is no such appointment")
    row.until = order.until
    append_event(session, actor.school, EventKind.STAFF_RELEASED, actor, at, _subject(order), entropy)


def delegate(
    session: Session,
    actor: Actor,
    allowed: frozenset[Role],
    order: Order,
    holder: str,
    at: datetime,
    entropy: Entropy,
    part: Part = WHOLE,
) -> str:
    """Hand the holder's post, or a part of it, to the person of the order; the delegation's id.

    Raises InputError, StateError.
    """
    _check(session, actor, allowed, order)
    if order.until is None:
        raise InputError(
            "staff.endless", "Замещение должно иметь последний день.", "a delegation must have a last day"
        )
    if holder == order.person or not holds(session, actor.school, holder, order.role, order.since):
        raise StateError(
            "staff.not_holder",
            f"Этой должности у сотрудника на {order.since:%d.%m.%Y} нет: замещать нечего.",
            f"the person does not hold this post on {order.since.isoformat()}; there is nothing to hand over",
        )
    check_part(session, actor.school, order.role, holder, part)
    if handed := _handed(session, actor.school, order, holder, part):
        return handed
    row = Delegation(
        school_id=actor.school,
        id=random_id(entropy),
        role=order.role.value,
        holder_id=holder,
        delegate_id=order.person,
        order_no=order.number,
        since=order.since,
        until=order.until,
        journal_id=part.journal,
        class_id=part.class_id,
    )
    session.add(row)
    narrowed = {"journal": part.journal, "class": part.class_id}
    told = {name: value for name, value in narrowed.items() if value}
    subject = {**_subject(order), "delegation": row.id, "holder": holder, **told}
    append_event(session, actor.school, EventKind.POST_DELEGATED, actor, at, subject, entropy)
    return row.id


def _handed(session: Session, school: str, order: Order, holder: str, part: Part) -> str | None:
    """The same delegation by the same order, not ended: its form was sent twice, and one end must end it."""
    same = {
        "school_id": school,
        "role": order.role.value,
        "holder_id": holder,
        "delegate_id": order.person,
        "order_no": order.number,
        "since": order.since,
        "until": order.until,
        "journal_id": part.journal,
        "class_id": part.class_id,
        "revoked_at": None,
    }
    return session.scalars(select(Delegation.id).filter_by(**same).limit(1)).one_or_none()


def reclaim(
    session: Session, actor: Actor, allowed: frozenset[Role], delegation: str, at: datetime, entropy: Entropy
) -> None:
    """End a delegation at once. Raises NotFoundError, StateError."""
    row = session.get(Delegation, (actor.school, delegation))
    if row is None:
        raise NotFoundError("staff.no_delegation", "Такого замещения нет.", "there is no such delegation")
    _allow(allowed, Role(row.role))
    if row.revoked_at is None:
        row.revoked_at = at
        subject = {"delegation": row.id, "holder": row.holder_id, "person": row.delegate_id, "role": row.role}
        append_event(session, actor.school, EventKind.POST_RECLAIMED, actor, at, subject, entropy)


def delegations(session: Session, school: str) -> tuple[Delegation, ...]:
    """Every delegation, the latest first."""
    query = select(Delegation).where(Delegation.school_id == school)
    return tuple(session.scalars(query.order_by(Delegation.since.desc(), Delegation.id)))


def _check(session: Session, actor: Actor, allowed: frozenset[Role], order: Order) -> None:
    _allow(allowed, order.role)
    if order.person == actor.person:
        raise StateError(
            "staff.oneself",
            "Себя не назначают и себе не передают.",
            "nobody names or delegates to themselves",
        )
    if session.get(Person, (actor.school, order.person)) is None:
        raise NotFoundError("staff.no_person", "Такого сотрудника нет.", "there is no such member of staff")
    if not order.number.strip():
        raise InputError(
            "staff.order", "Укажите номер и дату приказа.", "give the number and date of the order"
        )
    if order.until and order.until < order.since:
        raise InputError(
            "staff.dates", "Последний день раньше первого.", "the last day is before the first one"
        )


def _allow(allowed: frozenset[Role], role: Role) -> None:
    if role not in allowed:
        raise StateError(
            "staff.not_allowed",
            f"Эту должность назначает другой: {role.value}. Порядок — в таблице прав.",
            f"another one names to this post: {role.value}; the table of rights says who",
        )


def _subject(order: Order) -> dict[str, Json]:
    return {
        "order": order.number,
        "person": order.person,
        "role": order.role.value,
        "since": order.since.isoformat(),
        "until": order.until.isoformat() if order.until else None,
    }
