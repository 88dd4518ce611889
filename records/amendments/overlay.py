"""Lays corrections and supplements over frozen values: what stands now = what was frozen + the acts in their order.

Values in, values out; the frozen rows are never touched (design.md). Pure: it reads no database and judges nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, MutableMapping

from records.amendments.model import Amended, Spot
from records.gradebook.content import AmendedFacts, CellFacts, MarkFacts
from records.gradebook.marks import MarkScale, parse_cell
from records.gradebook.year_content import Decision

Values = MutableMapping[tuple[str, str], dict[str, str]]


def over_cells(
    cells: MutableMapping[str, list[CellFacts]], amended: Iterable[Amended], scale: MarkScale
) -> None:
    """Put what the acts say into the cells of a journal's period, pupil by pupil."""
    for one in amended:
        if one.place.spot is not Spot.CELL:
            continue
        kept = [cell for cell in cells.get(one.pupil, ()) if cell.column != one.place.id]
        cell = parse_cell(one.after, scale)
        if cell:
            kept.append(CellFacts(one.place.id, cell.marks, cell.absence, one.author, one.at, cell.late))
        cells[one.pupil] = kept


def over_period_marks(marks: MutableMapping[str, MarkFacts], amended: Iterable[Amended]) -> None:
    """The same for the marks of the period."""
    for one in amended:
        if one.place.spot is Spot.PERIOD:
            marks.pop(one.pupil, None)
            if one.after:
                marks[one.pupil] = MarkFacts(one.after, one.author, one.at)


def over_values(values: Values, amended: Iterable[Amended], spots: frozenset[Spot]) -> None:
    """The same for (journal, pupil) -> period or kind of mark -> value."""
    for one in amended:
        if one.place.spot in spots and one.journal is not None:
            of_pupil = values.setdefault((one.journal, one.pupil), {})
            of_pupil.pop(one.place.id or one.place.spot, None)
            if one.after:
                of_pupil[one.place.id or one.place.spot.value] = one.after


def over_decisions(found: Mapping[str, Decision], amended: Iterable[Amended]) -> dict[str, Decision]:
    """The council's decisions as they stand now: that of a later protocol comes in place of the frozen one."""
    decisions = dict(found)
    for one in amended:
        if one.place.spot is Spot.DECISION:
            decisions.pop(one.pupil, None)
            if one.after:
                decisions[one.pupil] = Decision(one.after, one.number, one.date)
    return decisions


def facts_by_pupil(
    amended: Iterable[Amended], subjects: Mapping[str, str]
) -> dict[str, tuple[AmendedFacts, ...]]:
    """Pupil -> what a snapshot says of the changes; `subjects` has the subject of each journal."""
    found = defaultdict[str, list[AmendedFacts]](list)
    for one in amended:
        subject = subjects[one.journal] if one.journal else None
        facts = AmendedFacts(str(one.place), subject, one.what, one.before, one.after, one.act)
        found[one.pupil].append(facts)
    return {pupil: tuple(facts) for pupil, facts in found.items()}
