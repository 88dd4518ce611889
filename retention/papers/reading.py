"""† Reads what papers need beside the registers: signatures, copies and their files, snapshots, open periods.

A file is believed when its digest is the catalogue's; a record without an intact copy is refused by name. It prints
nothing and judges no signature.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from records.closing.tables import SnapshotRow
from records.digest import sha512
from records.documents.assemble import count_pages
from records.documents.forms.electronic_inventory import Container
from records.documents.forms.parts import SignatureFacts
from records.documents.reading import Node
from records.gradebook.reading import JournalKey
from records.gradebook.tables import Journal, JournalPeriod
from records.lifecycle import ClosingState, RecordState, RequestState
from records.registers.facts import FiledRecord
from records.registers.file_registry import Contents
from records.registers.kinds import RecordKind
from records.registers.tables import Record
from records.school.tables import Period, Person, School
from records.times import local, offset_text, parse_rfc3339
from retention.replica import Replica
from retention.sealed import PDF_IN_BAG, read_sealed
from retention.steps.asked import requests_of
from retention.workshop import Workshop
from signing.reading import unsigned_prefix


def signatures_of(workshop: Workshop, session: Session, record: str) -> tuple[SignatureFacts, ...]:
    """The signatures of a record as a print names them, in the order of signing."""
    roles, zone = workshop.policy(session).roles, workshop.zone(session)
    found = []
    for request in requests_of(session, workshop.school, record):
        if request.state != RequestState.SIGNED or not request.certificate or not request.signed_at:
            continue
        first, last = (_day(request.certificate[key], zone) for key in ("not_before", "not_after"))
        signed = local(request.signed_at, zone)
        found.append(
            SignatureFacts(
                roles.get(request.role, request.role),
                session.get_one(Person, (workshop.school, request.signer)).name,
                request.certificate["serial"].upper(),
                first,
                last,
                f"{signed:%d.%m.%Y %H:%M} ({offset_text(request.signed_at, zone)})",
            )
        )
    return tuple(found)


def _day(moment: str, zone: str) -> date:
    return local(parse_rfc3339(moment), zone).date()


def signed_on(workshop: Workshop, session: Session, record: str, role: str) -> date | None:
    """The day on which somebody signed in that role; None while nobody has."""
    zone = workshop.zone(session)
    days = (
        local(request.signed_at, zone).date()
        for request in requests_of(session, workshop.school, record)
        if request.role == role and request.signed_at
    )
    return next(days, None)


def contents_of(workshop: Workshop, record: FiledRecord) -> Contents:
    """What an intact copy of a record tells. Raises StagingError when there is none."""
    pdf = read_sealed(workshop, record.id).pdf
    path = _copy(workshop, record.id).path
    return Contents(f"{path}/{PDF_IN_BAG}", sha512(pdf), count_pages(unsigned_prefix(pdf, record.rendition)))


def container_of(workshop: Workshop, record: FiledRecord) -> Container:
    """The signed PDF of a record as the inventory of electronic files names it. Raises StagingError."""
    pdf, copy = read_sealed(workshop, record.id).pdf, _copy(workshop, record.id)
    with workshop.transaction() as session:
        written = local(copy.written_at, workshop.zone(session))
    return Container(f"{copy.path}/{PDF_IN_BAG}", written, len(pdf), sha512(pdf))


def _copy(workshop: Workshop, record: str) -> Replica:
    return copies_of(workshop, record)[0]


def copies_of(workshop: Workshop, record: str) -> Sequence[Replica]:
    """The copies of a record in the order of the locations."""
    query = select(Replica).where(Replica.school_id == workshop.school, Replica.record_id == record)
    with workshop.transaction() as session:
        rows = {row.location: row for row in session.scalars(query)}
    return [rows[location.name] for location in workshop.locations if location.name in rows]


def snapshot_of(workshop: Workshop, session: Session, record: str) -> Node:
    """The content that a record froze."""
    body: Node = json.loads(session.get_one(SnapshotRow, (workshop.school, record)).body)
    return body


def organisation(workshop: Workshop, session: Session) -> str:
    """The school's name."""
    return session.get_one(School, workshop.school).name


def last_cut(workshop: Workshop, session: Session, class_id: str) -> date | None:
    """The day on which the last journal of a class's year was cut off; None while one is open."""
    query = (
        select(JournalPeriod)
        .join(
            Journal,
            and_(Journal.school_id == JournalPeriod.school_id, Journal.id == JournalPeriod.journal_id),
        )
        .where(JournalPeriod.school_id == workshop.school, Journal.class_id == class_id)
    )
    rows = session.scalars(query).all()
    zone = workshop.zone(session)
    days = [local(row.cut_at, zone).date() for row in rows if row.state == ClosingState.CUT and row.cut_at]
    return max(days) if days and len(days) == len(rows) else None


def periods_of(
    workshop: Workshop, session: Session, class_id: str
) -> Mapping[JournalKey, tuple[date, Record | None]]:
    """Each journal's period in curriculum order: its first day, and its record in force where the archive has it."""
    query = (
        select(JournalPeriod, Period.starts, Record)
        .join(
            Journal,
            and_(Journal.school_id == JournalPeriod.school_id, Journal.id == JournalPeriod.journal_id),
        )
        .join(Period, and_(Period.school_id == JournalPeriod.school_id, Period.id == JournalPeriod.period_id))
        .outerjoin(
            Record,
            and_(
                Record.school_id == JournalPeriod.school_id,
                Record.journal_id == JournalPeriod.journal_id,
                Record.period_id == JournalPeriod.period_id,
                Record.kind == RecordKind.PERIOD_JOURNAL.value,
                Record.state == RecordState.REPLICATED.value,
            ),
        )
        .where(JournalPeriod.school_id == workshop.school, Journal.class_id == class_id)
        .order_by(Journal.position, Period.starts)
    )
    return {
        JournalKey(row.school_id, row.journal_id, row.period_id): (starts, record)
        for row, starts, record in session.execute(query)
    }
