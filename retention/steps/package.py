"""Packs a sealed record into a bag and replicates it: sealed -> packed -> replicated.

The bag follows from the catalogue and the sealed PDF alone, so any later try makes the same bytes. A copy counts
after it is read back and compared; a crash leaves copies in state `writing`, which the next try completes.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from records.lifecycle import RecordState, ReplicaState
from records.moves import move
from records.registers.record import get_record, move_record
from records.registers.tables import Record
from records.school.tables import School
from records.times import local
from retention import streebog
from retention.description import describe
from retention.empowered import files_of
from retention.location import Location
from retention.package import Bag, pack
from retention.repair import write_copy
from retention.replica import Replica
from retention.staging import fetch
from retention.steps.asked import requests_of
from retention.workshop import Workshop

SOFTWARE = "Letopis"


def bag_path(record: Record) -> str:
    """Where a record's bag lies in every location: `records/<first year>/<record id>`."""
    return f"records/{record.created_at.year}/{record.id}"


def build_bag(workshop: Workshop, record_id: str) -> Bag:
    """The bag of a sealed record: the signed PDF, record.json that describes and proves it, and what goes with it."""
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        school = session.get_one(School, workshop.school)
        description = describe(session, record, workshop.log_signer.verifier())
        sealed_on, digest = _sealed_on(record, school.zone), record.sealed_sha256 or ""
        info = {
            "Source-Organization": school.name,
            "External-Identifier": record.id,
            "External-Description": record.title,
            "Bag-Software-Agent": SOFTWARE,
        }
        more = files_of(session, requests_of(session, workshop.school, record_id))
    pdf = fetch(workshop.locations, digest)
    payload = {"record.pdf": pdf, "record.json": description}
    if streebog.has_gost(pdf):
        more[streebog.NAME] = streebog.sums(payload)
    return pack(payload, info, sealed_on, more)


def _sealed_on(record: Record, zone: str) -> date:
    return local(record.sealed_at or record.created_at, zone).date()


def pack_record(workshop: Workshop, record_id: str, at: datetime) -> None:
    """Settle the bag's digest and move the record from sealed to packed."""
    bag = build_bag(workshop, record_id)
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        subject = {"bag": bag.digest}
        move_record(
            session,
            workshop.actor,
            record,
            RecordState.PACKED,
            at,
            workshop.entropy,
            subject,
            bag_digest=bag.digest,
        )


def replicate_record(workshop: Workshop, record_id: str, at: datetime) -> None:
    """Write the bag to every location, read each copy back, and move the record from packed to replicated."""
    bag = build_bag(workshop, record_id)
    with workshop.transaction() as session:
        path = bag_path(get_record(session, workshop.school, record_id))
    for location in workshop.locations:
        replicate(workshop, record_id, path, bag, location, at)
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        subject = {"locations": [location.name for location in workshop.locations]}
        move_record(session, workshop.actor, record, RecordState.REPLICATED, at, workshop.entropy, subject)


def replicate(
    workshop: Workshop, record_id: str, path: str, bag: Bag, location: Location, at: datetime
) -> None:
    """One copy: its row says `writing` first, then `healthy` once it has been read back."""
    key = {"school_id": workshop.school, "record_id": record_id, "location": location.name}
    with workshop.transaction() as session:
        state = _begin(session, workshop, record_id, path, bag, location, at)
    if state is ReplicaState.HEALTHY:
        return
    write_copy(location, path, bag.files, bag.digest, record_id)
    with workshop.transaction() as session:
        move(session, Replica, key, ReplicaState.WRITING, ReplicaState.HEALTHY, checked_at=at)


def _begin(
    session: Session,
    workshop: Workshop,
    record_id: str,
    path: str,
    bag: Bag,
    location: Location,
    at: datetime,
) -> ReplicaState:
    row = session.get(Replica, (workshop.school, record_id, location.name))
    if row is None:
        row = Replica(
            school_id=workshop.school,
            record_id=record_id,
            location=location.name,
            path=path,
            state=ReplicaState.WRITING.value,
            bytes=bag.octets,
            written_at=at,
            checked_at=at,
        )
        session.add(row)
    return ReplicaState(row.state)
