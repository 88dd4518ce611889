"""What the tests of declined records do in place of people, and what they ask of the catalogue."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from records.errors import LetopisError
from records.registers.record import get_record
from records.registers.tables import Record
from retention.publication import publish
from retention.steps.asked import requests_of
from retention.steps.decline import decline
from retention.verify import verify_archive
from retention.workshop import Workshop
from tests.flow.site import AT
from tests.webui.closing.desk import actor, waiting

WHY = "Отметка Абрамова за четверть стоит в чужой строке"


def first_of(workshop: Workshop, name: str) -> tuple[str, str]:
    """A record that waits for this person, and its file."""
    return min(waiting(workshop)[actor(workshop, name).person].items())


def decline_one(workshop: Workshop, name: str, record: str | None = None) -> str:
    """Decline a record that waits for this person; the record."""
    files = waiting(workshop)[actor(workshop, name).person]
    record = record or min(files)
    decline(workshop, actor(workshop, name), record, files[record], WHY, AT)
    return record


def refused(act: Callable[[], object]) -> str:
    """The code with which it is refused."""
    with pytest.raises(LetopisError) as found:
        act()
    return found.value.code


def states(workshop: Workshop, record: str) -> tuple[str, ...]:
    """The state of the record and those of its requests."""
    with workshop.reading() as session:
        asked = requests_of(session, workshop.school, record)
        return (get_record(session, workshop.school, record).state, *(one.state for one in asked))


def revisions(workshop: Workshop, record: str) -> list[Record]:
    """Every revision of what the record records."""
    with workshop.reading() as session:
        what = get_record(session, workshop.school, record).identity
        query = select(Record).where(Record.school_id == workshop.school, Record.identity == what)
        return list(session.scalars(query.order_by(Record.revision)))


def findings(workshop: Workshop) -> list[str]:
    """What verification finds beside periods that are still open and records that are not signed yet."""
    publish(workshop, AT)
    report = verify_archive(workshop, None, AT, lambda *_: None)
    expected = {"period.overdue", "record.missing"}
    return [p.code for p in (*report.problems, *report.warnings) if p.code not in expected]
