"""Composes records behind a cutoff: frozen rows and the acts on them -> Snapshot v1 -> a record in the catalogue, once.

Record ids and salts derive from the seed of the cut row, so a try after a crash makes the same snapshot
(ADR 0009). In the transaction of the cutoff itself: a crash leaves neither or both. It prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.amendments.model import Act
from records.amendments.reach import CLASS_JOURNAL, SUMMARY_SHEET, Shown, acts_shown
from records.amendments.reading import read_acts
from records.closing.snapshot import ActFacts, CutoffFacts, RecordFacts, Snapshot, as_of, journal_snapshot
from records.closing.tables import SnapshotRow
from records.closing.year_snapshot import class_journal_snapshot, summary_sheet_snapshot
from records.errors import StateError
from records.gradebook.content import ClassFacts
from records.gradebook.reading import JournalKey, people, read_journal
from records.gradebook.tables import ClassYear, JournalPeriod
from records.gradebook.year_content import YearContent
from records.gradebook.year_reading import read_year
from records.identity import derived_id
from records.lifecycle import ClosingState
from records.log.sequencer import position
from records.registers.dossier import dossier_for
from records.registers.kinds import RecordKind
from records.registers.record import RecordPlace, identity, live_record, register, replace_record
from records.registers.tables import Record
from retention.steps.asked import void_requests
from retention.steps.sources import read_sources
from retention.workshop import Workshop

_FIRST = 1


@dataclass(frozen=True, slots=True)
class Again:
    """Somebody's word that a declined record goes out again: who, when, why. An act that replaces one needs none."""

    actor: Actor
    at: datetime
    reason: str


def compose_journal(workshop: Workshop, session: Session, key: JournalKey) -> str:
    """The record of a cut period journal: the one that is there, or a new one. Raises StateError before the cutoff."""
    found = live_record(session, key.school, identity(RecordKind.PERIOD_JOURNAL, key.journal, key.period))
    return found.id if found else issue_journal(workshop, session, key, None)


def issue_journal(
    workshop: Workshop,
    session: Session,
    key: JournalKey,
    before: Record | None,
    again: Again | None = None,
) -> str:
    """The next revision of a period journal, in the place of `before`; the first one without it."""
    row = session.get_one(JournalPeriod, (key.school, key.journal, key.period), with_for_update=True)
    what = identity(RecordKind.PERIOD_JOURNAL, key.journal, key.period)
    cutoff, content = cutoff_of(row), read_journal(session, key)
    facts = next_revision(row.seed, RecordKind.PERIOD_JOURNAL, what, before)
    shown = Shown(RecordKind.PERIOD_JOURNAL, key.journal, key.period)
    acts = act_facts(session, key.school, acts_shown(read_acts(session, key.school, content.facts.id), shown))
    names = {**content.people, **_names(session, key.school, cutoff)}
    snapshot = journal_snapshot(content, facts, workshop.policy(session), cutoff, names, row.seed, acts)
    place = _place(
        workshop, session, content.facts, facts.kind, f"Журнал: {content.title}", as_of(cutoff, acts)
    )
    place = replace(place, journal_id=key.journal, period_id=key.period)
    return enter_record(workshop, session, what, place, snapshot, as_of(cutoff, acts), before, again)


def compose_year(workshop: Workshop, session: Session, class_id: str) -> tuple[str, ...]:
    """The records of a cut year: class journal and summary sheet. Raises StateError before the cutoff."""
    found = []
    for shown in (CLASS_JOURNAL, SUMMARY_SHEET):
        live = live_record(session, workshop.school, identity(shown.kind, class_id))
        found.append(live.id if live else issue_of_year(workshop, session, class_id, shown.kind, None))
    return tuple(found)


