"""Cells as fields of a plain form: values with what the reader saw into fields, a sent form into edits.

Beside each field stands what it held, `3|4/5`: an untouched field asks for nothing, whoever changed the cell since.
Pure; it knows no page and calls no use case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from records.errors import Language
from records.gradebook.cells import CellKey, ConflictError, Edit, Place, Refused, Saved
from records.gradebook.spread import Filled
from webui.gradebook.payload import edit_of

_SEEN = "was:"


@dataclass(frozen=True, slots=True)
class Field:
    """A cell in a form. `was` is what stands, `error` why what was sent does not."""

    name: str
    label: str
    value: str
    was: str
    locked: str
    error: str = ""
    proposed: str = ""

    @property
    def seen_name(self) -> str:
        """The name of the hidden field beside it."""
        return _SEEN + self.name


def name_of(cell: CellKey) -> str:
    """The name of a cell's field."""
    return f"{cell.place.value}:{cell.column}:{cell.pupil}"


def field_of(
    cell: CellKey,
    filled: Filled,
    label: str,
    locked: str,
    refused: Mapping[CellKey, Refused],
    tongue: Language,
    proposed: str = "",
) -> Field:
    """The field of a cell: with what stands or, after a refusal, with what was sent and why it was refused."""
    name, was = name_of(cell), f"{filled.seq}|{filled.value}"
    if cell not in refused:
        return Field(name, label, filled.value, was, locked, proposed=proposed)
    told = refused[cell]
    if isinstance(told.error, ConflictError):
        # Sent once more, the reader has seen the other's value and wants their own.
        was = f"{told.error.theirs.seq}|{told.error.theirs.value}"
    return Field(name, label, told.edit.value, was, locked, told.error.text(tongue), proposed)


def edits_from(form: Mapping[str, str]) -> tuple[Edit, ...]:
    """The edits of the fields that were changed. Raises InputError."""
    found = []
    for hidden, was in form.items():
        if not hidden.startswith(_SEEN):
            continue
        place, column, pupil = [*hidden.removeprefix(_SEEN).split(":", 2), "", ""][:3]
        seen, _, before = was.partition("|")
        value = form.get(hidden.removeprefix(_SEEN), before)
        if value.strip() != before:
            number = int(seen) if seen.isdecimal() else None
            body = {"place": place, "column": column, "pupil": pupil, "seen": number, "value": value}
            found.append(edit_of(body))
    return tuple(found)


def refusals(outcomes: Iterable[Saved | Refused]) -> dict[CellKey, Refused]:
    """The refused edits by their cells."""
    return {outcome.edit.cell: outcome for outcome in outcomes if isinstance(outcome, Refused)}


def lesson_cell(column: str, pupil: str) -> CellKey:
    """The key of a cell under a lesson."""
    return CellKey(Place.LESSON, pupil, column)
