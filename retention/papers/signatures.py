"""The validation report as a printed form: the moment is the desk's, words Russian, times by the school's clock.

The copies are read and judged on the way. Nothing is repaired, and no name is hidden: who may see none gets no paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from records.documents.forms.signature_report import (
    Certificate,
    JudgedCopy,
    JudgedFault,
    JudgedSignature,
    SignatureReport,
    Verdict,
)
from records.times import local, offset_text
from retention.checked import Verdict as Came
from retention.papers.desk import Desk
from retention.validated import ReadCopy, Validation
from retention.validation import validate_record
from retention.verification.report import Problem
from signing.algorithms import POLICY
from signing.credential import CertificateFacts
from signing.report import SignatureFacts

_NOTHING = Verdict("", "", "Проверять нечего: ни одна копия не читается.")


def signature_report(desk: Desk) -> SignatureReport:
    """The report on the record that is asked for. Raises NotFoundError, StateError (report.not_kept)."""
    found = validate_record(desk.workshop, desk.order.record, desk.at)
    with desk.workshop.transaction() as session:
        zone, roles = desk.workshop.zone(session), desk.workshop.policy(session).roles
    return SignatureReport(
        head=desk.head,
        about=found.record.title,
        record=found.record.id,
        revision=found.record.revision,
        sealed=found.record.sealed,
        moment=_moment(found.at, zone),
        judged=found.judged or "",
        verdict=_of_file(found.verdict),
        faults=tuple(map(_fault, found.problems)),
        signatures=tuple(_signature(found, one, roles, zone) for one in found.signatures),
        archive_timestamp=_stamps(found, zone),
        copies=tuple(map(_copy, found.copies)),
        anchors=tuple(_certificate(anchor, zone) for anchor in found.anchors),
        policy=POLICY,
        signatory=desk.staff.secretary,
    )


def _moment(at: datetime | None, zone: str) -> str:
    return f"{local(at, zone):%d.%m.%Y %H:%M:%S} ({offset_text(at, zone)})" if at else ""


def _stamps(found: Validation, zone: str) -> str:
    if found.judged and not found.on_record:
        return "не читался: файл не тот, что записан"
    return ", ".join(_moment(stamp, zone) for stamp in found.archive_timestamps)


def _of_file(came: Came | None) -> Verdict:
    if came is None:
        return _NOTHING
    sub = came.sub_indication
    return Verdict(came.indication.value, sub.value if sub else "", came.sentence("ru"))


def _signature(
    found: Validation, one: SignatureFacts, roles: Mapping[str, str], zone: str
) -> JudgedSignature:
    role, sub = found.role(one), one.sub_indication
    words = (sub or one.indication).sentence("ru")
    return JudgedSignature(
        signer=one.signer,
        role=roles.get(role.value, role.value) if role else one.field,
        verdict=Verdict(one.indication.value, sub.value if sub else "", words),
        claimed=_moment(one.claimed_at, zone),
        proven=_moment(one.proven_at, zone),
        level=one.level.value,
        covers=one.coverage.sentence("ru"),
        changes=one.changes.sentence("ru"),
        certificate=_certificate(one.certificate, zone),
    )


def _certificate(facts: CertificateFacts, zone: str) -> Certificate:
    first, last = (f"{local(day, zone):%d.%m.%Y}" for day in (facts.not_before, facts.not_after))
    return Certificate(facts.subject, facts.serial.upper(), facts.issuer, first, last, facts.sha256)


def _copy(copy: ReadCopy) -> JudgedCopy:
    wrong = "не тот, что записан" if copy.sha256 else "не читается"
    return JudgedCopy(copy.location, copy.sha256 or "", "как записан" if copy.intact else wrong)


def _fault(problem: Problem) -> JudgedFault:
    where = " · ".join(part for part in (problem.location, problem.path) if part)
    return JudgedFault(problem.code, where, problem.ru)
