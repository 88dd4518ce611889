"""Describes a record for its bag: record.json, from which the catalogue can be rebuilt and the anchor proven.

Identity, dossier and term entry, signatures, and the log event of the snapshot with salt, inclusion proof and
checkpoint (RFC 9162, C2SP). The same catalogue gives the same bytes. It reads the database and writes nothing.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from records.closing.tables import SnapshotRow
from records.digest import Json, canonical
from records.errors import StateError
from records.log.note import NoteVerifier
from records.log.sequencer import head_after, position, proof
from records.log.store import LogEvent
from records.registers.tables import Dossier, FilePlanEntry, Record
from records.school.tables import SchoolYear
from records.times import rfc3339
from retention.steps.asked import requests_of
from signing.request import SignatureRequest

SCHEMA = "letopis/record/1"


def describe(session: Session, record: Record, verifier: NoteVerifier) -> bytes:
    """record.json as canonical JSON. Raises StateError before the record is sealed and anchored."""
    if record.sealed_at is None:
        raise StateError(
            "record.not_sealed",
            f"Документ {record.id} ещё не подписан всеми.",
            f"record {record.id} is not sealed yet",
        )
    year = session.get_one(SchoolYear, (record.school_id, record.year_id))
    requests = requests_of(session, record.school_id, record.id)
    return canonical(
        {
            "schema": SCHEMA,
            "record": {
                "id": record.id,
                "school": record.school_id,
                "kind": record.kind,
                "identity": record.identity,
                "revision": record.revision,
                "replaces": record.replaces_id,
                "title": record.title,
                "class": record.class_id,
                "year": {"id": year.id, "label": year.label},
                "journal": record.journal_id,
                "period": record.period_id,
                "created_at": rfc3339(record.created_at),
                "sealed_at": rfc3339(record.sealed_at),
            },
            "dossier": _dossier(session, record),
            "rendition": {"sha256": record.rendition_sha256, "size": record.rendition_size},
            "sealed": {"sha256": record.sealed_sha256, "size": record.sealed_size},
            "signatures": [_signature(request) for request in requests],
            "anchor": _anchor(session, record, verifier),
        }
    )


def _dossier(session: Session, record: Record) -> Json:
    dossier = session.get_one(Dossier, (record.school_id, record.dossier_id))
    entry = session.get_one(FilePlanEntry, (record.school_id, dossier.entry_id))
    return {
        "id": dossier.id,
        "heading": dossier.heading,
        "index": entry.index,
        "term_years": entry.term_years,
        "article": entry.article,
    }


def _signature(request: SignatureRequest) -> Json:
    stood_in: dict[str, Json] = {"signed_by": request.signed_by, "order": request.order_no}
    return {
        **(stood_in if request.signed_by else {}),
        **({"key": request.asked_key} if request.asked_key else {}),
        **({"power": request.power} if request.power else {}),
        "position": request.position,
        "role": request.role,
        "field": request.field,
        "level": request.level,
        "person": request.person_id,
        "signed_at": rfc3339(request.signed_at) if request.signed_at else None,
        "certificate": request.certificate,
        "revision": {"sha256": request.revision_sha256, "size": request.revision_size},
    }


def _anchor(session: Session, record: Record, verifier: NoteVerifier) -> Json:
    snapshot = session.get_one(SnapshotRow, (record.school_id, record.id))
    event = session.get_one(LogEvent, snapshot.event_id)
    index = position(session, record.school_id, event.id)
    head = head_after(session, record.school_id, index)
    path = proof(session, record.school_id, index, head.head.size)
    return {
        "log": head.head.origin,
        "key": verifier.text(),
        "index": index,
        "digest": snapshot.digest,
        "event": event.body.decode() if event.body else None,
        "salt": event.salt.hex() if event.salt else None,
        "checkpoint": head.note,
        "proof": [node.hex() for node in path],
    }
