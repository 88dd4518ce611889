"""Composes the class journal's absences: lessons and days missed in each period and in the year (domain.md).

Late arrivals have a column where there were any. Takes a class_journal snapshot, gives pages. It counts nothing but
the year's sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from records.documents import wording as say
from records.documents.geometry import PUPILS_ON_A_PAGE, WIDTH
from records.documents.model import Align, Column, HeadCell, Row, Table, TablePage, Tone
from records.documents.reading import Node, nodes, number, text

TITLE: Final = "Сведения о пропусках занятий"
NUMBER_WIDTH, NAME_WIDTH = 7.0, 60.0
HEAD_HEIGHTS: Final = (6.0, 23.0)
ABSENCE_COLUMNS: Final = (
    ("lessons", "Уроков всего"),
    ("lessons_ill", "из них по болезни"),
    ("lessons_excused", "по уваж. причине"),
    ("days", "Дней всего"),
    ("days_ill", "из них по болезни"),
)
LATE_COLUMN: Final = ("late", "Опозданий")


def absence_pages(snapshot: Node) -> list[TablePage]:
    """The pages of the list, forty pupils each."""
    periods = nodes(snapshot, "periods")
    titles = [*(text(period, "title") for period in periods), "За год"]
    shown = (*ABSENCE_COLUMNS, LATE_COLUMN) if _anybody_late(snapshot) else ABSENCE_COLUMNS
    each = len(shown)
    width = (WIDTH - NUMBER_WIDTH - NAME_WIDTH) / (each * len(titles))
    tones = [Tone.STRONG if i >= each * len(periods) else Tone.PLAIN for i in range(each * len(titles))]
    columns = [
        Column(NUMBER_WIDTH),
        Column(NAME_WIDTH, Align.START),
        *(Column(width, tone=tone, divides=i % each == 0) for i, tone in enumerate(tones)),
    ]
    head = [HeadCell("№", 0, 0, rows=2), HeadCell("Фамилия, имя", 0, 1, rows=2)]
    for index, title in enumerate(titles):
        first = 2 + index * each
        head.append(HeadCell(title, 0, first, columns=each))
        head += [HeadCell(word, 1, first + i, upright=True) for i, (_, word) in enumerate(shown)]
    members = [member for member, _ in shown]
    rows = _absence_rows(snapshot, [text(period, "id") for period in periods], members)
    heading = say.year_heading(snapshot, TITLE)
    return [
        TablePage(
            heading,
            Table(columns, head, HEAD_HEIGHTS, rows[start : start + PUPILS_ON_A_PAGE]),
            empty="Обучающихся нет.",
        )
        for start in range(0, max(1, len(rows)), PUPILS_ON_A_PAGE)
    ]


def _anybody_late(snapshot: Node) -> bool:
    return any("late" in item for pupil in nodes(snapshot, "pupils") for item in nodes(pupil, "absences"))


def _count(item: Node, member: str) -> int:
    """How often; `late` is left out where it is nought."""
    return 0 if member == "late" and member not in item else number(item, member)


def _absence_rows(snapshot: Node, periods: Sequence[str], members: Sequence[str]) -> list[Row]:
    pupils = nodes(snapshot, "pupils")
    names = say.short_names([text(pupil, "name") for pupil in pupils])
    rows = []
    for name, pupil in zip(names, pupils, strict=True):
        counts = {
            text(item, "period"): [_count(item, member) for member in members]
            for item in nodes(pupil, "absences")
        }
        by_period = [counts.get(period, [0] * len(members)) for period in periods]
        year = [sum(column) for column in zip(*by_period, strict=True)]
        figures = [str(value) if value else "" for values in [*by_period, year] for value in values]
        rows.append(Row([str(number(pupil, "ordinal")), name, *figures]))
    return rows
