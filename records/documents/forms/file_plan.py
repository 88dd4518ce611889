"""Номенклатура дел: the files of a year by section, and its closing record by terms (Росархив № 77, 2023)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from records.documents.forms.parts import TO_COME, CommissionProtocol, Head, Keeping, Signatory, year_words

LONG: int = 10  # years up to which a file is kept «до 10 лет включительно»


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A file: index, heading, how many of them (None until the year is closed), term and article, note.

    `carried_over` of them go on into the next year («переходящие»).
    """

    index: str
    heading: str
    quantity: int | None
    keeping: Keeping
    note: str = ""
    carried_over: int = 0


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A part of the plan: index and name of a department or direction of work."""

    index: str
    name: str
    entries: Sequence[PlanEntry]


@dataclass(frozen=True, slots=True)
class TermCount:
    """A line of the closing record."""

    term: str
    total: int
    carried_over: int


@dataclass(frozen=True, slots=True)
class FilePlan:
    """The plan of a year. `closed_by` signs the closing record; None: the year is not closed yet."""

    TEMPLATE: ClassVar[str] = "file_plan"
    head: Head
    year: str
    sections: Sequence[PlanSection]
    compiler: Signatory
    approval: Signatory
    protocol: CommissionProtocol = TO_COME
    closed_by: Signatory | None = None

    @property
    def title(self) -> str:
        """What the file is called."""
        return f"Номенклатура дел на {year_words(self.year)}"

    @property
    def by_terms(self) -> Sequence[TermCount]:
        """The closing record: for ever, over 10 years, up to 10 years, all."""
        entries = [entry for section in self.sections for entry in section.entries]
        kept = {
            "Постоянного": [entry for entry in entries if entry.keeping.years is None],
            "Временного (свыше 10 лет)": [e for e in entries if (e.keeping.years or 0) > LONG],
            "Временного (до 10 лет включительно)": [
                e for e in entries if e.keeping.years is not None and e.keeping.years <= LONG
            ],
            "Итого": entries,
        }
        return [
            TermCount(term, sum(e.quantity or 0 for e in of_term), sum(e.carried_over for e in of_term))
            for term, of_term in kept.items()
        ]
