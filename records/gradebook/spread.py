"""A journal's period as the grid shows it: its content with the version of each cell, deadlines, locks and proposals.

What the page draws and what its program works with come from this one value. Pure; spread_reading.py fills it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from records.amendments.model import Opened
from records.gradebook.cells import CellKey, EntryError, Place, not_yours
from records.gradebook.content import (
    CellFacts,
    ColumnFacts,
    JournalContent,
    LessonFacts,
    MembershipFacts,
    PeriodFacts,
    PupilRows,
)
from records.gradebook.deadlines import mark_due
from records.gradebook.entry import Ground, locked
from records.gradebook.marks import Cell, spell
from records.gradebook.proposal import Proposal, propose, propose_year
from records.lifecycle import ClosingState
from records.school.policy import Policy


@dataclass(frozen=True, slots=True)
class Filled:
    """The current version of a cell: its number and its value as spelled; an emptied cell has a number too."""

    seq: int
    value: str


EMPTY = Filled(0, "")


@dataclass(frozen=True, slots=True)
class SpreadColumn:
    """A column under its lesson, with the weight of its marks, their last day, and why it is closed or None.

    `locked` closes the whole column; `standing_locked` only cells in which something stands.
    """

    facts: ColumnFacts
    lesson: LessonFacts
    weight: int
    due: date
    locked: EntryError | None
    standing_locked: EntryError | None


@dataclass(frozen=True)
class Spread:
    """The grid, and the periods of its class. `year_marks` is None before the last period of the class's year.

    `lessons` are those that its reader may write in substitution: then nothing else of it. `windows` are cells that the
    deputy head opened again.
    """

    content: JournalContent
    policy: Policy
    state: ClosingState
    year: ClosingState
    today: date
    seqs: Mapping[tuple[str, str], int]
    period_seqs: Mapping[str, int]
    year_marks: Mapping[tuple[Place, str], Filled] | None
    period_marks: Mapping[str, tuple[str, ...]]
    periods: tuple[PeriodFacts, ...]
    keeps: bool
    lessons: frozenset[str] = frozenset()
    windows: frozenset[Opened] = frozenset()

    @property
    def writes(self) -> bool:
        """Whether the reader may write anything of it: all of it as its teacher, or lessons as a substitute."""
        return self.keeps or bool(self.lessons)

    @cached_property
    def columns(self) -> tuple[SpreadColumn, ...]:
        """The columns in their order."""
        lessons = {lesson.id: lesson for lesson in self.content.lessons}
        return tuple(self._column(column, lessons[column.lesson]) for column in self.content.columns)

    @cached_property
    def _touched(self) -> Mapping[str, list[tuple[str, int]]]:
        """Pupil -> (column, number of the current version)."""
        found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for (column, pupil), seq in self.seqs.items():
            found[pupil].append((column, seq))
        return found

    @property
    def results(self) -> tuple[Place, ...]:
        """The columns of results at the right."""
        return (Place.PERIOD, *((Place.YEAR, Place.EXAM, Place.FINAL) if self.year_marks is not None else ()))

    def cells(self, pupil: PupilRows) -> dict[str, Filled]:
        """Column -> what stands there, for one pupil."""
        found = {c.column: Filled(self.seqs.get((c.column, pupil.id), 0), _spelled(c)) for c in pupil.cells}
        emptied = {c: Filled(seq, "") for c, seq in self._touched.get(pupil.id, ()) if c not in found}
        return found | emptied

    def opened(self, column: SpreadColumn) -> frozenset[str]:
        """The pupils whose cells in this column the deputy head opened again, for a reader who may write them."""
        if self.state is ClosingState.CUT or not (self.keeps or column.lesson.id in self.lessons):
            return frozenset()
        return frozenset(window.pupil for window in self.windows if window.column == column.facts.id)

    def locked(self, column: SpreadColumn, pupil: PupilRows, filled: Filled) -> EntryError | None:
        """Why a cell under a lesson is closed; None where it is not."""
        if pupil.id in self.opened(column):
            return None
        return column.standing_locked if filled.value else column.locked

    def result(self, pupil: PupilRows, place: Place) -> Filled:
        """A period, year, exam or final mark."""
        if place is Place.PERIOD:
            value = pupil.period_mark.value if pupil.period_mark else ""
            return Filled(self.period_seqs.get(pupil.id, 0), value)
        return (self.year_marks or {}).get((place, pupil.id), EMPTY)

    def proposal(self, pupil: PupilRows) -> Proposal:
        """The mean of the pupil's marks and the period mark that the school's rule gives for it."""
        kinds = {column.id: column.kind for column in self.content.columns}
        marks = ((kinds[cell.column], mark) for cell in pupil.cells for mark in cell.marks)
        return propose(self.policy.proposal, marks)

    def year_proposal(self, pupil: PupilRows) -> Proposal:
        """The same for the year, over the marks of the periods."""
        return propose_year(self.policy.proposal, self.period_marks.get(pupil.id, ()))

    def result_locked(self, place: Place) -> EntryError | None:
        """Why a column of results is closed; None where it is not."""
        if self._not_mine(None):
            return not_yours(self.content.title)
        state = self.year if place.of_year else self.state
        return self._locked(CellKey(place, ""), state, self.content.period.ends, filled=False)

    def _column(self, facts: ColumnFacts, lesson: LessonFacts) -> SpreadColumn:
        due = mark_due(self.policy.deadlines, lesson.date, facts.kind, self.content.facts.grade)
        key = CellKey(Place.LESSON, "", facts.id)
        empty = self._locked(key, self.state, lesson.date, filled=False, due=due)
        standing = self._locked(key, self.state, lesson.date, filled=True, due=due)
        if self._not_mine(lesson.id):
            empty = standing = not_yours(self.content.title)
        weight = self.policy.proposal.weight(facts.kind)
        return SpreadColumn(facts, lesson, weight, due, empty if standing else None, standing)

    def _not_mine(self, lesson: str | None) -> bool:
        """Whether the reader is a substitute, and not in this lesson."""
        return not self.keeps and bool(self.lessons) and lesson not in self.lessons

    def _locked(
        self, key: CellKey, state: ClosingState, day: date, *, filled: bool, due: date | None = None
    ) -> EntryError | None:
        ground = Ground(
            title=self.content.title,
            where=f"{day:%d.%m.%Y}",
            state=state,
            day=day,
            due=due or day,
            membership=MembershipFacts(),  # who arrived or left later is judged cell by cell
            writable=self.keeps,
            graded=self.content.facts.graded,
            period_mark=False,
        )
        return locked(key, ground, filled, self.policy, self.today)


def _spelled(cell: CellFacts) -> str:
    return spell(Cell(cell.marks, cell.absence, cell.late))
