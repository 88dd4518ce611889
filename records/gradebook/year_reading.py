"""Reads a class's year from the database into frozen values: marks by subject, decisions, absences, remarks.

A pupil of a subgroup has the marks of that subgroup's journal. It judges nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from records.amendments.model import Amended, Spot
from records.amendments.overlay import facts_by_pupil, over_decisions, over_values
from records.amendments.reading import read_amended
from records.gradebook.content import ClassFacts, Named, PeriodFacts, RemarkFacts
from records.gradebook.presence_reading import read_presences
from records.gradebook.reading import people, period_facts, read_class, read_memberships, remark_facts
from records.gradebook.tables import CouncilDecision, Journal, JournalPeriod, PeriodMark, Remark
from records.gradebook.tables import YearMark as YearMarkRow
from records.gradebook.year_content import (
    YEAR_KINDS,
    Decision,
    JournalFacts,
    Particulars,
    PupilYear,
    SubjectMarks,
    YearContent,
    count_absences,
)
from records.lifecycle import ClosingState
from records.school.tables import Period, Subgroup, SubgroupMember, Subject

Marks: TypeAlias = "dict[tuple[str, str], dict[str, str]]"


def read_periods(session: Session, school: str, class_id: str) -> tuple[PeriodFacts, ...]:
    """The periods in which the class has journals, in order."""
    # Not as a join: SQLite would begin it with the journals of all years.
    journals = select(Journal.id).where(Journal.school_id == school, Journal.class_id == class_id)
    theirs = select(JournalPeriod.period_id).where(
        JournalPeriod.school_id == school, JournalPeriod.journal_id.in_(journals)
    )
    query = select(Period).where(Period.school_id == school, Period.id.in_(theirs)).order_by(Period.starts)
    return tuple(period_facts(row) for row in session.scalars(query))


def read_journals(session: Session, school: str, class_id: str) -> tuple[JournalFacts, ...]:
    """The class's journals in curriculum order."""
    query = (
        select(Journal, Subject, Subgroup)
        .join(Subject, and_(Subject.school_id == Journal.school_id, Subject.id == Journal.subject_id))
        .outerjoin(
            Subgroup, and_(Subgroup.school_id == Journal.school_id, Subgroup.id == Journal.subgroup_id)
        )
        .where(Journal.school_id == school, Journal.class_id == class_id)
        .order_by(Journal.position)
    )
    return tuple(
        JournalFacts(j.id, Named(s.id, s.name), Named(g.id, g.name) if g else None, j.teacher_id)
        for j, s, g in session.execute(query)
    )


def read_year(session: Session, school: str, class_id: str, upto: int | None = None) -> YearContent:
    """Everything of the class's year as it stands now: with the acts up to that number (None: all of them).

    Raises NotFoundError.
    """
    facts = read_class(session, school, class_id)
    periods = read_periods(session, school, class_id)
    journals = read_journals(session, school, class_id)
    remarks = _remarks(session, school, class_id)
    subjects = tuple({j.subject.id: j.subject for j in journals}.values())
    named = {facts.class_teacher, *(j.teacher for j in journals), *(r.author for r in remarks)}
    return YearContent(
        facts=facts,
        periods=periods,
        subjects=subjects,
        journals=journals,
        pupils=_pupils(session, facts, periods, journals, read_amended(session, school, class_id, upto)),
        remarks=remarks,
        uncut=_uncut(session, school, class_id),
        people=people(session, school, named),
    )


def _remarks(session: Session, school: str, class_id: str) -> tuple[RemarkFacts, ...]:
    query = select(Remark).where(Remark.school_id == school, Remark.class_id == class_id)
    return tuple(remark_facts(r) for r in session.scalars(query.order_by(Remark.date, Remark.id)))


def _uncut(session: Session, school: str, class_id: str) -> tuple[str, ...]:
    query = (
        select(Subject.name, Period.title)
        .select_from(JournalPeriod)
        .join(
            Journal,
            and_(Journal.school_id == JournalPeriod.school_id, Journal.id == JournalPeriod.journal_id),
        )
        .join(Subject, and_(Subject.school_id == Journal.school_id, Subject.id == Journal.subject_id))
        .join(Period, and_(Period.school_id == JournalPeriod.school_id, Period.id == JournalPeriod.period_id))
        .where(JournalPeriod.school_id == school, Journal.class_id == class_id)
        .where(JournalPeriod.state != ClosingState.CUT.value)
        .order_by(Journal.position, Period.starts)
    )
    return tuple(f"{subject}, {title}" for subject, title in session.execute(query))


