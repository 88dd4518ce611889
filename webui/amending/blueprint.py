"""The one blueprint of corrections, and what its views share: the moment, the day, and an act's heading in a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from flask import Blueprint, request

from records.amendments.model import AmendmentKind, Change, Draft
from records.errors import InputError
from records.times import local
from webui.access import installation, visitor

blueprint = Blueprint("amending", __name__)
CHECK: Final = "check"
ENTER: Final = "enter"


def now() -> datetime:
    """The one moment of this request."""
    return installation().clock.now().astimezone(UTC)


def today() -> date:
    """The day of this request on the school's clocks."""
    return local(now(), visitor().zone).date()


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head of an act or protocol says, as it was typed."""

    number: str
    date: str
    basis: str
    decided_by: str

    def draft(self, kind: AmendmentKind, class_id: str, changes: tuple[Change, ...]) -> Draft:
        """The act with these changes. Raises InputError for a date that is none."""
        on = day_of(self.date)
        return Draft(kind, class_id, self.number, on, self.basis, self.decided_by, changes)


def heading() -> Heading:
    """The heading of the form that was sent."""
    names = ("number", "date", "basis", "decided_by")
    number, on, basis, decided_by = (tidy(request.form.get(name, "")) for name in names)
    return Heading(number, on, basis.rstrip("."), decided_by.rstrip("."))


def tidy(text: str) -> str:
    """Text without the blanks that nobody sees."""
    return " ".join(text.split())


def day_of(text: str) -> date:
    """The day of a form's field. Raises InputError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError("amending.day", f"«{text[:20]}» — не дата.", f"{text[:20]!r} is no date") from None
