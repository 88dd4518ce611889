"""What is asked of a paper: about which class, pupil or year, and what only people know. Values only.

The catalogue knows no commission, approval, room or volume: they are given here, or stay a line for the pen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from records.documents.forms.binding_sheet import Printing
from records.documents.forms.parts import TO_COME, CommissionProtocol, Signatory


@dataclass(frozen=True, slots=True)
class Given:
    """What is filled in for the pen: number, date and place of the paper, ground, room, people."""

    number: str = ""
    dated: date | None = None
    place: str = ""
    basis: str = ""
    condition: str = ""
    storage: str = ""
    addressee: str = ""
    paragraphs: Sequence[str] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    protocol: CommissionProtocol = TO_COME
    people: Sequence[Signatory] = ()
    giver: Signatory | None = None
    taker: Signatory | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """How journals are bound: pages of each volume, none for the whole in one; and how they are printed."""

    pages: Sequence[int] = ()
    printing: Printing = Printing.BOTH_SIDES


@dataclass(frozen=True, slots=True)
class Order:
    """A paper that is asked for: school year (its label), class and record (their ids), pupil (a name), and more.

    `bound` is None where nobody said that journals are bound.
    """

    year: str | None = None
    class_id: str = ""
    pupil: str = ""
    record: str = ""
    index: str = ""
    volume: int = 1
    act_year: int | None = None
    bound: Bound | None = None
    given: Given = Given()
