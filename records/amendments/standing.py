"""Reads what stands at the places of a class: the roll of names, and value, words and cutoff of a place.

What stands is the frozen value with the acts that were entered before. It judges nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from records.amendments.model import Change, Place, Spot, Standing
from records.amendments.roll import ColumnPlace, JournalPlaces, Roll
from records.gradebook.content import JournalContent
from records.gradebook.marks import Cell, spell
from records.gradebook.reading import JournalKey, read_journal, read_memberships, subgroup_members
from records.gradebook.tables import ClassYear, JournalPeriod, Lesson, LessonColumn
from records.gradebook.year_content import YearContent
from records.gradebook.year_reading import read_journals, read_periods, read_year
from records.lifecycle import ClosingState

_SAYS = {Spot.YEAR: "год", Spot.EXAM: "экзамен", Spot.FINAL: "итоговая", Spot.DECISION: "решение педсовета"}


def read_roll(session: Session, school: str, class_id: str) -> Roll:
    """Pupils, periods, journals and columns of a class by name."""
    members = read_memberships(session, school, class_id)
    of_class = read_journals(session, school, class_id)
    columns = _columns(session, school, [journal.id for journal in of_class])
    journals = []
    for journal in of_class:
        group = journal.subgroup
        chosen = subgroup_members(session, school, group.id if group else None)
        pupils = frozenset(members) if chosen is None else frozenset(chosen & set(members))
        name = group.name if group else ""
        subject = journal.subject
        journals.append(
            JournalPlaces(journal.id, subject.id, subject.name, name, pupils, tuple(columns[journal.id]))
        )
    return Roll(
        {pupil.id: pupil.name for pupil, _ in members.values()},
        {period.id: period.title for period in read_periods(session, school, class_id)},
        journals,
    )


def _columns(session: Session, school: str, journals: list[str]) -> dict[str, list[ColumnPlace]]:
    c = LessonColumn
    query = (
        select(c.journal_id, c.id, c.period_id, Lesson.date, Lesson.number, c.kind)
        .join(Lesson, and_(Lesson.school_id == c.school_id, Lesson.id == c.lesson_id))
        .where(c.school_id == school, c.journal_id.in_(journals))
        .order_by(Lesson.date, Lesson.number, c.position)
    )
    found = defaultdict[str, list[ColumnPlace]](list)
    for journal, column, period, day, number, kind in session.execute(query):
        found[journal].append(ColumnPlace(column, period, day, number, kind))
    return found


def read_standings(
    session: Session, school: str, class_id: str, changes: Sequence[Change]
) -> list[Standing | None]:
    """What stands at the place of each change; None where there is no such place for that pupil."""
    reader = _Reader(session, school, class_id)
    return [reader.standing(change) for change in changes]


class _Reader:
    """What was read of a class so far: several changes are mostly of one journal."""

    def __init__(self, session: Session, school: str, class_id: str) -> None:
        self._session, self._school, self._class = session, school, class_id
        self._roll = read_roll(session, school, class_id)
        self._journals: dict[JournalKey, JournalContent] = {}
        self._year: YearContent | None = None

    def standing(self, change: Change) -> Standing | None:
        """What stands there."""
        if not change.place.of_period:
            return self._of_year(change)
        journal = next((j for j in self._roll.journals if j.id == change.journal), None)
        if journal is None:
            return None
        if change.place.spot is Spot.PERIOD:
            return self._of_journal(change, journal.id, change.place.id, None)
        column = next((c for c in journal.columns if c.id == change.place.id), None)
        return self._of_journal(change, journal.id, column.period, column) if column else None

    def _of_journal(
        self, change: Change, journal: str, period: str, column: ColumnPlace | None
    ) -> Standing | None:
        row = self._session.get(JournalPeriod, (self._school, journal, period))
        if row is None:
            return None
        content = self._content(JournalKey(self._school, journal, period))
        pupil = next((p for p in content.pupils if p.id == change.pupil), None)
        if pupil is None or (column and not pupil.membership.present(column.date, column.date)):
            return None
        cut = row.state == ClosingState.CUT
        if column is None:
            value = pupil.period_mark.value if pupil.period_mark else ""
            return Standing(value, content.period.title, period, cut)
        cell = next((c for c in pupil.cells if c.column == column.id), None)
        value = spell(Cell(cell.marks, cell.absence, cell.late)) if cell else ""
        return Standing(value, column.what, period, cut)

    def _content(self, key: JournalKey) -> JournalContent:
        if key not in self._journals:
            self._journals[key] = read_journal(self._session, key)
        return self._journals[key]

    def _of_year(self, change: Change) -> Standing | None:
        row = self._session.get(ClassYear, (self._school, self._class))
        self._year = self._year or read_year(self._session, self._school, self._class)
        value = _value_of_year(self._year, self._roll, change.pupil, change.journal, change.place)
        if row is None or value is None:
            return None
        return Standing(value, _SAYS[change.place.spot], None, row.state == ClosingState.CUT)


def _value_of_year(
    year: YearContent, roll: Roll, pupil_id: str, journal_id: str | None, place: Place
) -> str | None:
    """What stands there, "" for nothing; None where the pupil has no such place."""
    pupil = next((p for p in year.pupils if p.id == pupil_id), None)
    if pupil is None:
        return None
    if place.spot is Spot.DECISION:
        return pupil.decision.text if pupil.decision else ""
    # A pupil's marks stand in the order of the journals in which the pupil is.
    mine = [journal.id for journal in roll.journals if pupil_id in journal.pupils]
    if journal_id not in mine:
        return None
    marks = pupil.marks[mine.index(journal_id)]
    return {Spot.YEAR: marks.year, Spot.EXAM: marks.exam, Spot.FINAL: marks.final}[place.spot] or ""
