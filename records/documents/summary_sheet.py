"""Composes the summary sheet of the year (сводная ведомость учёта успеваемости): pupils by subjects by
periods, year, exam and final mark, and what the pedagogical council decided (domain.md, Printed forms).

Takes a summary_sheet snapshot; `summary_pages` also serves the class journal. It computes no mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

from records.documents import wording as say
from records.documents.addenda import footnotes, revision_facts, signed_pupils
from records.documents.decisions import WIDTH as DECISION_WIDTH
from records.documents.decisions import Decisions, list_decisions
from records.documents.geometry import PUPILS_ON_A_PAGE, WIDTH
from records.documents.model import (
    Align,
    Cell,
    Closing,
    Column,
    Document,
    Flow,
    HeadCell,
    Kind,
    Noted,
    Row,
    Table,
    TablePage,
    Tone,
)
from records.documents.paged import paged
from records.documents.reading import Node, maybe, node, nodes, number, text
from records.documents.stamps import signature_stamps

TITLE: Final = "Сводная ведомость учёта успеваемости"
NUMBER_WIDTH: Final = 7.0
NAME_WIDTH: Final = 54.0
MARK_WIDTHS: Final = (5.6, 8.0)
HEAD_HEIGHTS: Final = (8.0, 15.0)
CLOSING_HEIGHT: Final = 31.0
YEAR_COLUMNS: Final = (("year", "Год"), ("exam", "Экзамен"), ("final", "Итоговая"))
STRONG_COLUMNS: Final = (0, 2)  # of the year's: the year mark and the final mark


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the sheet."""

    identity: str
    name: str


def compose_summary_sheet(snapshot: Node) -> Document:
    """The pages of the sheet, for printing on both sides. Raises InputError for another kind of snapshot."""
    subjects = [Subject(text(item, "id"), text(item, "name")) for item in nodes(snapshot, "subjects")]
    pages = summary_pages(snapshot, subjects, _closing(snapshot))
    return paged(snapshot, Kind.SUMMARY_SHEET, TITLE, TITLE, pages)


def summary_pages(snapshot: Node, subjects: Sequence[Subject], closing: Closing) -> list[TablePage]:
    """The sheet's pages, subjects in even parts; the last page carries the closing."""
    periods = [(text(period, "id"), text(period, "title")) for period in nodes(snapshot, "periods")]
    decisions = list_decisions(snapshot)
    *chunks, last = _part(subjects, len(periods), DECISION_WIDTH if decisions else 0.0)
    tables = [table for chunk in chunks for table in _tables(snapshot, chunk, periods, None)]
    tables += _tables(snapshot, last, periods, decisions)
    heading = say.year_heading(snapshot, TITLE)
    return [
        TablePage(heading, table, closing if table is tables[-1] else None, empty="Обучающихся нет.")
        for table in tables
    ]


def _part(subjects: Sequence[Subject], periods: int, beside: float) -> list[Sequence[Subject]]:
    """The subjects in even parts of a page's width; on the last, `beside` millimetres are for something else."""
    subject = (periods + len(YEAR_COLUMNS)) * MARK_WIDTHS[0]
    places = len(subjects) + beside / subject
    parts = max(1, ceil(places * subject / (WIDTH - NUMBER_WIDTH - NAME_WIDTH)))
    bounds = [min(len(subjects), round(places * i / parts)) for i in range(parts + 1)]
    return [subjects[a:b] for a, b in pairwise(bounds)]


def _tables(
    snapshot: Node,
    subjects: Sequence[Subject],
    periods: Sequence[tuple[str, str]],
    decisions: Decisions | None,
) -> Iterator[Table]:
    pupils = signed_pupils(snapshot)
    names = say.short_names([text(pupil, "name") for pupil in pupils])
    each = len(periods) + len(YEAR_COLUMNS)
    beside = DECISION_WIDTH if decisions else 0.0
    room = WIDTH - NUMBER_WIDTH - NAME_WIDTH - beside
    width = min(MARK_WIDTHS[1], room / max(1, len(subjects) * each))
    rows = [
        _row(name, pupil, subjects, periods, decisions) for name, pupil in zip(names, pupils, strict=True)
    ]
    for start in range(0, max(1, len(rows)), PUPILS_ON_A_PAGE):
        yield Table(
            columns=[
                Column(NUMBER_WIDTH),
                Column(WIDTH - NUMBER_WIDTH - width * each * len(subjects) - beside, Align.START),
                *(_mark_column(width, i % each, len(periods)) for i in range(each * len(subjects))),
                *([Column(beside, Align.START, Flow.WRAP, divides=True)] if decisions else []),
            ],
            head=tuple(_head(subjects, [title for _, title in periods], decisions)),
            head_heights=HEAD_HEIGHTS,
            rows=rows[start : start + PUPILS_ON_A_PAGE],
        )


def _mark_column(width: float, place: int, periods: int) -> Column:
    strong = place - periods in STRONG_COLUMNS
    return Column(width, tone=Tone.STRONG if strong else Tone.PLAIN, divides=place == 0)


def _head(
    subjects: Sequence[Subject], periods: Sequence[str], decisions: Decisions | None
) -> Iterator[HeadCell]:
    yield HeadCell("№", 0, 0, rows=2)
    yield HeadCell("Фамилия, имя", 0, 1, rows=2)
    titles = [*periods, *(title for _, title in YEAR_COLUMNS)]
    for index, subject in enumerate(subjects):
        first = 2 + index * len(titles)
        yield HeadCell(subject.name, 0, first, columns=len(titles))
        for place, title in enumerate(titles):
            yield HeadCell(title, 1, first + place, upright=True)
    if decisions:
        yield HeadCell(decisions.title, 0, 2 + len(subjects) * len(titles), rows=2)


def _row(
    name: str,
    pupil: Node,
    subjects: Sequence[Subject],
    periods: Sequence[tuple[str, str]],
    decisions: Decisions | None,
) -> Row:
    note = say.beside_name(node(pupil, "membership"))
    marks = {text(mark, "subject"): mark for mark in nodes(pupil, "marks")}
    cells: list[Cell] = [str(number(pupil, "ordinal")), Noted(name, note) if note else name]
    for subject in subjects:
        mark = marks.get(subject.identity)
        if mark is None:
            cells += [""] * (len(periods) + len(YEAR_COLUMNS))
            continue
        by_period = node(mark, "periods")
        cells += [maybe(by_period, identity) or "" for identity, _ in periods]
        cells += [maybe(mark, key) or "" for key, _ in YEAR_COLUMNS]
    if decisions:
        cells.append(decisions.cells.get(text(pupil, "id"), ""))
    return Row(cells)


def used_marks(snapshot: Node) -> list[str]:
    """Every mark value that stands in the sheet."""
    marks = [mark for pupil in nodes(snapshot, "pupils") for mark in nodes(pupil, "marks")]
    values = [maybe(mark, key) for mark in marks for key, _ in YEAR_COLUMNS]
    values += [
        maybe(periods, key) for periods in (node(mark, "periods") for mark in marks) for key in periods
    ]
    return [value for value in values if value]


def _closing(snapshot: Node) -> Closing:
    legend = say.explained(say.SPECIAL_MARKS, used_marks(snapshot))
    return Closing(
        facts=(
            f"Обучающихся в списке: {len(nodes(snapshot, 'pupils'))}.",
            f"Сведения приведены по состоянию на {say.cutoff_line(snapshot)}.",
            *revision_facts(snapshot),
        ),
        legends=[*([legend] if legend else []), *footnotes(snapshot)],
        stamps=signature_stamps(snapshot),
        height=CLOSING_HEIGHT,
    )
