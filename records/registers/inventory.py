"""The inventory of files kept over ten years, and the numbers that files of the archive have (domain.md, Terms).

Numbers continue across yearly sections in the order of closing; a file closed later never takes the number of an
earlier one. Files of ten years or less are numbered apart, in the register of journals. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from records.documents.forms.inventory import Inventory, InventoryEntry, YearSection
from records.documents.forms.parts import CommissionProtocol, Head
from records.registers.facts import DossierFacts, Staff


def number_dossiers(dossiers: Sequence[DossierFacts]) -> Mapping[str, int]:
    """Dossier -> its number: of the inventory when kept long, else of the register; open ones have none yet."""
    closed = [dossier for dossier in dossiers if dossier.closed]
    long = [dossier.id for dossier in closed if dossier.long]
    short = [dossier.id for dossier in closed if not dossier.long]
    return {name: number for names in (long, short) for number, name in enumerate(names, start=1)}


def build_inventory(
    head: Head,
    dossiers: Sequence[DossierFacts],
    year: str | None,
    protocol: CommissionProtocol,
    staff: Staff,
) -> Inventory:
    """All yearly sections, or those of one school year; `dossiers` are all of the school's, in order of closing."""
    numbers = number_dossiers(dossiers)
    listed = [d for d in dossiers if d.closed and d.long and year in (None, d.year.label)]
    sections = [
        YearSection(str(closed), [_entry(dossier, numbers[dossier.id]) for dossier in group])
        for closed, group in groupby(listed, key=lambda dossier: dossier.closed and dossier.closed.year)
    ]
    return Inventory(head, sections, staff.secretary, staff.director, protocol=protocol)


def _entry(dossier: DossierFacts, number: int) -> InventoryEntry:
    return InventoryEntry(str(number), dossier.index, dossier.heading, dossier.dates, None, dossier.keeping)
