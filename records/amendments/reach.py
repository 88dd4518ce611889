"""Which records an act concerns, and which of them it asks to be issued anew (design.md; domain.md, Documents).

A correction is shown by the period journal, the class journal and, where a value of period or year changed, the summary
sheet; a supplement asks for the summary sheet alone: the signed class journal stays, the supplement lies beside
it. A class journal issued anew for another reason shows supplements too. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from records.amendments.model import Act, Amended, AmendmentKind, Spot
from records.registers.kinds import RecordKind


@dataclass(frozen=True, slots=True)
class Shown:
    """A record by what it shows: of a period journal the journal and period."""

    kind: RecordKind
    journal: str = ""
    period: str = ""


CLASS_JOURNAL, SUMMARY_SHEET = Shown(RecordKind.CLASS_JOURNAL), Shown(RecordKind.SUMMARY_SHEET)


def concerned(act: Act) -> frozenset[Shown]:
    """The records that show what the act changed."""
    return frozenset(shown for value in act.values for shown in _showing(value))


def demanded(act: Act) -> frozenset[Shown]:
    """Those that must be issued anew for it, as far as they exist."""
    return concerned(act) if act.kind is AmendmentKind.CORRECTION else frozenset({SUMMARY_SHEET})


def _showing(value: Amended) -> Iterable[Shown]:
    yield CLASS_JOURNAL
    if value.place.of_period and value.journal and value.period:
        yield Shown(RecordKind.PERIOD_JOURNAL, value.journal, value.period)
    if value.place.spot is not Spot.CELL:
        yield SUMMARY_SHEET


def in_order(shown: Iterable[Shown]) -> list[Shown]:
    """Period journals first, then the records of the year: the order in which they are made."""
    kinds = list(RecordKind)
    return sorted(shown, key=lambda one: (kinds.index(one.kind), one.journal, one.period))


def acts_shown(acts: Iterable[Act], shown: Shown, upto: int | None = None) -> tuple[Act, ...]:
    """The acts that a record shows when it is composed after the act of that number (None: after all)."""
    return tuple(act for act in acts if (upto is None or act.seq <= upto) and shown in concerned(act))
