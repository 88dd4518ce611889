"""Names of members of staff by id, for pages. It reads nothing else."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.school.tables import Person
from webui.installation import Installation
from webui.visitor import Visitor


def names_of(session: Session, school: str, people: Collection[str]) -> dict[str, str]:
    """Id -> name, of those who are members of the school's staff."""
    query = select(Person.id, Person.name).where(Person.school_id == school, Person.id.in_(people))
    return dict(session.execute(query).all())


def everybody(session: Session, school: str) -> dict[str, str]:
    """Id -> name of all the staff, by name."""
    query = select(Person.id, Person.name).where(Person.school_id == school).order_by(Person.name)
    return dict(session.execute(query).all())


def holders(opened: Installation, asking: Visitor) -> dict[str, str]:
    """Id -> name of everybody in whose posts the visitor acts."""
    with opened.workshop.transaction() as session:
        return names_of(session, asking.school, {post.holder for post in asking.posts})
