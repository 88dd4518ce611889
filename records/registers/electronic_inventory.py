"""The inventory of a year's electronic files with the registry of their containers (domain.md, Electronic file).

A container is the signed PDF of a record; its digest is that of the bag's own manifest. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from records.documents.forms.electronic_inventory import Container, ElectronicEntry, ElectronicInventory
from records.documents.forms.parts import CommissionProtocol, Head
from records.registers.facts import DossierFacts, Staff


def build_electronic_inventory(
    head: Head,
    year: str,
    dossiers: Sequence[DossierFacts],
    containers: Mapping[str, Container],
    protocol: CommissionProtocol,
    staff: Staff,
) -> ElectronicInventory:
    """The closed dossiers of a year, numbered from one; `containers` by record id."""
    closed = [dossier for dossier in dossiers if dossier.closed]
    entries = [
        ElectronicEntry(
            str(number),
            dossier.index,
            dossier.heading,
            dossier.dates,
            dossier.keeping,
            [containers[record.id] for record in dossier.kept],
        )
        for number, dossier in enumerate(closed, start=1)
    ]
    return ElectronicInventory(head, year, entries, staff.secretary, staff.director, protocol=protocol)
