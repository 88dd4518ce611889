"""Publishes the log: sequences the outbox, then writes tiles and checkpoints to every location (C2SP tlog-tiles).

Entry bundles first, hash tiles next, the checkpoint last: a crash leaves files that no checkpoint asks for, and
the next run writes the same bytes. Every checkpoint also stays under its size, so an auditor can compare.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from records.log.sequencer import integrate
from records.log.store import LogStore
from records.log.tiles import new_tiles
from records.log.treehead import SignedTreeHead, parse_and_verify
from retention.errors import AbsentError, LocationError
from retention.location import Location
from retention.workshop import Workshop

FOLDER = "log"
CHECKPOINT = f"{FOLDER}/checkpoint"
KEY = f"{FOLDER}/log.vkey"
TRUST = "registers/trust.pem"


def publish(workshop: Workshop, at: datetime) -> SignedTreeHead:
    """Sequence what waits, and bring every location's log up to the new head."""
    head = integrate(workshop.engine, workshop.school, at, workshop.log_signer)
    for location in workshop.locations:
        _publish_to(workshop, location, head)
    return head


def published_size(workshop: Workshop, location: Location) -> int:
    """The size of the log that a location's checkpoint speaks of; 0 without one. Raises NoteError."""
    with suppress(AbsentError):
        note = location.get(CHECKPOINT).decode("utf-8", "replace")
        return parse_and_verify(note, workshop.log_signer.verifier()).head.size
    return 0


def _publish_to(workshop: Workshop, location: Location, head: SignedTreeHead) -> None:
    old, new = published_size(workshop, location), head.head.size
    if old == new and location.exists(CHECKPOINT):
        return
    with workshop.transaction() as session:
        files = list(new_tiles(LogStore(session, workshop.school), old, new))
    for path, data in files:
        location.put(f"{FOLDER}/{path}", data)
    location.put(KEY, workshop.log_signer.verifier().text().encode() + b"\n")
    location.put(TRUST, workshop.authority.trust_pem())
    location.put(f"{FOLDER}/checkpoints/{new}", head.note.encode())
    location.replace(CHECKPOINT, head.note.encode())
    if location.get(CHECKPOINT) != head.note.encode():
        raise LocationError(
            "log.not_readable",
            f"Контрольная точка журнала в «{location.name}» после записи читается иначе.",
            f"the checkpoint in {location.name} reads back differently",
        )
