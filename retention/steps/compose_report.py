"""Composes the record of a validation report: what was found -> its snapshot -> a record, once for a record and moment.

In the transaction that orders the report: a crash leaves neither or both. Its id derives from the seed of the class's
year like those of acts (ADR 0009). It lies in the dossier of the record that it judges, whose term is its own, so one
destruction act takes both. A later report is another record; the older one stays. It judges and prints nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Role
from records.closing.report_snapshot import ReportContent, report_snapshot
from records.closing.snapshot import parse
from records.closing.tables import SnapshotRow
from records.gradebook.reading import people, read_class
from records.gradebook.tables import ClassYear
from records.registers.kinds import RecordKind
from records.registers.record import RecordPlace, get_record, identity, live_record
from records.registers.tables import Record
from records.school.signing_rules import rule_in
from records.times import local, parse_rfc3339, rfc3339, russian_date
from retention.steps.compose import Again, enter_record, next_revision
from retention.workshop import Workshop


def identity_of_report(record: str, at: datetime) -> str:
    """What a report records: how the signatures of that record stood at that moment."""
    return identity(RecordKind.SIGNATURE_REPORT, record, rfc3339(at))


def ordered_report(session: Session, school: str, record: str, at: datetime) -> Record | None:
    """The report on that record at that moment, if it was ordered before."""
    return live_record(session, school, identity_of_report(record, at))


def reports_on(session: Session, school: str, record: str) -> Sequence[Record]:
    """The reports on a record that are records themselves, the newest first; every revision of each."""
    query = select(Record).where(
        Record.school_id == school,
        Record.identity.startswith(f"{RecordKind.SIGNATURE_REPORT.value}/{record}/"),
    )
    return session.scalars(query.order_by(Record.created_at.desc(), Record.revision.desc(), Record.id)).all()


def judged_by(report: Record) -> str | None:
    """The record that a report judges; None for a record that is no report."""
    return report.identity.split("/")[1] if report.kind == RecordKind.SIGNATURE_REPORT else None


def issue_report(
    workshop: Workshop,
    session: Session,
    content: ReportContent,
    made: datetime,
    before: Record | None,
    again: Again | None,
) -> str:
    """The next revision of a report's record, in the place of `before`; the first one without it."""
    record = get_record(session, workshop.school, _judged(content))
    year = session.get_one(ClassYear, (workshop.school, record.class_id))
    what = identity_of_report(record.id, content.at)
    revision = next_revision(year.seed, RecordKind.SIGNATURE_REPORT, what, before)
    facts = read_class(session, workshop.school, record.class_id)
    policy, names = workshop.policy(session), people(session, workshop.school, {content.by})
    snapshot = report_snapshot(content, facts, revision, policy, names, year.seed)
    day = russian_date(local(content.at, facts.zone).date())
    place = RecordPlace(
        record.class_id,
        record.year_id,
        record.dossier_id,
        f"Отчёт о проверке подписей от {day}: {record.title}",
        record.journal_id,
    )
    return enter_record(workshop, session, what, place, snapshot, made, before, again)


def issue_again(workshop: Workshop, session: Session, before: Record, again: Again) -> str:
    """The same report once more, for whoever is to sign it now: what was found is not judged anew."""
    body = parse(session.get_one(SnapshotRow, (before.school_id, before.id)).body).body
    content = ReportContent(
        by=body["ordered_by"],
        role=Role(rule_in(body).signers[0]),
        at=parse_rfc3339(body["report"]["at"]),
        report=body["report"],
        words={one["code"]: one["says"] for one in body["words"]},
    )
    return issue_report(workshop, session, content, again.at, before, again)


def _judged(content: ReportContent) -> str:
    record = content.report["record"]
    assert isinstance(record, dict), "docs/signature-report-v1.schema.json"
    return str(record["id"])
