"""Shows the watermarked draft of a period to its teacher, of a year to the class teacher, and takes the confirmation.

The draft is printed by the same press as the record; what is confirmed is the digest of the rows and of the PDF. Same
rows and moment, same bytes: a draft that was shown is printed anew to be recognised, none is kept. It cuts nothing off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records.actor import Actor
from records.closing.cutoff import Confirmation, confirm_journal, confirm_year
from records.closing.snapshot import CutoffFacts, RecordFacts, journal_snapshot
from records.closing.year_snapshot import summary_sheet_snapshot
from records.digest import sha256
from records.documents.compose import compose
from records.documents.pdfa import render_draft
from records.errors import StateError
from records.gradebook.reading import JournalKey, read_journal
from records.gradebook.tables import ClassYear, ClosingColumns, JournalPeriod
from records.gradebook.year_reading import read_year
from records.lifecycle import ClosingState
from records.registers.kinds import RecordKind
from retention.workshop import Workshop

_DRAFT = RecordFacts("draft", RecordKind.PERIOD_JOURNAL, 0)
_YEAR_DRAFT = RecordFacts("draft", RecordKind.SUMMARY_SHEET, 0)


@dataclass(frozen=True, slots=True)
class Draft:
    """The printed draft, whose journal it is, and what a confirmation of it would say."""

    pdf: bytes
    teacher: str
    seen: Confirmation


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft that a person was shown: the moment of its printing and the SHA-256 of its bytes."""

    at: datetime
    digest: str


def print_draft(workshop: Workshop, key: JournalKey, at: datetime) -> Draft:
    """The draft of a period as it stands."""
    with workshop.transaction() as session:
        row = session.get_one(JournalPeriod, (key.school, key.journal, key.period))
        content, policy = read_journal(session, key), workshop.policy(session)
    cutoff = CutoffFacts(content.teacher, at, None)
    snapshot = journal_snapshot(content, _DRAFT, policy, cutoff, content.people, row.seed)
    pdf = render_draft(compose(snapshot.body))
    return Draft(pdf, content.teacher, Confirmation(content.digest(), sha256(pdf)))


def print_year_draft(workshop: Workshop, class_id: str, at: datetime) -> Draft:
    """The draft of a class's summary sheet as it stands."""
    with workshop.transaction() as session:
        row = session.get_one(ClassYear, (workshop.school, class_id))
        content, policy = read_year(session, workshop.school, class_id), workshop.policy(session)
    cutoff = CutoffFacts(content.facts.class_teacher, at, None)
    snapshot = summary_sheet_snapshot(content, _YEAR_DRAFT, policy, cutoff, content.people, row.seed)
    pdf = render_draft(compose(snapshot.body))
    return Draft(pdf, content.facts.class_teacher, Confirmation(content.digest(), sha256(pdf)))


def confirm_shown(workshop: Workshop, actor: Actor, key: JournalKey, shown: Shown, at: datetime) -> None:
    """Confirm the draft that was shown; a form sent twice confirms once.

    Raises StateError when the rows give another one now, NotReadyError.
    """
    draft = print_draft(workshop, key, shown.at)
    _check_same(draft, shown)
    with workshop.transaction() as session:
        if _stands(session.get_one(JournalPeriod, (key.school, key.journal, key.period)), actor, shown):
            return
        policy = workshop.policy(session)
        confirm_journal(session, actor, key, draft.seen, at, policy, workshop.entropy)


def confirm_shown_year(workshop: Workshop, actor: Actor, class_id: str, shown: Shown, at: datetime) -> None:
    """Confirm the draft of the year that was shown. Raises as confirm_shown does."""
    draft = print_year_draft(workshop, class_id, shown.at)
    _check_same(draft, shown)
    with workshop.transaction() as session:
        if _stands(session.get_one(ClassYear, (workshop.school, class_id)), actor, shown):
            return
        policy = workshop.policy(session)
        confirm_year(session, actor, class_id, draft.seen, at, policy, workshop.entropy)


def _stands(row: ClosingColumns, actor: Actor, shown: Shown) -> bool:
    """Whether this very confirmation has been given."""
    of = (row.state, row.confirmed_by, row.draft)
    return of == (ClosingState.CONFIRMED, actor.person, shown.digest)


def _check_same(draft: Draft, shown: Shown) -> None:
    if draft.seen.draft != shown.digest:
        raise StateError(
            "draft.changed",
            "Записи изменились с тех пор, как вам показали черновик. Просмотрите новый и подтвердите его.",
            "the rows changed since you were shown the draft; look at the new one and confirm it",
        )


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
