"""What a stranger's use of an account is made of: the case, its moments, the operations and what becomes of each.

A case is the report of one account (R79, R53); an operation is a version of a mark or an event of the log, named by a
reference that any run spells alike. Values only: rules.py judges, tables.py keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from records.gradebook.cells import CellKey, Place

# Where a result stands, as the parts of a reference name it.
_OF_YEAR = frozenset(place for place in Place if place.of_year)


class Verdict(StrEnum):
    """What the moments of a case make of an operation."""

    UNTOUCHED = "untouched"
    SUSPECT = "suspect"
    VOID = "void"


class Deed(StrEnum):
    """What was done by an operation."""

    MARK = "mark"
    PERIOD_MARK = "period_mark"
    YEAR_MARK = "year_mark"
    DECISION = "decision"
    LESSON = "lesson"
    CONFIRMATION = "confirmation"
    CUTOFF = "cutoff"
    AMENDMENT = "amendment"
    SIGNATURE = "signature"
    OTHER = "other"


class Remedy(StrEnum):
    """What became of an operation once it was settled."""

    KEPT = "kept"
    TAKEN_BACK = "taken_back"
    NOTHING_LEFT = "nothing_left"
    ACT_WANTED = "act_wanted"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Moments:
    """When the secret leaked, when director and support were told of it, when the owner got the account back."""

    since: datetime
    told_director: datetime | None
    told_support: datetime | None
    restored: datetime | None = None

    @property
    def void_from(self) -> datetime | None:
        """Since when both were told; None while one of them is not."""
        if self.told_director is None or self.told_support is None:
            return None
        return max(self.told_director, self.told_support)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is given: whose account, the moments, the order and the reason in words."""

    account: str
    person: str
    login: str
    number: str
    reason: str
    learned: datetime
    moments: Moments


@dataclass(frozen=True, slots=True)
class CellVersion:
    """A version of a cell of a journal: `period` is "" for a result of the year."""

    journal: str
    period: str
    cell: CellKey
    seq: int

    def __str__(self) -> str:
        parts = (self.cell.place, self.journal, self.period, self.cell.column, self.cell.pupil, str(self.seq))
        return "/".join(parts)


@dataclass(frozen=True, slots=True)
class DecisionVersion:
    """A version of a council's decision on a pupil."""

    class_id: str
    pupil: str
    seq: int

    def __str__(self) -> str:
        return f"decision/{self.class_id}/{self.pupil}/{self.seq}"


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the log, by its number in the outbox."""

    id: int

    def __str__(self) -> str:
        return f"event/{self.id}"


Reference = CellVersion | DecisionVersion | Event


def parse_reference(text: str) -> Reference:
    """The reference that `str` spells. Raises ValueError."""
    kind, *parts = text.split("/")
    if kind == "event":
        (number,) = parts
        return Event(int(number))
    if kind == "decision":
        class_id, pupil, seq = parts
        return DecisionVersion(class_id, pupil, int(seq))
    journal, period, column, pupil, seq = parts
    return CellVersion(journal, period, CellKey(Place(kind), pupil, column), int(seq))


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that was done through the account."""

    reference: Reference
    deed: Deed
    at: datetime
