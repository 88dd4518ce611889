"""Composes records behind a cutoff: frozen rows -> Snapshot v1 -> a record in the catalogue, once.

Record ids and salts derive from the seed of the cut row, so a try after a crash makes the same snapshot
(ADR 0009). In the transaction of the cutoff itself: a crash leaves neither or both. It prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from records.closing.snapshot import CutoffFacts, RecordFacts, Snapshot, journal_snapshot
from records.closing.tables import SnapshotRow
from records.closing.year_snapshot import (
    SignatureFacts,
    SourceFacts,
    class_journal_snapshot,
    summary_sheet_snapshot,
)
from records.errors import StateError
from records.gradebook.content import ClassFacts
from records.gradebook.reading import JournalKey, people, read_journal
from records.gradebook.tables import ClassYear, JournalPeriod
from records.gradebook.year_content import YearContent
from records.gradebook.year_reading import read_year
from records.identity import derived_id
from records.lifecycle import ClosingState, RecordState
from records.log.sequencer import position
from records.registers.dossier import dossier_for
from records.registers.kinds import RecordKind
from records.registers.record import RecordPlace, identity, live_record, register
from records.registers.tables import Record
from retention.steps.sign import requests_of
from retention.workshop import Workshop

_FIRST = 1


def compose_journal(workshop: Workshop, session: Session, key: JournalKey) -> str:
    """The record of a cut period journal: the one that is there, or a new one. Raises StateError before the cutoff."""
    row = session.get_one(JournalPeriod, (key.school, key.journal, key.period), with_for_update=True)
    what = identity(RecordKind.PERIOD_JOURNAL, key.journal, key.period)
    found = live_record(session, key.school, what)
    if found:
        return found.id
    cutoff = cutoff_of(row)
    content = read_journal(session, key)
    facts = record_of(row.seed, RecordKind.PERIOD_JOURNAL, what)
    names = {**content.people, **_names(session, key.school, cutoff)}
    snapshot = journal_snapshot(content, facts, workshop.policy(session), cutoff, names, row.seed)
    place = _place(workshop, session, content.facts, facts.kind, cutoff, f"Журнал: {content.title}", key)
    return _register(workshop, session, what, place, snapshot, cutoff)


def compose_year(workshop: Workshop, session: Session, class_id: str) -> tuple[str, ...]:
    """The records of a cut year: class journal and summary sheet. Raises StateError before the cutoff."""
    row = session.get_one(ClassYear, (workshop.school, class_id), with_for_update=True)
    content = read_year(session, workshop.school, class_id)
    cutoff = cutoff_of(row)
    return tuple(
        _compose_of_year(workshop, session, row, content, cutoff, kind)
        for kind in (RecordKind.CLASS_JOURNAL, RecordKind.SUMMARY_SHEET)
    )


def _compose_of_year(
    workshop: Workshop,
    session: Session,
    row: ClassYear,
    content: YearContent,
    cutoff: CutoffFacts,
    kind: RecordKind,
) -> str:
    what = identity(kind, row.class_id)
    found = live_record(session, workshop.school, what)
    if found:
        return found.id
    facts, policy = record_of(row.seed, kind, what), workshop.policy(session)
    names = {**content.people, **_names(session, workshop.school, cutoff)}
    if kind is RecordKind.CLASS_JOURNAL:
        sources = _sources(session, workshop.school, content)
        signers = {signature.person for source in sources for signature in source.signatures}
        names = {**names, **people(session, workshop.school, signers)}
        snapshot = class_journal_snapshot(content, sources, facts, policy, cutoff, names, row.seed)
        title = f"Классный журнал {content.title}"
    else:
        snapshot = summary_sheet_snapshot(content, facts, policy, cutoff, names, row.seed)
        title = f"Сводная ведомость {content.title}"
    place = _place(workshop, session, content.facts, kind, cutoff, title, None)
    return _register(workshop, session, what, place, snapshot, cutoff)


def record_of(seed: bytes, kind: RecordKind, what: str) -> RecordFacts:
    """The record that this cutoff makes of an identity."""
    return RecordFacts(derived_id(seed, "record", what, str(_FIRST)), kind, _FIRST)


def cutoff_of(row: JournalPeriod | ClassYear) -> CutoffFacts:
    """Who cut off, when and why. Raises StateError before the cutoff."""
    if row.state != ClosingState.CUT or row.cut_by is None or row.cut_at is None:
        raise StateError("compose.not_cut", "Период ещё не закрыт.", "the period is not cut off yet")
    return CutoffFacts(
        row.cut_by, row.cut_at, row.cut_reason, row.confirmed_by, row.confirmed_at, row.draft or None
    )


def _names(session: Session, school: str, cutoff: CutoffFacts) -> Mapping[str, str]:
    return people(session, school, {person for person in (cutoff.by, cutoff.confirmed_by) if person})


def _place(
    workshop: Workshop,
    session: Session,
    facts: ClassFacts,
    kind: RecordKind,
    cutoff: CutoffFacts,
    title: str,
    key: JournalKey | None,
) -> RecordPlace:
    dossier = dossier_for(session, facts, kind, workshop.policy(session), cutoff.at, workshop.entropy)
    journal, period = (key.journal, key.period) if key else (None, None)
    return RecordPlace(facts.id, facts.year_id, dossier.id, title, journal, period)


def _register(
    workshop: Workshop,
    session: Session,
    what: str,
    place: RecordPlace,
    snapshot: Snapshot,
    cutoff: CutoffFacts,
) -> str:
    # Everything about the record has the time of the cutoff, whenever the try that succeeds may run.
    return register(session, workshop.actor, what, place, snapshot, cutoff.at, workshop.entropy).id


def _sources(session: Session, school: str, content: YearContent) -> list[SourceFacts]:
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
        SignatureFacts(r.role, r.person_id, r.signed_at, r.level, r.certificate)
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
