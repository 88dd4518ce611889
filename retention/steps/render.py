"""Prints a record: snapshot and anchor -> PDF/A-3u, staged in every location; the class journal from its sources.

A crash before the move leaves a staged file that the next try stages again (same bytes, same name) or the
sweep removes. It signs nothing.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from records.closing.snapshot import Snapshot, parse
from records.closing.tables import SnapshotRow
from records.digest import sha256
from records.documents.compose import compose
from records.documents.pdfa import render
from records.lifecycle import RecordState
from records.registers.record import anchor_of, get_record, move_record
from retention.errors import StagingError
from retention.sealed import read_sealed, validate_sealed
from retention.staging import stage
from retention.workshop import Workshop


def load_snapshot(session: Session, school: str, record: str) -> Snapshot:
    """The stored snapshot, checked against itself. Raises InputError."""
    return parse(session.get_one(SnapshotRow, (school, record)).body)


def render_record(workshop: Workshop, record_id: str, at: datetime) -> None:
    """Print the record and move it from composed to rendered."""
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        snapshot = load_snapshot(session, workshop.school, record_id)
        anchor = anchor_of(session, record, workshop.log)
    document = compose(snapshot.body)
    pdf = render(document, anchor, source_renditions(workshop, snapshot, at))
    digest = stage(workshop.locations, pdf)
    with workshop.transaction() as session:
        record = get_record(session, workshop.school, record_id)
        move_record(
            session,
            workshop.actor,
            record,
            RecordState.RENDERED,
            at,
            workshop.entropy,
            {"rendition": digest},
            rendition_sha256=digest,
            rendition_size=len(pdf),
        )


def source_renditions(workshop: Workshop, snapshot: Snapshot, at: datetime) -> dict[str, bytes]:
    """Source record -> its unsigned rendition: the byte prefix of the archived, validated, signed PDF.

    Raises SignatureInvalid or StagingError when a source does not validate: nothing is assembled from it.
    """
    sources = {}
    for source in snapshot.body.get("sources", ()):
        sealed = read_sealed(workshop, source["record"])
        validate_sealed(workshop, sealed, at)
        rendition = sealed.pdf[: source["rendition"]["size"]]
        if sha256(rendition) != source["rendition"]["sha256"]:
            raise StagingError(
                "source.changed",
                f"Печатная форма «{source['title']}» не та, что зафиксирована. Выполните letopis verify.",
                f"the rendition of '{source['title']}' is not the one recorded; run letopis verify",
            )
        sources[source["record"]] = rendition
    return sources
