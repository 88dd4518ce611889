"""Composes the record of a correction act or a supplement: its rows -> its snapshot -> a record, once.

In the transaction that enters the act: a crash leaves neither or both. Its id derives from the seed of the class's year
like those of the records that it changes (ADR 0009). It prints nothing.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from records.amendments.model import Act
from records.amendments.reach import Shown, demanded, in_order
from records.amendments.reading import read_acts
from records.closing.act_snapshot import ActContent, TouchedFacts, act_snapshot
from records.closing.tables import SnapshotRow
from records.errors import NotFoundError
from records.gradebook.content import Named
from records.gradebook.reading import people, read_class, read_memberships
from records.gradebook.tables import ClassYear, Journal
from records.registers.dossier import dossier_for, longest_kept
from records.registers.kinds import RecordKind
from records.registers.record import RecordPlace, identity, live_record
from records.registers.tables import Record
from records.school.tables import Subject
from records.times import russian_date
from retention.steps.compose import Again, enter_record, next_revision
from retention.workshop import Workshop

TITLES = {
    RecordKind.CORRECTION_ACT: "Акт об исправлении",
    RecordKind.SUPPLEMENT: "Дополнение, протокол",
}


def compose_act(workshop: Workshop, session: Session, class_id: str, act_id: str) -> str:
    """The record of an entered act: the one that is there, or a new one."""
    act = find_act(session, workshop.school, class_id, act_id)
    return act.record or issue_act(workshop, session, act, None, None)


def issue_act(
    workshop: Workshop, session: Session, act: Act, before: Record | None, again: Again | None
) -> str:
    """The next revision of an act's record, in the place of `before`; the first one without it."""
    class_id = act.class_id
    kind, what = RecordKind(act.kind), identity(RecordKind(act.kind), act.id)
    year = session.get_one(ClassYear, (workshop.school, class_id))
    content, policy = read_act_content(session, workshop.school, act), workshop.policy(session)
    touched = _touched(session, workshop.school, act)
    names = people(session, workshop.school, {act.author, content.teacher})
    facts = next_revision(year.seed, kind, what, before)
    snapshot = act_snapshot(
        content, [_touched_facts(session, row) for row in touched], facts, policy, names, year.seed
    )
    kept = longest_kept({shown.kind for shown in demanded(act)}, policy)
    dossier = dossier_for(session, content.facts, kept, policy, act.at, workshop.entropy)
    place = RecordPlace(
        class_id, content.facts.year_id, dossier.id, _title(act, content), only_journal(act), None
    )
    return enter_record(workshop, session, what, place, snapshot, act.at, before, again)


def find_act(session: Session, school: str, class_id: str, act_id: str) -> Act:
    """The act with that id. Raises NotFoundError."""
    for act in read_acts(session, school, class_id):
        if act.id == act_id:
            return act
    raise NotFoundError(
        "amendment.unknown", f"Акта или дополнения {act_id} нет.", f"there is no act or supplement {act_id}"
    )


def only_journal(act: Act) -> str | None:
    """The journal of an act that is about one: its teacher signs; of several the class teacher does."""
    journals = {value.journal for value in act.values}
    return journals.pop() if len(journals) == 1 else None


def read_act_content(session: Session, school: str, act: Act) -> ActContent:
    """The act with the names of what it is about, as they are today."""
    facts = read_class(session, school, act.class_id)
    members = read_memberships(session, school, act.class_id)
    named = {value.pupil for value in act.values}
    journals = {value.journal for value in act.values if value.journal}
    rows = sorted((session.get_one(Journal, (school, journal)) for journal in journals), key=_place)
    only = only_journal(act)
    return ActContent(
        act=act,
        facts=facts,
        subjects={row.id: _subject(session, row) for row in rows},
        pupils=[Named(pupil.id, pupil.name) for pupil, _ in members.values() if pupil.id in named],
        teacher=next(row.teacher_id for row in rows if row.id == only) if only else facts.class_teacher,
    )


def _place(row: Journal) -> int:
    return row.position


def _subject(session: Session, row: Journal) -> Named:
    subject = session.get_one(Subject, (row.school_id, row.subject_id))
    return Named(subject.id, subject.name)


def _title(act: Act, content: ActContent) -> str:
    title = f"{TITLES[RecordKind(act.kind)]} № {act.number} от {russian_date(act.date)}"
    return f"{title}, {content.facts.name}, {content.facts.year_label}"


def _touched(session: Session, school: str, act: Act) -> list[Record]:
    """The records that will be issued anew for it, as they stand."""
    found = (live_record(session, school, what_of(shown, act.class_id)) for shown in in_order(demanded(act)))
    return [record for record in found if record]


def what_of(shown: Shown, class_id: str) -> str:
    """The identity of a record by what it shows."""
    if shown.kind is RecordKind.PERIOD_JOURNAL:
        return identity(shown.kind, shown.journal, shown.period)
    return identity(shown.kind, class_id)


def _touched_facts(session: Session, record: Record) -> TouchedFacts:
    digest = session.get_one(SnapshotRow, (record.school_id, record.id)).digest
    return TouchedFacts(record.id, record.kind, record.title, record.revision, digest)
