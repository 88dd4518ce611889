"""Выписка текущих отметок for the next school: one pupil's marks of open periods, and signed ones of closed periods.

Live rows where a period is not sealed yet, snapshots where it is; what is in the archive is never read from the
gradebook. Averages are left out: which one counts is each school's rule. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from records.documents.forms.parts import Head, MarkRow, MarkTable, Signatory, SignedRecord
from records.documents.forms.transfer_extract import CurrentMark, CurrentSubject, TransferExtract
from records.documents.reading import Node, maybe_node, node, nodes, text
from records.gradebook.content import JournalContent, PupilRows


@dataclass(frozen=True, slots=True)
class Leaver:
    """Who leaves: as the class has them."""

    id: str
    name: str
    born: date | None
    class_name: str
    year: str
    class_teacher: Signatory


@dataclass(frozen=True, slots=True)
class SealedPeriod:
    """A period journal in the archive: its snapshot, and the record as a form names it."""

    snapshot: Node
    record: SignedRecord


def build_transfer_extract(
    head: Head,
    who: Leaver,
    open_: Sequence[JournalContent],
    sealed: Sequence[SealedPeriod],
    since: date,
    as_of: date,
    basis: str,
    director: Signatory,
) -> TransferExtract:
    """The extract; `open_` and `sealed` in curriculum order, journals without the pupil are passed over."""
    found = [period for period in sealed if _row(period, who.id)]
    return TransferExtract(
        head,
        who.name,
        who.born,
        who.class_name,
        who.year,
        since,
        as_of,
        basis,
        _subjects(who.id, open_),
        [who.class_teacher, director],
        _closed(who.id, found) if found else None,
        [period.record for period in found],
    )


def _subjects(pupil: str, journals: Sequence[JournalContent]) -> Sequence[CurrentSubject]:
    """A subject with all its open periods."""
    found: dict[str, list[tuple[JournalContent, PupilRows]]] = {}
    for journal in journals:
        for rows in journal.pupils:
            if rows.id == pupil:
                found.setdefault(journal.journal, []).append((journal, rows))
    return [
        CurrentSubject(
            parts[0][0].subject.name,
            parts[0][0].people.get(parts[0][0].teacher, ""),
            [mark for journal, rows in parts for mark in _marks(journal, rows)],
            sum(cell.absence is not None for _, rows in parts for cell in rows.cells),
        )
        for parts in found.values()
    ]


def _marks(journal: JournalContent, rows: PupilRows) -> Sequence[CurrentMark]:
    days = {lesson.id: lesson.date for lesson in journal.lessons}
    columns = {column.id: column for column in journal.columns}
    return [
        CurrentMark(days[columns[cell.column].lesson], "/".join(cell.marks), columns[cell.column].kind)
        for cell in rows.cells
        if cell.marks
    ]


def _row(period: SealedPeriod, pupil: str) -> Node | None:
    return next((row for row in nodes(period.snapshot, "pupils") if row.get("id") == pupil), None)


def _closed(pupil: str, sealed: Sequence[SealedPeriod]) -> MarkTable:
    titles: dict[str, str] = {}
    marks: dict[str, dict[str, str]] = {}
    for period in sealed:
        of = node(period.snapshot, "period")
        titles[text(of, "starts")] = text(of, "title")
        mark = maybe_node(_row(period, pupil) or {}, "period_mark")
        subject = text(node(period.snapshot, "subject"), "name")
        marks.setdefault(subject, {})[text(of, "starts")] = text(mark, "value") if mark else ""
    order: Mapping[str, str] = dict(sorted(titles.items()))
    return MarkTable(
        list(order.values()),
        [MarkRow(subject, [found.get(start, "") for start in order]) for subject, found in marks.items()],
    )
