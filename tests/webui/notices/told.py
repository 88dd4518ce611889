"""What people were told, after the postman's round."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy import select

from records.actor import Actor
from records.digest import Json
from records.log.audit import EventKind, append_event
from tests.webui.visitors import installation_of, person_id
from webui.notices.postman import a_round
from webui.notices.tables import Notice


def told(app: Flask, name: str) -> list[tuple[str, dict[str, str]]]:
    """The kind of each of the person's notices and what it names, the oldest first."""
    opened = installation_of(app)
    a_round(opened)
    query = select(Notice).where(Notice.person_id == person_id(app, name)).order_by(Notice.at, Notice.kind)
    with opened.workshop.reading() as session:
        return [(row.kind, row.told) for row in session.scalars(query)]


def kinds(app: Flask, name: str) -> list[str]:
    """The kinds alone."""
    return [kind for kind, _ in told(app, name)]


def happens(app: Flask, kind: EventKind, at: datetime | None = None, **subject: Json) -> None:
    """An event of the log."""
    opened = installation_of(app)
    workshop, said = opened.workshop, dict[str, Json](subject)
    actor = Actor("tests", "system", workshop.school)
    with workshop.transaction() as session:
        append_event(session, workshop.school, kind, actor, at or opened.clock.now(), said, workshop.entropy)
