"""The agreement on the use of an electronic signature as PDF: who signs for the school, whose key, under which root.

The director is the one of the day; a post that nobody holds is a line for the pen. That the paper was issued enters the
log; the paper itself is not kept.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor, Role
from records.documents.forms.key_agreement import KeyAgreement
from records.documents.forms.parts import Head, Signatory
from records.errors import NotFoundError
from records.gradebook.reading import people
from records.school.staff import holder_name
from records.school.tables import School
from records.times import local
from retention.papers.issuing import issue
from retention.workshop import Workshop
from signing.credential import certificate_facts

SYSTEM = "Летопись"
_OWNER = "Владелец ключа"


def print_agreement(workshop: Workshop, actor: Actor, person: str, at: datetime) -> bytes:
    """Issue the agreement with this person, its number and date to be filled in by hand. Raises NotFoundError."""
    with workshop.reading() as session:
        form = _agreement(session, workshop, person, at)
    return issue(workshop, actor, form, None, at)


def _agreement(session: Session, workshop: Workshop, person: str, at: datetime) -> KeyAgreement:
    school = session.get_one(School, workshop.school)
    title = workshop.policy(session).roles[Role.DIRECTOR.value]
    root = certificate_facts(workshop.authority.root)
    names = people(session, school.id, [person])
    if person not in names:
        raise NotFoundError("key.person", "Такого сотрудника нет.", "there is no such member of staff")
    director = holder_name(session, school.id, Role.DIRECTOR, local(at, school.zone).date())
    return KeyAgreement(
        Head(school.name, at),
        names[person],
        SYSTEM,
        root.name,
        root.sha256,
        Signatory(title, director),
        Signatory(_OWNER, names[person]),
    )
