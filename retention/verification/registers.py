"""Checks what stands beside the records: dossiers and file plan, certificates, powers, and the rows of copies.

Each row is held against what else tells of it: a dossier against its records, a certificate against the signatures
made with it or the authority that issued it, a power of attorney against its own file, a copy's row against the
locations. It repairs nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy.orm import Session

from records.errors import LetopisError
from records.registers.tables import Dossier, FilePlanEntry, Record
from records.school.tables import Person
from records.times import rfc3339
from retention.replica import Replica
from retention.steps.asked import certificate_json
from retention.verification.broken import UNREADABLE, broken_table, rows_of
from retention.verification.report import Problem, Report
from retention.workshop import Workshop
from signing.credential import certificate_facts, facts
from signing.enrolment import Certificate, Held
from signing.identity import is_named, same_person
from signing.power_register import PowerOfAttorney
from signing.request import SignatureRequest


def check_registers(workshop: Workshop, report: Report) -> None:
    """Check dossiers, certificates and the rows of copies."""
    with workshop.transaction() as session:
        for check in (_check_dossiers, _check_certificates, _check_powers, _check_replicas):
            try:
                check(workshop, session, report)
            except UNREADABLE as error:
                report.problems.append(broken_table(Record, "", error))


def _check_dossiers(workshop: Workshop, session: Session, report: Report) -> None:
    of_dossier = defaultdict[str, list[Record]](list)
    for record in rows_of(session, Record, workshop.school, report):
        of_dossier[record.dossier_id].append(record)
    entries = {entry.id: entry for entry in rows_of(session, FilePlanEntry, workshop.school, report)}
    used = set()
    for dossier in rows_of(session, Dossier, workshop.school, report):
        used.add(dossier.entry_id)
        records, entry = of_dossier[dossier.id], entries.get(dossier.entry_id)
        if not records or entry is None or not _fits(dossier, entry, records):
            report.problems.append(_misfit(dossier))
    for unused in sorted(entries.keys() - used):
        heading = entries[unused].heading
        ru = f"Строка номенклатуры «{heading}» ({unused}) не относится ни к одному делу."
        en = f"the file-plan entry {heading!r} ({unused}) belongs to no dossier"
        report.warnings.append(Problem("", "", "", "fileplan.unused", ru, en))


def _fits(dossier: Dossier, entry: FilePlanEntry, records: list[Record]) -> bool:
    """A dossier opens with its first record, and holds records of one class and of its entry's year."""
    same = all(r.class_id == dossier.class_id and r.year_id == entry.year_id for r in records)
    return same and dossier.opened_at == min(record.created_at for record in records)


def _misfit(dossier: Dossier) -> Problem:
    named = f"«{dossier.heading}» ({dossier.id})"
    ru = f"Дело {named} не сходится со своими документами: класс, год, день открытия, или их нет."
    en = f"dossier {named} does not fit its records: class, year, day of opening, or it has none"
    return Problem("", "", "", "dossier.misfit", ru, en)


def _check_certificates(workshop: Workshop, session: Session, report: Report) -> None:
    used = {
        request.certificate["sha256"]: request.certificate
        for request in rows_of(session, SignatureRequest, workshop.school, report)
        if request.certificate
    }
    people = {person.id: person for person in rows_of(session, Person, workshop.school, report)}
    for row in rows_of(session, Certificate, workshop.school, report):
        known = (
            used.get(row.sha256) or _issued(workshop, row) if row.held == Held.SERVER else _own(workshop, row)
        )
        if known is not None and _as_json(row) != dict(known):
            ru = f"Сертификат {row.sha256[:16]}… внесён в каталог не таким, каким выпущен и каким им подписывали."
            en = f"certificate {row.sha256[:16]}… stands in the catalogue otherwise than it was issued and used"
            report.problems.append(Problem("", "", "", "certificate.differs", ru, en))
        person = people.get(row.person_id)
        if person is None or not _names(row, person.name):
            ru = f"Владелец сертификата {row.sha256[:16]}… назван в списке сотрудников иначе или его там нет."
            en = f"the owner of certificate {row.sha256[:16]}… has another name among the staff, or is not there"
            report.warnings.append(Problem("", "", "", "facts.changed", ru, en))


def _issued(workshop: Workshop, row: Certificate) -> Mapping[str, str] | None:
    """The facts of a certificate that signed nothing yet, from the authority; None when it has another one."""
    try:
        issued = facts(workshop.authority.credential(row.person_id, row.registered_at))
    except LetopisError:
        return None
    return certificate_json(issued) if issued.sha256 == row.sha256 else None


def _own(workshop: Workshop, row: Certificate) -> Mapping[str, str]:
    """The facts of the certificate itself; none where the row holds what its authority did not issue, or nothing.

    Who may issue a qualified one was asked when it was registered, and is with every signature.
    """
    try:
        certificate = row.x509()
    except ValueError:
        return {}
    taken = row.held == Held.QUALIFIED or workshop.authority.issued(certificate)
    return certificate_json(certificate_facts(certificate)) if taken else {}


def _names(row: Certificate, name: str) -> bool:
    """Whether the certificate names the person: ours in our words, an outside authority's in its own."""
    if row.held != Held.QUALIFIED:
        return f"CN={name}," in f"{row.subject},"
    try:
        return is_named(row.x509(), name)
    except ValueError:
        return False


def _as_json(row: Certificate) -> Mapping[str, str]:
    return {
        "sha256": row.sha256,
        "serial": row.serial,
        "subject": row.subject,
        "not_before": rfc3339(row.not_before),
        "not_after": rfc3339(row.not_after),
    }


def _check_powers(workshop: Workshop, session: Session, report: Report) -> None:
    """What a row says of a power is what the file itself says; that the octets are those given, the log tells."""
    people = {person.id: person.name for person in rows_of(session, Person, workshop.school, report)}
    for row in rows_of(session, PowerOfAttorney, workshop.school, report):
        try:
            power = row.says()
        except LetopisError:
            power = None
        if power is None or (power.number, power.issued, power.until) != (row.number, row.issued, row.until):
            ru = f"Доверенность {row.number} внесена в каталог не такой, какова она сама: номер, срок или файл."
            en = (
                f"the power {row.number} stands in the catalogue otherwise than it says: number, term or file"
            )
            report.problems.append(Problem("", "", "", "power.differs", ru, en))
        elif not same_person(power.representative, people.get(row.person_id, "")):
            ru = f"Представитель по доверенности {row.number} назван в списке сотрудников иначе или его там нет."
            en = f"the representative of the power {row.number} has another name among the staff, or is not there"
            report.warnings.append(Problem("", "", "", "facts.changed", ru, en))


def _check_replicas(workshop: Workshop, session: Session, report: Report) -> None:
    records = {record.id for record in rows_of(session, Record, workshop.school, report)}
    here = {location.name for location in workshop.locations}
    for row in rows_of(session, Replica, workshop.school, report):
        if row.record_id not in records:
            ru, en = "Строка каталога о копии неизвестного документа.", "a row about a copy of no record"
            report.problems.append(Problem(row.record_id, row.location, row.path, "replica.unowned", ru, en))
        elif row.location not in here:
            ru = "Каталог называет копию в хранилище, которого у этой установки нет: она не проверена."
            en = "the catalogue names a copy in a location that this installation has not: it was not checked"
            report.warnings.append(
                Problem(row.record_id, row.location, row.path, "replica.elsewhere", ru, en)
            )
