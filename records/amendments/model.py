"""Corrections and supplements as values: what is changed behind a cutoff, of whom, by which act or protocol.

A place is where a value stands: a cell of a journal, a mark of a period or of the year, a council decision. Nothing
frozen is touched: what stands now is the frozen value with the amendments in their order (design.md, ADR 18). Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from records.gradebook import cells
from records.gradebook.cells import CellKey
from records.registers.kinds import RecordKind


class AmendmentKind(StrEnum):
    """A correction mends an error, a supplement adds a later result; each makes the record of that name."""

    CORRECTION = RecordKind.CORRECTION_ACT.value
    SUPPLEMENT = RecordKind.SUPPLEMENT.value


class Spot(StrEnum):
    """The kinds of place."""

    CELL = "cell"
    PERIOD = "period"
    YEAR = "year"
    EXAM = "exam"
    FINAL = "final"
    DECISION = "decision"


# What a supplement may add: results that come after the year is closed.
LATER_RESULTS = frozenset({Spot.YEAR, Spot.EXAM, Spot.FINAL, Spot.DECISION})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: `cell/<column>`, `period/<period>`, or the name of what there is once a year."""

    spot: Spot
    id: str = ""

    def __str__(self) -> str:
        return f"{self.spot}/{self.id}" if self.id else self.spot.value

    @property
    def of_period(self) -> bool:
        """Whether the cutoff of a journal's period freezes it; else that of the year does."""
        return self.spot in (Spot.CELL, Spot.PERIOD)


def parse_place(text: str) -> Place:
    """The place that `str` spells. Raises ValueError."""
    spot, _, found = text.partition("/")
    return Place(Spot(spot), found)


def place_of(cell: CellKey, period: str) -> Place:
    """Where a cell of the grid stands in a journal's period."""
    spot = _SPOT_OF[cell.place]
    return Place(spot, {Spot.CELL: cell.column, Spot.PERIOD: period}.get(spot, ""))


_SPOT_OF = {
    cells.Place.LESSON: Spot.CELL,
    cells.Place.PERIOD: Spot.PERIOD,
    cells.Place.YEAR: Spot.YEAR,
    cells.Place.EXAM: Spot.EXAM,
    cells.Place.FINAL: Spot.FINAL,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A cell under a lesson that the deputy head opened again for its teacher."""

    column: str
    pupil: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change as it is asked for. `journal` is None for a council decision.

    `before` is what the writer saw, None for whatever stands there; an empty `after` takes the value away.
    """

    pupil: str
    journal: str | None
    place: Place
    after: str
    reason: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An act or protocol as it is asked for."""

    kind: AmendmentKind
    class_id: str
    number: str
    date: date
    basis: str
    decided_by: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at a place now: its value, its name in words, its period, and whether it is cut off."""

    value: str
    what: str
    period: str | None
    cut: bool


@dataclass(frozen=True, slots=True)
class Amended:
    """One value that an act changed, as it is kept. `act` is the id of the act's record."""

    act: str
    kind: AmendmentKind
    number: str
    date: date
    seq: int
    author: str
    at: datetime
    journal: str | None
    period: str | None
    pupil: str
    place: Place
    what: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Act:
    """An entered act or protocol. `seq` counts those of a class from 1; `record` is its own record's id."""

    id: str
    record: str
    seq: int
    kind: AmendmentKind
    class_id: str
    number: str
    date: date
    basis: str
    decided_by: str
    author: str
    at: datetime
    values: tuple[Amended, ...]
