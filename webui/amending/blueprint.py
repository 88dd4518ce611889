"""The one blueprint of corrections, and what its views share: an act's heading in a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint

from records.amendments.model import AmendmentKind, Change, Draft
from webui.typed import day_of, line

blueprint = Blueprint("amending", __name__)
CHECK: Final = "check"
ENTER: Final = "enter"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head of an act or protocol says, as it was typed."""

    number: str
    date: str
    basis: str
    decided_by: str

    def draft(self, kind: AmendmentKind, class_id: str, changes: tuple[Change, ...]) -> Draft:
        """The act with these changes. Raises InputError for a date that is none."""
        on = day_of(self.date, "amending.day")
        return Draft(kind, class_id, self.number, on, self.basis, self.decided_by, changes)


def heading() -> Heading:
    """The heading of the form that was sent."""
    names = ("number", "date", "basis", "decided_by")
    number, on, basis, decided_by = (line(name) for name in names)
    return Heading(number, on, basis.rstrip("."), decided_by.rstrip("."))
