"""The draft of a destruction act: dossiers that may enter the act of a year -> the form. Pure; nothing is destroyed.

What may enter is decided in retention/disposition.py; protocol, approvals and the mark of destruction come by pen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from records.documents.forms.destruction_act import DestructionAct, Discarded
from records.documents.forms.parts import CommissionProtocol, Head, Signatory
from records.registers.facts import DossierFacts, Staff


def build_destruction_act(
    head: Head,
    chosen: Sequence[DossierFacts],
    numbers: Mapping[str, int],
    copies: int,
    protocol: CommissionProtocol,
    commission: Sequence[Signatory],
    staff: Staff,
) -> DestructionAct:
    """The act over these dossiers; `numbers` are those of the inventory and the register."""
    entries = [
        Discarded(
            dossier.heading,
            dossier.dates,
            f"{'Опись' if dossier.long else 'Реестр'}, № {numbers[dossier.id]}",
            dossier.index,
            "",
            1,
            dossier.keeping,
            f"{copies} эл. экз.",
        )
        for dossier in chosen
    ]
    return DestructionAct(
        head, _basis(chosen), entries, staff.director, staff.secretary, (), protocol, commission
    )


def _basis(chosen: Sequence[DossierFacts]) -> Sequence[str]:
    """The lines of the file plans that the terms come from, each once."""
    lines = [
        f"Номенклатура дел, {d.year.label}: {d.index} «{d.plan_heading}», {d.keeping.cell}" for d in chosen
    ]
    return tuple(dict.fromkeys(lines))
