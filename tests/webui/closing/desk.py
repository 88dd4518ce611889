"""What the tests of the closing pages do in place of people: confirm, cut off, sign, and let a worker work it off."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from records.actor import Actor
from records.db import close_engine
from records.gradebook.reading import JournalKey
from records.gradebook.tables import JournalPeriod
from records.lifecycle import RequestState
from records.registers.record import get_record
from records.school.tables import Period, Person, School
from retention.desk import cut_off
from retention.signatures import ask_signatures
from retention.steps.asked import current_file, next_of, requests_of
from retention.steps.draft import Shown, confirm_shown, print_draft
from retention.workshop import Workshop
from signing.request import SignatureRequest
from tests.flow.site import AT, Site
from webui.installation import open_installation
from webui.settings import Environment
from webui.work import work_off

DEPUTY = "Орлов Павел Сергеевич"


def work(site: Site) -> int:
    """Let a worker do what waits; how many jobs ended."""
    opened = open_installation(Environment.read(site.environ()))
    try:
        return work_off(opened, 1)
    finally:
        close_engine(opened.workshop.engine)


def actor(workshop: Workshop, name: str) -> Actor:
    """A person at the site, by name."""
    with workshop.transaction() as session:
        person = session.scalars(select(Person.id).where(Person.name == name)).one()
    return Actor(person, "test", workshop.school)


def person(workshop: Workshop, id: str) -> Actor:
    """A person at the site, by id."""
    return Actor(id, "test", workshop.school)


def set_policy(workshop: Workshop, policy: dict[str, Any]) -> None:
    """Put this policy in force, as whoever changes it does."""
    with workshop.transaction() as session:
        session.get_one(School, workshop.school).policy = policy


def keys(workshop: Workshop, number: int = 1) -> tuple[JournalKey, ...]:
    """The journals of a period."""
    with workshop.transaction() as session:
        rows = session.scalars(
            select(JournalPeriod)
            .join(Period, Period.id == JournalPeriod.period_id)
            .where(Period.number == number)
            .order_by(JournalPeriod.journal_id)
        ).all()
    return tuple(JournalKey(workshop.school, row.journal_id, row.period_id) for row in rows)


def confirm(workshop: Workshop, key: JournalKey) -> None:
    """Confirm the draft as the journal's teacher."""
    draft = print_draft(workshop, key, AT)
    confirm_shown(workshop, person(workshop, draft.teacher), key, Shown(AT, draft.seen.draft), AT)


def cut(site: Site) -> None:
    """Confirm and cut off the first period, and print what is to be signed."""
    with site.workshop() as workshop:
        of_period = keys(workshop)
        for key in of_period:
            confirm(workshop, key)
        cut_off(workshop, actor(workshop, DEPUTY), of_period, AT, None)
    work(site)


def waiting(workshop: Workshop) -> dict[str, dict[str, str]]:
    """Person -> record -> digest of the file that waits for that person's signature."""
    found: dict[str, dict[str, str]] = {}
    with workshop.transaction() as session:
        asked = session.scalars(
            select(SignatureRequest).where(SignatureRequest.state == RequestState.WAITING.value)
        ).all()
        for request in asked:
            every = requests_of(session, workshop.school, request.record_id)
            turn = next_of(every)
            if turn is None:  # declined
                continue
            record = get_record(session, workshop.school, request.record_id)
            found.setdefault(turn.person_id, {})[record.id] = current_file(record, every)
    return found


def sign_all(site: Site) -> None:
    """Let everybody who is asked sign what waits, once."""
    with site.workshop() as workshop:
        for id, seen in waiting(workshop).items():
            ask_signatures(workshop, person(workshop, id), seen, AT)
    work(site)
