"""The registers as printed forms: plan, inventories, register of journals, registry of a dossier (R89, R90, R93).

Reads through the desk, builds through records/registers. It enters nothing into any register.
"""

from __future__ import annotations

from records.documents.forms.electronic_inventory import ElectronicInventory
from records.documents.forms.file_plan import FilePlan
from records.documents.forms.file_registry import FileRegistry
from records.documents.forms.inventory import Inventory
from records.documents.forms.journal_register import JournalRegister
from records.registers.electronic_inventory import build_electronic_inventory
from records.registers.file_registry import build_file_registry
from records.registers.fileplan import build_file_plan
from records.registers.inventory import build_inventory
from records.registers.journal_register import build_journal_register
from records.registers.reading import count_classes, read_plan
from retention.papers.desk import Desk
from retention.papers.reading import container_of, contents_of, signatures_of


def file_plan(desk: Desk) -> FilePlan:
    """The file plan of the year."""
    workshop, given = desk.workshop, desk.order.given
    with workshop.transaction() as session:
        lines = read_plan(session, workshop.school, desk.year)
        classes = count_classes(session, workshop.school, desk.year)
    return build_file_plan(
        *(desk.head, desk.year.label, lines, desk.asked, classes),
        *(given.sections, given.protocol, desk.staff),
    )


def inventory(desk: Desk) -> Inventory:
    """The inventory of files over ten years: all yearly sections, or that of the year asked for."""
    protocol = desk.order.given.protocol
    return build_inventory(desk.head, desk.dossiers, desk.order.year, protocol, desk.staff)


def electronic_inventory(desk: Desk) -> ElectronicInventory:
    """The inventory of the year's electronic files; every signed PDF is read."""
    records = [record for dossier in desk.asked if dossier.closed for record in dossier.kept]
    containers = {}
    for number, record in enumerate(records, start=1):
        containers[record.id] = container_of(desk.workshop, record)
        desk.progress(number, len(records))
    protocol = desk.order.given.protocol
    return build_electronic_inventory(
        desk.head, desk.year.label, desk.asked, containers, protocol, desk.staff
    )


def journal_register(desk: Desk) -> JournalRegister:
    """The register of the year's class journals."""
    journals = [dossier for dossier in desk.asked if dossier.closed and not dossier.long]
    return build_journal_register(
        *(desk.head, desk.year.label, desk.dossiers, desk.copies),
        *(desk.bindings(journals), desk.order.given.storage, desk.staff),
    )


def file_registry(desk: Desk) -> FileRegistry:
    """The registry of one dossier's documents; every signed PDF is read and its pages counted."""
    dossier, workshop = desk.dossier(), desk.workshop
    contents = {}
    for number, record in enumerate(dossier.kept, start=1):
        contents[record.id] = contents_of(workshop, record)
        desk.progress(number, len(dossier.kept))
    with workshop.transaction() as session:
        signatures = {record.id: signatures_of(workshop, session, record.id) for record in dossier.kept}
    return build_file_registry(desk.head, dossier, contents, signatures, desk.staff)
