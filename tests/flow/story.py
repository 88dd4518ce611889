"""The closing of the small school's year in this process, and what it brought about, as values to compare.

An Outcome holds what may not depend on how often the run was interrupted. Signatures are not in it: each
signing gives other bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from records.closing.tables import SnapshotRow
from records.lifecycle import RecordState, RequestState
from records.log.event import EventKind
from records.log.store import LogEvent
from records.registers.tables import Dossier, Record
from records.school.tables import Period, SchoolClass
from retention.closing import Task, close_period, close_year, journal_keys, perform
from retention.disk import ROOMS
from retention.staging import PREFIX
from retention.verify import verify_archive
from retention.workshop import Workshop
from signing.request import SignatureRequest
from tests.flow.site import AT, Site

LOCATIONS = ("server", "safe")


@dataclass(frozen=True, slots=True)
class InOrder:
    """A retention.closing.Runner that does one task after the other, in this process."""

    workshop: Workshop

    def run(self, task: Task, keys: Sequence[str], at: datetime, title: str) -> None:
        """Do the task for every key, in the order given."""
        for key in keys:
            perform(self.workshop, task, key, at)


def close_small_year(workshop: Workshop, at: datetime = AT) -> None:
    """Close the year of the only class."""
    close_year(workshop, InOrder(workshop), _class_id(workshop), at)


def close_autumn(workshop: Workshop, at: datetime = AT) -> None:
    """Close the first half-year of the only class."""
    with workshop.transaction() as session:
        period = session.scalars(select(Period.id).where(Period.number == 1)).one()
    close_period(workshop, InOrder(workshop), journal_keys(workshop, _class_id(workshop), period), at)


def _class_id(workshop: Workshop) -> str:
    with workshop.transaction() as session:
        return session.scalars(select(SchoolClass.id)).one()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a closed year consists of: records by identity, events by kind."""

    snapshots: dict[str, str]
    indices: dict[str, int | None]
    renditions: dict[str, str | None]
    states: dict[str, list[str]]
    signed: dict[str, list[str]]
    events: Counter[str]
    open_dossiers: int


def outcome(site: Site) -> Outcome:
    """What the catalogue says was brought about."""
    with site.workshop() as workshop, workshop.transaction() as session:
        records = session.scalars(select(Record).order_by(Record.identity, Record.revision)).all()
        of = {record.id: _revision(record) for record in records}
        states: dict[str, list[str]] = {}
        for record in records:
            states.setdefault(record.identity, []).append(record.state)
        taken = session.execute(
            select(SnapshotRow, LogEvent.idx).join(LogEvent, LogEvent.id == SnapshotRow.event_id)
        )
        snapshots = {of[row.record_id]: (row.digest, index) for row, index in taken}
        signed: dict[str, list[str]] = {}
        requests = select(SignatureRequest).where(SignatureRequest.state == RequestState.SIGNED)
        for request in session.scalars(requests.order_by(SignatureRequest.position)):
            signed.setdefault(of[request.record_id], []).append(request.role)
        return Outcome(
            snapshots={what: digest for what, (digest, _) in snapshots.items()},
            indices={what: index for what, (_, index) in snapshots.items()},
            renditions={_revision(record): record.rendition_sha256 for record in records},
            states=states,
            signed=signed,
            events=Counter(session.scalars(select(LogEvent.kind))),
            open_dossiers=len(session.scalars(select(Dossier.id).where(Dossier.closed_at.is_(None))).all()),
        )


def _revision(record: Record) -> str:
    """Identity, and from the second on the revision."""
    return record.identity if record.revision == 1 else f"{record.identity}@{record.revision}"


def faults(site: Site, at: datetime = AT) -> list[str]:
    """What is wrong with a closed year, whatever it holds: leftovers, doubles, what verification finds."""
    return [*_leftovers(site), *_doubles(site), *_found(site, at)]


def _leftovers(site: Site) -> Iterator[str]:
    for name in LOCATIONS:
        for folder in (PREFIX, ROOMS):
            yield from (f"{name} keeps {path.name}" for path in (site.location(name) / folder).glob("*"))


def _doubles(site: Site) -> Iterator[str]:
    with site.workshop() as workshop, workshop.transaction() as session:
        moves = [
            (event.kind, *_subject(event))
            for event in session.scalars(select(LogEvent))
            if event.kind not in (EventKind.IMPORT_APPLIED, EventKind.SCHOOL_CREATED)
        ]
        bags = session.scalars(select(Record.bag_digest)).all()
        states = session.scalars(select(Record.state)).all()
    yield from (f"{move} happened {times} times" for move, times in Counter(moves).items() if times > 1)
    yield from (f"bag {bag} belongs to several" for bag, times in Counter(bags).items() if times > 1)
    at_rest = (RecordState.REPLICATED, RecordState.REPLACED)
    yield from (f"a record is {state}" for state in states if state not in at_rest)


def _subject(event: LogEvent) -> tuple[str, ...]:
    """What the event happened to; who signs in which role is a part of it."""
    subject = json.loads(event.body or b"{}")["subject"]
    names = ("record", "role", "journal", "period", "class", "person", "dossier", "amendment")
    return tuple(str(subject.get(name)) for name in names)


def _found(site: Site, at: datetime) -> Iterator[str]:
    with site.workshop() as workshop:
        report = verify_archive(workshop, None, at, lambda done, total: None)
    yield from (f"{p.code} {p.record} {p.location} {p.path}" for p in (*report.problems, *report.warnings))
    yield from (f"{e.title} is {e.state}" for e in report.expected if e.state != "present")
