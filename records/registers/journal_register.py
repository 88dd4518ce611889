"""The register of class journals of a year: closed files of ten years or less, under their running numbers (R89).

Paper volumes are not in the catalogue: where their number is not given it is left to the pen. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from records.documents.forms.journal_register import JournalEntry, JournalRegister
from records.documents.forms.parts import Head
from records.registers.facts import DossierFacts, Staff
from records.registers.inventory import number_dossiers
from records.registers.volumes import Binding


def build_journal_register(
    head: Head,
    year: str,
    dossiers: Sequence[DossierFacts],
    copies: int,
    bindings: Mapping[str, Binding],
    place: str,
    staff: Staff,
) -> JournalRegister:
    """The register of one year out of all dossiers; `bindings` by dossier, where volumes are bound."""
    numbers = number_dossiers(dossiers)
    entries = [
        _entry(dossier, numbers[dossier.id], copies, bindings.get(dossier.id), place)
        for dossier in dossiers
        if dossier.closed and not dossier.long and dossier.year.label == year
    ]
    return JournalRegister(head, year, entries, [staff.secretary, staff.director])


def _entry(
    dossier: DossierFacts, number: int, copies: int, binding: Binding | None, place: str
) -> JournalEntry:
    return JournalEntry(
        str(number),
        dossier.index,
        dossier.class_name,
        dossier.class_teacher,
        copies,
        binding.volumes if binding else None,
        binding.sheets if binding else None,
        place,
        dossier.keeping,
        dossier.act_from,
    )
