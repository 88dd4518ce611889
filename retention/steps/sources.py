"""Reads the period journals from which a class journal is assembled: each sealed, replicated, in its latest revision.

The catalogue in, SourceFacts for the snapshot out. It opens no rendition; render.py does.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from records.closing.tables import SnapshotRow
from records.closing.year_snapshot import SignatureFacts, SourceFacts
from records.errors import StateError
from records.gradebook.year_content import YearContent
from records.lifecycle import RecordState
from records.log.sequencer import position
from records.registers.kinds import RecordKind
from records.registers.record import identity, live_record
from records.registers.tables import Record
from retention.steps.asked import requests_of


def read_sources(session: Session, school: str, content: YearContent) -> list[SourceFacts]:
    """Every journal's every period. Raises StateError when one is not in the archive yet."""
    found = []
    for journal in content.journals:
        for period in content.periods:
            what = identity(RecordKind.PERIOD_JOURNAL, journal.id, period.id)
            record = live_record(session, school, what)
            if record is None or record.state != RecordState.REPLICATED:
                raise StateError(
                    "year.source_missing",
                    f"«{journal.subject.name}», {period.title}: журнал не подписан и не сохранён. Закройте период.",
                    f"{journal.subject.name}, {period.title}: not sealed and replicated yet; close the period",
                )
            found.append(_source(session, record, journal.id, period.id))
    return found


def _source(session: Session, record: Record, journal: str, period: str) -> SourceFacts:
    snapshot = session.get_one(SnapshotRow, (record.school_id, record.id))
    signatures = tuple(
        SignatureFacts(r.role, r.signer, r.signed_at, r.level, r.certificate)
        for r in requests_of(session, record.school_id, record.id)
        if r.signed_at and r.certificate
    )
    return SourceFacts(
        record=record.id,
        journal=journal,
        period=period,
        revision=record.revision,
        title=record.title,
        digest=snapshot.digest,
        index=position(session, record.school_id, snapshot.event_id),
        rendition_sha256=record.rendition_sha256 or "",
        rendition_size=record.rendition_size or 0,
        signatures=signatures,
    )
