"""The papers about one pupil: выписка, архивная справка, выписка текущих отметок (R59, R87).

Marks of closed periods come from snapshots in the archive, those of open ones from the gradebook. Nobody else's enter.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from records.actor import Role
from records.documents.forms.archive_certificate import ArchiveCertificate
from records.documents.forms.extract import Extract
from records.documents.forms.parts import Signatory
from records.documents.forms.transfer_extract import TransferExtract
from records.documents.reading import nodes, text
from records.gradebook.content import ClassFacts
from records.gradebook.reading import people, read_class, read_journal, read_memberships
from records.registers.extract import PupilSheet, build_certificate, build_extract, find_pupil
from records.registers.facts import signature_name
from records.registers.kinds import RecordKind
from records.registers.tables import Record
from records.registers.transfer import Leaver, SealedPeriod, build_transfer_extract
from retention.papers.desk import Desk
from retention.papers.reading import periods_of, signatures_of, snapshot_of


def extract(desk: Desk) -> Extract:
    """The pupil's marks of the year, out of the signed summary sheet."""
    _, record = desk.record(RecordKind.SUMMARY_SHEET)
    with desk.workshop.transaction() as session:
        source = record.signed(signatures_of(desk.workshop, session, record.id))
        return build_extract(desk.head, _sheet(session, desk, record.id), source, desk.staff)


def archive_certificate(desk: Desk) -> ArchiveCertificate:
    """The certificate of the archive with the pupil's marks of the year."""
    dossier, record = desk.record(RecordKind.SUMMARY_SHEET)
    given = desk.order.given
    ground = f"дело {dossier.index} «{dossier.heading}», запись {record.id}, редакция {record.revision}"
    with desk.workshop.transaction() as session:
        source = record.signed(signatures_of(desk.workshop, session, record.id))
        sheet = _sheet(session, desk, record.id)
    return build_certificate(
        desk.head, sheet, [ground], [source], given.addressee, given.paragraphs, desk.staff
    )


def _sheet(session: Session, desk: Desk, record: str) -> PupilSheet:
    body = snapshot_of(desk.workshop, session, record)
    pupils = {text(row, "id"): text(row, "name") for row in nodes(body, "pupils")}
    journals = (found for d in desk.asked if (found := d.current(RecordKind.CLASS_JOURNAL)))
    journal = next(journals, None)
    general = snapshot_of(desk.workshop, session, journal.id) if journal else None
    return PupilSheet(body, general, find_pupil(pupils, desk.order.pupil))


def transfer_extract(desk: Desk) -> TransferExtract:
    """The pupil's marks so far, for the next school."""
    workshop = desk.workshop
    with workshop.transaction() as session:
        facts = read_class(session, workshop.school, desk.order.class_id)
        periods = periods_of(workshop, session, facts.id)
        begun = [key for key, (starts, record) in periods.items() if not record and starts <= desk.today]
        return build_transfer_extract(
            desk.head,
            _leaver(session, desk, facts),
            [read_journal(session, key) for key in begun],
            [_sealed(session, desk, record) for _, record in periods.values() if record],
            min((periods[key][0] for key in begun), default=facts.year_starts),
            desk.today,
            desk.order.given.basis,
            desk.staff.director,
        )


def _leaver(session: Session, desk: Desk, facts: ClassFacts) -> Leaver:
    school = desk.workshop.school
    members = {key: pupil for key, (pupil, _) in read_memberships(session, school, facts.id).items()}
    pupil = members[find_pupil({key: row.name for key, row in members.items()}, desk.order.pupil)]
    position = desk.workshop.policy(session).roles[Role.CLASS_TEACHER]
    teacher = people(session, school, [facts.class_teacher]).get(facts.class_teacher, "")
    return Leaver(
        *(pupil.id, pupil.name, pupil.birth_date, facts.name, facts.year_label),
        Signatory(position, signature_name(teacher)),
    )


def _sealed(session: Session, desk: Desk, record: Record) -> SealedPeriod:
    found = (r for d in desk.asked for r in d.records if r.id == record.id)
    signatures = signatures_of(desk.workshop, session, record.id)
    return SealedPeriod(snapshot_of(desk.workshop, session, record.id), next(found).signed(signatures))