def _pupils(
    session: Session,
    facts: ClassFacts,
    periods: tuple[PeriodFacts, ...],
    journals: tuple[JournalFacts, ...],
    amended: Sequence[Amended],
) -> tuple[PupilYear, ...]:
    school = facts.school.id
    members = read_memberships(session, school, facts.id)
    chosen = _pupils_of_journals(session, school, journals, set(members))
    period_marks = _period_marks(session, school, journals)
    year_marks = _year_marks(session, school, facts.id)
    over_values(period_marks, amended, frozenset({Spot.PERIOD}))
    over_values(year_marks, amended, frozenset(map(Spot, YEAR_KINDS)))
    presences = read_presences(session, school, journals, members, chosen, amended)
    decisions = over_decisions(_decisions(session, school, facts.id), amended)
    changed = facts_by_pupil(amended, {journal.id: journal.subject.id for journal in journals})
    result = []
    for pupil, membership in members.values():
        marks = tuple(
            _subject_marks(journal, pupil.id, period_marks, year_marks)
            for journal in journals
            if pupil.id in chosen[journal.id]
        )
        absences = tuple(count_absences(p.id, presences[pupil.id]) for p in periods)
        result.append(
            PupilYear(
                pupil.id,
                pupil.name,
                pupil.birth_date,
                pupil.file_no,
                membership,
                absences,
                marks,
                Particulars(pupil.address, tuple((pupil.parents or "").splitlines()), pupil.phone),
                decisions.get(pupil.id),
                changed.get(pupil.id, ()),
            )
        )
    return tuple(result)


def _subject_marks(journal: JournalFacts, pupil: str, period_marks: Marks, year_marks: Marks) -> SubjectMarks:
    of_year = year_marks.get((journal.id, pupil), {})
    year, exam, final = (of_year.get(kind) for kind in YEAR_KINDS)
    return SubjectMarks(journal.subject.id, period_marks.get((journal.id, pupil), {}), year, exam, final)


def _pupils_of_journals(
    session: Session, school: str, journals: tuple[JournalFacts, ...], everyone: set[str]
) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    query = select(SubgroupMember.subgroup_id, SubgroupMember.pupil_id).where(
        SubgroupMember.school_id == school
    )
    for group, pupil in session.execute(query):
        groups[group].add(pupil)
    return {j.id: groups[j.subgroup.id] if j.subgroup else everyone for j in journals}


def _period_marks(session: Session, school: str, journals: tuple[JournalFacts, ...]) -> Marks:
    query = select(PeriodMark.journal_id, PeriodMark.pupil_id, PeriodMark.period_id, PeriodMark.value).where(
        PeriodMark.school_id == school, PeriodMark.journal_id.in_([j.id for j in journals])
    )
    found: Marks = defaultdict(dict)
    for journal, pupil, period, value in session.execute(query.order_by(PeriodMark.seq)):
        found[journal, pupil][period] = value
    return {key: {period: value for period, value in marks.items() if value} for key, marks in found.items()}


def _year_marks(session: Session, school: str, class_id: str) -> Marks:
    query = select(YearMarkRow.journal_id, YearMarkRow.pupil_id, YearMarkRow.kind, YearMarkRow.value).where(
        YearMarkRow.school_id == school, YearMarkRow.class_id == class_id
    )
    found: Marks = defaultdict(dict)
    for journal, pupil, kind, value in session.execute(query.order_by(YearMarkRow.seq)):
        found[journal, pupil][kind] = value
    return {key: {kind: value for kind, value in marks.items() if value} for key, marks in found.items()}


def _decisions(session: Session, school: str, class_id: str) -> dict[str, Decision]:
    d = CouncilDecision
    query = select(d.pupil_id, d.value, d.protocol, d.protocol_date).where(
        d.school_id == school, d.class_id == class_id
    )
    found: dict[str, Decision] = {}
    for pupil, text, protocol, day in session.execute(query.order_by(d.seq)):
        found.pop(pupil, None)  # an empty version takes the one before away
        if text and protocol and day:
            found[pupil] = Decision(text, protocol, day)
    return found
