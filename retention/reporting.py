"""Makes the validation report of a record a record itself, to be signed by whoever ordered it and kept (ADR 38).

What was shown is what is kept, but for what a finding quotes of a page: the record is judged again as of the same
moment, and the order names the digest of the report that the page showed. One record and moment have one report,
however often it is asked for. Report, event and the errand that prints it are one transaction: a crash leaves all of
them or none. Rights are asked before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from records.actor import Actor, Role
from records.closing.report_snapshot import ReportContent
from records.digest import canonical, sha256
from records.errors import InputError, StateError
from records.gradebook.tables import ClassYear
from records.log.audit import EventKind, append_event, check_clock
from records.registers.record import get_record
from retention.jobs.kinds import Errand, JobKind
from retention.jobs.queue import ask
from retention.publication import publish
from retention.steps.compose_report import issue_report, ordered_report
from retention.steps.enrol import enrol_signers
from retention.validated import Validation
from retention.validation import validate_record
from retention.workshop import Workshop

LONGEST: Final = timedelta(hours=1)  # between the report and its order


@dataclass(frozen=True, slots=True)
class Order:
    """Which report is to be kept: of which record, as of which moment, and the digest of what was shown of it."""

    record: str
    at: datetime
    seen: str


def seen_of(report: Validation) -> str:
    """The digest of a report: of its JSON in canonical form."""
    return sha256(canonical(report.json()))


def order_report(workshop: Workshop, actor: Actor, role: Role, order: Order, at: datetime) -> str:
    """Make the report a record that waits for the actor's signature in this role; its id, the same when asked again.

    Raises NotFoundError, InputError (report.moment), StateError (report.not_kept, report.changed, clock.behind).
    """
    if not at - LONGEST <= order.at <= at:
        raise InputError(
            "report.moment",
            "Отчёт показан слишком давно или время в нём неверно. Откройте страницу отчёта заново.",
            "the report was shown too long ago, or at no such moment; open its page again",
        )
    with workshop.transaction() as session:
        check_clock(session, workshop.school, at)
        if found := ordered_report(session, workshop.school, order.record, order.at):
            return found.id
    report = validate_record(workshop, order.record, order.at)
    if seen_of(report) != order.seen:
        raise StateError(
            "report.changed",
            "С тех пор, как вам показали отчёт, копии или подписи изменились. Посмотрите новый отчёт и оформите его.",
            "copies or signatures changed since you were shown the report; look at the new one and order that",
        )
    made = _enter(workshop, actor, role, report, at)
    publish(workshop, at)
    return made


def _enter(workshop: Workshop, actor: Actor, role: Role, report: Validation, at: datetime) -> str:
    """The record of the report, in one transaction; of two who order it at once the second finds the first's."""
    by = actor.on_behalf_of or actor.person
    content = ReportContent(by, role, report.at, report.unquoted().json(), report.words())
    with workshop.transaction() as session:
        judged = get_record(session, workshop.school, report.record.id)
        session.get_one(ClassYear, (workshop.school, judged.class_id), with_for_update=True)
        if found := ordered_report(session, workshop.school, judged.id, report.at):
            return found.id
        made = issue_report(workshop, session, content, at, None, None)
        subject = {"record": judged.id, "report": made}
        kind = EventKind.REPORT_ORDERED
        append_event(session, workshop.school, kind, actor, at, subject, workshop.entropy)
        enrol_signers(workshop, session, [by], at)
        title = get_record(session, workshop.school, made).title
        ask(session, actor, [Errand(JobKind.GO_ON, made, title)], at, workshop.entropy)
        return made
