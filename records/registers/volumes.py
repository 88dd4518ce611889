"""The papers of a bound volume: its лист-заверитель and the labels of its spine (R87, R89; domain.md, Last sheet).

Sheets are counted from the pages of the archived journal as they are printed. What is found on the paper itself
(lettered and missing sheets, stains) is filled in by pen. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from records.documents.forms.binding_sheet import BindingSheet, Printing, sheets
from records.documents.forms.parts import Head, SignedRecord
from records.documents.forms.spine_label import Spine, SpineLabels
from records.registers.facts import DossierFacts, Staff


@dataclass(frozen=True, slots=True)
class Binding:
    """How a dossier is bound: pages of each volume, and how they are printed."""

    pages: Sequence[int]
    printing: Printing

    @property
    def volumes(self) -> int:
        """How many volumes."""
        return len(self.pages)

    @property
    def sheets(self) -> int:
        """The sheets of all volumes: each begins on a sheet of its own."""
        return sum(sheets(pages, self.printing) for pages in self.pages)


def build_binding_sheet(
    head: Head, dossier: DossierFacts, binding: Binding, volume: int, record: SignedRecord, staff: Staff
) -> BindingSheet:
    """The last sheet of one volume, counted from 1."""
    return BindingSheet(
        head,
        dossier.index,
        dossier.heading,
        volume,
        binding.volumes,
        binding.pages[volume - 1],
        binding.printing,
        staff.secretary,
        records=[record],
    )


def build_spine_labels(
    head: Head, dossier: DossierFacts, volumes: int, number: int | None, place: str
) -> SpineLabels:
    """A strip for each volume; `number` is that of the register or inventory."""
    spines = [
        Spine(
            dossier.heading.removesuffix(f" {dossier.class_name}, {dossier.year.label}"),
            dossier.class_name,
            dossier.year.label,
            dossier.index,
            volume,
            volumes,
            dossier.keeping,
            dossier.act_from,
            str(number) if number else "",
            place,
        )
        for volume in range(1, volumes + 1)
    ]
    return SpineLabels(head, spines)
