"""The papers of a case as PDF: what is known of it and who signs for the school -> the notice, the list.

Director and administrator are those of the day; a post that nobody holds is a line for the pen. That a paper was
issued enters the log; the paper itself is not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from sqlalchemy.orm import Session

from records.actor import Actor, Role
from records.compromise.facts import CaseFile
from records.compromise.papers import Issuer, list_of, notice_of
from records.compromise.reading import read_file
from records.documents.forms.parts import Form, Signatory
from records.school.staff import holder_name
from records.school.tables import School
from records.times import local
from retention.papers.issuing import issue
from retention.workshop import Workshop

_SIGNING = (Role.DIRECTOR, Role.ADMINISTRATOR)


class CasePaper(Enum):
    """The papers of a case, by what makes them."""

    NOTICE = "notice"
    LIST = "list"


_MAKE: dict[CasePaper, Callable[[CaseFile, Issuer], Form]] = {
    CasePaper.NOTICE: notice_of,
    CasePaper.LIST: list_of,
}


def print_paper(workshop: Workshop, actor: Actor, case: str, paper: CasePaper, at: datetime) -> bytes:
    """Issue the paper of the case as it stands at that moment, as PDF. Raises NotFoundError."""
    with workshop.transaction() as session:
        file = read_file(session, actor, case, at)
        issuer = _issuer(session, workshop, at)
    return issue(workshop, actor, _MAKE[paper](file, issuer), None, at)


def _issuer(session: Session, workshop: Workshop, at: datetime) -> Issuer:
    school = session.get_one(School, workshop.school)
    titles, on = workshop.policy(session).roles, local(at, school.zone).date()
    signatories = tuple(
        Signatory(titles[role.value], holder_name(session, school.id, role, on)) for role in _SIGNING
    )
    return Issuer(school.name, school.zone, at, signatories)
