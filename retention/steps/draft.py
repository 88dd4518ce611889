"""Shows a teacher the watermarked draft of a period and takes the confirmation, with server-held consent (demo).

The draft is printed by the same press as the record; what is confirmed is the digest of the rows and of the PDF.
It cuts nothing off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records.actor import Actor
from records.closing.cutoff import Confirmation, confirm_journal
from records.closing.snapshot import CutoffFacts, RecordFacts, journal_snapshot
from records.digest import sha256
from records.documents.compose import compose
from records.documents.pdfa import render_draft
from records.gradebook.reading import JournalKey, read_journal
from records.gradebook.tables import JournalPeriod
from records.lifecycle import ClosingState
from records.registers.kinds import RecordKind
from retention.workshop import Workshop

_DRAFT = RecordFacts("draft", RecordKind.PERIOD_JOURNAL, 0)


@dataclass(frozen=True, slots=True)
class Draft:
    """The printed draft, whose journal it is, and what a confirmation of it would say."""

    pdf: bytes
    teacher: str
    seen: Confirmation


def print_draft(workshop: Workshop, key: JournalKey, at: datetime) -> Draft:
    """The draft of a period as it stands."""
    with workshop.transaction() as session:
        row = session.get_one(JournalPeriod, (key.school, key.journal, key.period))
        content, policy = read_journal(session, key), workshop.policy(session)
    cutoff = CutoffFacts(content.teacher, at, None)
    snapshot = journal_snapshot(content, _DRAFT, policy, cutoff, content.people, row.seed)
    pdf = render_draft(compose(snapshot.body))
    return Draft(pdf, content.teacher, Confirmation(content.digest(), sha256(pdf)))


def confirm_draft(workshop: Workshop, key: JournalKey, at: datetime) -> None:
    """Print the draft and confirm it as the journal's teacher. A confirmed or cut period stays as it is."""
    with workshop.transaction() as session:
        state = session.get_one(JournalPeriod, (key.school, key.journal, key.period)).state
    if state in (ClosingState.CONFIRMED, ClosingState.CUT):
        return
    draft = print_draft(workshop, key, at)
    actor = Actor(draft.teacher, "server-key", workshop.school)
    with workshop.transaction() as session:
        policy = workshop.policy(session)
        confirm_journal(session, actor, key, draft.seen, at, policy, workshop.entropy)
