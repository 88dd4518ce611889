"""What people were told about the cells they saved, against what stands in the database afterwards.

A save that was accepted and is not there is a lost update; a version whose writer had not seen the one before, or was
told nothing, is unowned and hides another's. Pure but for `read_versions`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlalchemy import select

from records.gradebook.tables import MarkVersion
from retention.workshop import Workshop

Cell: TypeAlias = tuple[str, str, str]  # journal, column, pupil
Versions: TypeAlias = Mapping[Cell, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """An edit and its answer: saved as version `seq`, or refused with `code` (and the newer version in a conflict)."""

    cell: Cell
    seen: int
    value: str
    seq: int | None
    code: str = ""
    theirs: int = 0


@dataclass(frozen=True, slots=True)
class Balance:
    """How a run ended: saves that were accepted, conflicts and other refusals told, and what must be none."""

    saved: int
    conflicts: int
    refused: int
    lost: tuple[Told, ...]
    untold: tuple[Told, ...]
    unowned: int


@dataclass(slots=True)
class Ledger:
    """Every answer to a save, in the order in which they came."""

    told: list[Told] = field(default_factory=list)

    def balance(self, before: Versions, after: Versions) -> Balance:
        """What came of them, by the versions before the run and after it."""
        saved = [one for one in self.told if one.seq is not None]
        conflicts = [one for one in self.told if one.theirs]
        return Balance(
            saved=len(saved),
            conflicts=len(conflicts),
            refused=len(self.told) - len(saved) - len(conflicts),
            lost=tuple(_lost(saved, after)),
            untold=tuple(one for one in conflicts if one.theirs <= one.seen),
            unowned=_unowned(saved, before, after),
        )


def _lost(saved: Sequence[Told], after: Versions) -> Iterator[Told]:
    for one in saved:
        if after.get(one.cell, {}).get(one.seq or 0) != one.value:
            yield one


def _unowned(saved: Sequence[Told], before: Versions, after: Versions) -> int:
    """Versions of this run that nobody wrote who had seen the one before."""
    owned = {(one.cell, one.seq, one.value) for one in saved if one.seq == one.seen + 1}
    return sum(
        seq not in before.get(cell, {}) and (cell, seq, value) not in owned
        for cell, values in after.items()
        for seq, value in values.items()
    )


def read_versions(workshop: Workshop) -> Versions:
    """Every version of every cell under a lesson: cell -> number -> value."""
    m, found = MarkVersion, dict[Cell, dict[int, str]]()
    query = select(m.journal_id, m.column_id, m.pupil_id, m.seq, m.value).where(
        m.school_id == workshop.school
    )
    with workshop.reading() as session:
        for journal, column, pupil, seq, value in session.execute(query):
            found.setdefault((journal, column, pupil), {})[seq] = value
    return found
