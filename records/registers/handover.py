"""The handover act: deputy head to secretary, secretary to archive; electronic copies, and volumes where bound. Pure.

R89: it follows the year-end order of seed 003/2 3.1. It moves nothing and marks nothing as handed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from records.documents.forms.handover_act import HandedOver, HandoverAct
from records.documents.forms.parts import Head, Signatory
from records.numerals import SHEET, VOLUME, counted
from records.registers.facts import DossierFacts
from records.registers.volumes import Binding


def build_handover_act(
    head: Head,
    dossiers: Sequence[DossierFacts],
    copies: int,
    bindings: Mapping[str, Binding],
    basis: str,
    condition: str,
    giver: Signatory,
    taker: Signatory,
) -> HandoverAct:
    """The closed dossiers among these; `bindings` by dossier."""
    entries = [
        HandedOver(
            dossier.index,
            dossier.heading,
            dossier.dates,
            carriers(copies, bindings.get(dossier.id)),
            dossier.size,
        )
        for dossier in dossiers
        if dossier.closed
    ]
    return HandoverAct(head, basis, condition, entries, giver, taker)


def carriers(copies: int, binding: Binding | None) -> str:
    """`2 эл. экз.`, and the volumes where a dossier is bound."""
    electronic = f"{copies} эл. экз."
    if binding is None:
        return electronic
    return f"{electronic}; {counted(binding.volumes, VOLUME)}, {counted(binding.sheets, SHEET)}"
