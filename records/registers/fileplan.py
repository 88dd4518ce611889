"""The file plan of a year (номенклатура дел) from its lines and dossiers, with the closing record by terms (R90).

Росархив № 77 (2023). The closing record is counted once every class of the year has closed dossiers; before that it
is left to the pen. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from records.documents.forms.file_plan import FilePlan, PlanEntry, PlanSection
from records.documents.forms.parts import CommissionProtocol, Head, Keeping
from records.registers.facts import DossierFacts, Staff
from records.school.policy import Term


def build_file_plan(
    head: Head,
    year: str,
    lines: Sequence[Term],
    dossiers: Sequence[DossierFacts],
    classes: int,
    sections: Mapping[str, str],
    protocol: CommissionProtocol,
    staff: Staff,
) -> FilePlan:
    """The plan of a year: `dossiers` are those of the year, `sections` names the directions of work by their index."""
    closed = is_closed(dossiers, lines, classes)
    counts = Counter(dossier.index for dossier in dossiers)
    entries = {
        line.index: PlanEntry(
            line.index,
            line.heading,
            counts[line.index] if closed else None,
            Keeping(line.years, line.article),
        )
        for line in lines
    }
    return FilePlan(
        head,
        year,
        [
            PlanSection(part, sections.get(part, ""), [entries[i] for i in entries if section_of(i) == part])
            for part in sorted(set(map(section_of, entries)))
        ],
        staff.secretary,
        staff.director,
        protocol,
        staff.secretary if closed else None,
    )


def section_of(index: str) -> str:
    """`02` of `02-15`: the direction of work that a file belongs to."""
    return index.rpartition("-")[0] or index


def is_closed(dossiers: Sequence[DossierFacts], lines: Sequence[Term], classes: int) -> bool:
    """Whether every class has a dossier under every line, and all of them are closed."""
    expected = classes * len(lines)
    return 0 < expected <= len(dossiers) and all(dossier.closed for dossier in dossiers)
