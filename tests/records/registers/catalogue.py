"""A record of the cast: Алгебра of 9А in the first quarter, entered as the conveyor enters it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.closing.snapshot import CutoffFacts, RecordFacts, journal_snapshot
from records.gradebook.reading import read_class, read_journal
from records.registers.dossier import dossier_for
from records.registers.kinds import RecordKind
from records.registers.record import RecordPlace, identity, register
from records.registers.tables import Dossier, Record
from records.school.policy import Policy
from tests.cast import ALGEBRA, ALGEBRA_Q1, CLASS, CUT_AT, PAVEL, Q1, SCHOOL, YEAR, SeededEntropy

CONVEYOR = Actor("conveyor", "system", SCHOOL)
WHAT = identity(RecordKind.PERIOD_JOURNAL, ALGEBRA, Q1)
RECORD = "record-1"


def open_dossier(
    session: Session, kind: RecordKind = RecordKind.PERIOD_JOURNAL, seed: str = "dossier"
) -> Dossier:
    """The dossier of the class for this kind of record."""
    facts = read_class(session, SCHOOL, CLASS)
    return dossier_for(session, facts, kind, Policy(), CUT_AT, SeededEntropy(seed))


def enter(
    session: Session,
    revision: int = 1,
    identifier: str = RECORD,
    replaces: str | None = None,
    at: datetime = CUT_AT,
) -> Record:
    """Enter the record with its snapshot."""
    facts = RecordFacts(identifier, RecordKind.PERIOD_JOURNAL, revision, replaces)
    content = read_journal(session, ALGEBRA_Q1)
    cutoff = CutoffFacts(PAVEL.person, CUT_AT, None)
    snapshot = journal_snapshot(content, facts, Policy(), cutoff, content.people, bytes(32))
    place = RecordPlace(CLASS, YEAR, open_dossier(session).id, "Журнал: Алгебра", ALGEBRA, Q1)
    return register(session, CONVEYOR, WHAT, place, snapshot, at, SeededEntropy())
