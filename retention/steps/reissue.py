"""Issues records anew for correction acts and supplements: which do not show them yet, and the revision that does.

What there is to do follows from the rows: the acts of a class, and the acts that the snapshot of each live record names
(ADR 18). In the transaction that registers revision n+1, n is replaced. It prints nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy.orm import Session

from records.amendments.model import Act
from records.amendments.reach import Shown, demanded, in_order
from records.amendments.reading import read_acts
from records.closing.tables import SnapshotRow
from records.errors import StateError
from records.gradebook.reading import JournalKey
from records.lifecycle import RecordState
from records.registers.kinds import RecordKind
from records.registers.record import live_record
from records.registers.tables import Record
from retention.steps.asked import declined_of, requests_of
from retention.steps.compose import issue_journal, issue_of_year
from retention.steps.compose_act import what_of
from retention.workshop import Workshop


def is_finished(record: Record) -> bool:
    """Whether the conveyor has brought the record to the archive, or it is past that."""
    return record.state in (RecordState.REPLICATED, RecordState.REPLACED, RecordState.DESTROYED)


def is_ready(session: Session, record: Record) -> bool:
    """Whether a next revision may follow: it is finished, or was declined and some act changes what it says."""
    if is_finished(record):
        return True
    asked = requests_of(session, record.school_id, record.id)
    return declined_of(asked) is not None and is_stale(session, record)


def records_for(session: Session, school: str, act: Act) -> list[tuple[Shown, Record]]:
    """The live records that an act asks for."""
    asked = in_order(demanded(act))
    found = ((shown, live_record(session, school, what_of(shown, act.class_id))) for shown in asked)
    return [(shown, record) for shown, record in found if record]


def acts_named(session: Session, record: Record) -> frozenset[str]:
    """The records of the acts that a record shows."""
    body = json.loads(session.get_one(SnapshotRow, (record.school_id, record.id)).body)
    return frozenset(shown["record"] for shown in body["corrections"])


def touched(
    session: Session, school: str, class_id: str, kinds: Iterable[RecordKind]
) -> list[tuple[Shown, Record]]:
    """The live records of these kinds that some act of the class asks for."""
    acts = read_acts(session, school, class_id)
    found = {shown: record for act in acts for shown, record in records_for(session, school, act)}
    return [(shown, found[shown]) for shown in in_order(found) if shown.kind in kinds]


def is_stale(session: Session, record: Record) -> bool:
    """Whether some act asks for the record and is not shown by it."""
    acts = read_acts(session, record.school_id, record.class_id)
    named = acts_named(session, record)
    return any(
        act.record not in named
        for act in acts
        if record.identity in {what_of(shown, act.class_id) for shown in demanded(act)}
    )


def reissue(workshop: Workshop, session: Session, class_id: str, shown: Shown) -> str:
    """Register the next revision; the one before is replaced in the same transaction."""
    before = live_record(session, workshop.school, what_of(shown, class_id))
    if shown.kind is RecordKind.PERIOD_JOURNAL:
        key = JournalKey(workshop.school, shown.journal, shown.period)
        return issue_journal(workshop, session, key, before)
    return issue_of_year(workshop, session, class_id, shown.kind, before)


def pending(session: Session, school: str, class_id: str) -> tuple[Act, ...]:
    """The acts that were entered and are not carried out to the end."""
    return tuple(act for act in read_acts(session, school, class_id) if _is_pending(session, school, act))


def _is_pending(session: Session, school: str, act: Act) -> bool:
    own = session.get(Record, (school, act.record))
    if own is None or not is_finished(own):
        return True
    asked = [record for _, record in records_for(session, school, act)]
    return any(not is_finished(record) or act.record not in acts_named(session, record) for record in asked)


def check_settled(session: Session, school: str, class_id: str) -> None:
    """Raise StateError while an act of the class is not carried out: its year would be closed without it."""
    if left := pending(session, school, class_id):
        numbers = ", ".join(act.number for act in left)
        raise StateError(
            "amendment.unsettled",
            f"Акты не доведены до конца: № {numbers}. Повторите letopis correct с тем же номером, затем закройте год.",
            f"acts are not carried out to the end: {numbers}; repeat 'letopis correct', then close the year",
        )