def issue_of_year(
    workshop: Workshop,
    session: Session,
    class_id: str,
    kind: RecordKind,
    before: Record | None,
    again: Again | None = None,
) -> str:
    """The next revision of the class journal or the summary sheet, in the place of `before`."""
    row = session.get_one(ClassYear, (workshop.school, class_id), with_for_update=True)
    content, cutoff = read_year(session, workshop.school, class_id), cutoff_of(row)
    shown = CLASS_JOURNAL if kind is RecordKind.CLASS_JOURNAL else SUMMARY_SHEET
    acts = act_facts(
        session, workshop.school, acts_shown(read_acts(session, workshop.school, class_id), shown)
    )
    what = identity(kind, class_id)
    facts = next_revision(row.seed, kind, what, before)
    title, snapshot = _of_year(workshop, session, row, content, cutoff, facts, acts)
    place = _place(workshop, session, content.facts, kind, title, as_of(cutoff, acts))
    return enter_record(workshop, session, what, place, snapshot, as_of(cutoff, acts), before, again)


def _of_year(
    workshop: Workshop,
    session: Session,
    row: ClassYear,
    content: YearContent,
    cutoff: CutoffFacts,
    facts: RecordFacts,
    acts: Sequence[ActFacts],
) -> tuple[str, Snapshot]:
    """Title and snapshot."""
    policy = workshop.policy(session)
    names = {**content.people, **_names(session, workshop.school, cutoff)}
    if facts.kind is RecordKind.SUMMARY_SHEET:
        snapshot = summary_sheet_snapshot(content, facts, policy, cutoff, names, row.seed, acts)
        return f"Сводная ведомость {content.title}", snapshot
    sources = read_sources(session, workshop.school, content)
    signers = {signature.person for source in sources for signature in source.signatures}
    names = {**names, **people(session, workshop.school, signers)}
    snapshot = class_journal_snapshot(content, sources, facts, policy, cutoff, names, row.seed, acts)
    return f"Классный журнал {content.title}", snapshot


def record_of(
    seed: bytes, kind: RecordKind, what: str, revision: int = _FIRST, replaces: str | None = None
) -> RecordFacts:
    """The record that a cutoff makes of an identity, or a later revision of it."""
    return RecordFacts(derived_id(seed, "record", what, str(revision)), kind, revision, replaces)


def next_revision(seed: bytes, kind: RecordKind, what: str, before: Record | None) -> RecordFacts:
    """The first revision of an identity, or the one after `before`."""
    if before is None:
        return record_of(seed, kind, what)
    return record_of(seed, kind, what, before.revision + 1, before.id)


def act_facts(session: Session, school: str, acts: Sequence[Act]) -> tuple[ActFacts, ...]:
    """What a snapshot says of the acts that it shows. Raises StateError before an act is in the log."""
    return tuple(_act_facts(session, school, act) for act in acts)


def _act_facts(session: Session, school: str, act: Act) -> ActFacts:
    snapshot = session.get_one(SnapshotRow, (school, act.record))
    index = position(session, school, snapshot.event_id)
    return ActFacts(act.record, act.kind.value, act.number, act.date, snapshot.digest, index, act.at)


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
    workshop: Workshop, session: Session, facts: ClassFacts, kind: RecordKind, title: str, at: datetime
) -> RecordPlace:
    dossier = dossier_for(session, facts, kind, workshop.policy(session), at, workshop.entropy)
    return RecordPlace(facts.id, facts.year_id, dossier.id, title)


def enter_record(
    workshop: Workshop,
    session: Session,
    what: str,
    place: RecordPlace,
    snapshot: Snapshot,
    at: datetime,
    before: Record | None,
    again: Again | None,
) -> str:
    """Register a revision, in the place of `before`: one transaction, so that one of them is live at any time."""
    # Everything about the record has the time of the cutoff or of the act, whenever the try that succeeds may run;
    # what a person sends again has the time of that.
    by = again or Again(workshop.actor, at, "")
    record = register(session, workshop.actor, what, place, snapshot, by.at, workshop.entropy)
    if before:
        replace_record(session, by.actor, before, record.id, by.at, workshop.entropy, by.reason)
        if before.sealed_sha256 is None:
            void_requests(session, before)
    return record.id
