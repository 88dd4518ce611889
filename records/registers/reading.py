"""Reads the registers from the database into values: school years, plan, dossiers with their records, who signs papers.

A bounded number of queries, whatever the number of dossiers. It judges nothing and reads no copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from records.actor import Role
from records.closing.tables import SnapshotRow
from records.documents.forms.parts import Signatory
from records.errors import NotFoundError
from records.gradebook.reading import read_policy
from records.lifecycle import RecordState
from records.registers.facts import DossierFacts, FiledRecord, HoldFacts, Staff, YearFacts, signature_name
from records.registers.kinds import RecordKind
from records.registers.tables import Dossier, FilePlanEntry, LegalHold, Record
from records.school.policy import Term
from records.school.staff import holder_name
from records.school.tables import Person, School, SchoolClass, SchoolYear
from records.times import local


def read_school_year(session: Session, school: str, label: str | None) -> YearFacts:
    """The year with that label, or the latest. Raises NotFoundError naming the years there are."""
    query = select(SchoolYear).where(SchoolYear.school_id == school).order_by(SchoolYear.starts.desc())
    rows = session.scalars(query).all()
    for row in rows:
        if label in (None, row.label):
            return YearFacts(row.id, row.label, row.starts, row.ends)
    known = ", ".join(row.label for row in rows) or "нет ни одного"
    raise NotFoundError(
        "registers.year",
        f"Учебного года {label or ''} нет. Есть: {known}.",
        f"no such school year; there are: {known}",
    )


def read_plan(session: Session, school: str, year: YearFacts) -> Sequence[Term]:
    """The lines of a year's file plan by index: those entered, and those that the policy expects."""
    rows = session.scalars(
        select(FilePlanEntry).where(FilePlanEntry.school_id == school, FilePlanEntry.year_id == year.id)
    )
    lines = {term.index: term for term in read_policy(session, school).terms.values()}
    lines |= {row.index: Term(row.index, row.heading, row.term_years, row.article) for row in rows}
    return tuple(lines[index] for index in sorted(lines))


def count_classes(session: Session, school: str, year: YearFacts) -> int:
    """How many classes the year has."""
    query = select(SchoolClass.id).where(SchoolClass.school_id == school, SchoolClass.year_id == year.id)
    return len(session.scalars(query).all())


def read_staff(session: Session, school: str, on: date) -> Staff:
    """Who signs papers on that day."""
    roles = (Role.DIRECTOR, Role.DEPUTY_HEAD, Role.SECRETARY)
    return Staff(*(_signatory(session, school, role, on) for role in roles))


def _signatory(session: Session, school: str, role: Role, on: date) -> Signatory:
    position = read_policy(session, school).roles[role]
    name = holder_name(session, school, role, on)
    return Signatory(position, signature_name(name) if name else "")


def read_dossiers(session: Session, school: str) -> tuple[DossierFacts, ...]:
    """Every dossier: closed ones in the order of closing, then open ones; classes closed together by grade and name."""
    zone = session.get_one(School, school).zone
    holds, records = _holds(session, school), _records(session, school, zone)
    query = (
        select(Dossier, FilePlanEntry, SchoolClass, SchoolYear, Person.name)
        .join(
            FilePlanEntry,
            and_(FilePlanEntry.school_id == Dossier.school_id, FilePlanEntry.id == Dossier.entry_id),
        )
        .join(
            SchoolClass, and_(SchoolClass.school_id == Dossier.school_id, SchoolClass.id == Dossier.class_id)
        )
        .join(
            SchoolYear,
            and_(SchoolYear.school_id == SchoolClass.school_id, SchoolYear.id == SchoolClass.year_id),
        )
        .join(Person, and_(Person.school_id == Dossier.school_id, Person.id == SchoolClass.class_teacher_id))
        .where(Dossier.school_id == school)
    )
    found = [
        DossierFacts(
            id=row.id,
            index=entry.index,
            heading=row.heading,
            plan_heading=entry.heading,
            class_id=of_class.id,
            class_name=of_class.name,
            grade=of_class.grade,
            class_teacher=teacher,
            year=YearFacts(year.id, year.label, year.starts, year.ends),
            closed_at=row.closed_at,
            closed=local(row.closed_at, zone).date() if row.closed_at else None,
            years=entry.term_years,
            article=entry.article,
            holds=holds.get(row.id, ()),
            records=records.get(row.id, ()),
        )
        for row, entry, of_class, year, teacher in session.execute(query)
    ]
    return tuple(sorted(found, key=_order))


def _order(dossier: DossierFacts) -> tuple[bool, float, int, str, str, str]:
    """What is closed later never comes before what was closed earlier: numbers given once stay."""
    closed = dossier.closed_at.timestamp() if dossier.closed_at else 0.0
    return (
        *(dossier.closed_at is None, closed, dossier.grade),
        *(dossier.class_name, dossier.index, dossier.id),
    )


def _holds(session: Session, school: str) -> Mapping[str, Sequence[HoldFacts]]:
    query = select(LegalHold).where(LegalHold.school_id == school, LegalHold.lifted_at.is_(None))
    found = defaultdict[str, list[HoldFacts]](list)
    for row in session.scalars(query.order_by(LegalHold.set_at, LegalHold.id)):
        found[row.dossier_id].append(HoldFacts(row.id, row.reason, row.order_no))
    return found


def _records(session: Session, school: str, zone: str) -> Mapping[str, Sequence[FiledRecord]]:
    query = (
        select(Record, SnapshotRow.digest)
        .join(
            SnapshotRow, and_(SnapshotRow.school_id == Record.school_id, SnapshotRow.record_id == Record.id)
        )
        .where(Record.school_id == school)
        .order_by(Record.created_at, Record.title, Record.revision, Record.id)
    )
    found = defaultdict[str, list[FiledRecord]](list)
    for row, digest in session.execute(query):
        sealed = local(row.sealed_at, zone).date() if row.sealed_at else None
        found[row.dossier_id].append(
            FiledRecord(
                *(row.id, RecordKind(row.kind), row.title, row.revision, RecordState(row.state)),
                *(sealed, row.rendition_size or 0, row.sealed_size or 0, digest),
            )
        )
    return found
