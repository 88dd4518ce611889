"""Composes the class journal's absences: lessons and days missed in each period and in the year (domain.md).

Takes a class_journal snapshot, gives pages. It counts nothing but the year's sums.
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


def absence_pages(snapshot: Node) -> list[TablePage]:
    """The pages of the list, forty pupils each."""
    periods = nodes(snapshot, "periods")
    titles = [*(text(period, "title") for period in periods), "За год"]
    each, name = len(ABSENCE_COLUMNS), 60.0
    width = (WIDTH - 7.0 - name) / (each * len(titles))
    tones = [Tone.STRONG if i >= each * len(periods) else Tone.PLAIN for i in range(each * len(titles))]
    columns = [
        Column(7.0),
        Column(name, Align.START),
        *(Column(width, tone=tone, divides=i % each == 0) for i, tone in enumerate(tones)),
    ]
    head = [HeadCell("№", 0, 0, rows=2), HeadCell("Фамилия, имя", 0, 1, rows=2)]
    for index, title in enumerate(titles):
        first = 2 + index * each
        head.append(HeadCell(title, 0, first, columns=each))
        head += [HeadCell(word, 1, first + i, upright=True) for i, (_, word) in enumerate(ABSENCE_COLUMNS)]
    rows = _absence_rows(snapshot, [text(period, "id") for period in periods])
    heading = say.year_heading(snapshot, TITLE)
    return [
        TablePage(
            heading,
            Table(columns, head, (6.0, 23.0), rows[start : start + PUPILS_ON_A_PAGE]),
            empty="Обучающихся нет.",
        )
        for start in range(0, max(1, len(rows)), PUPILS_ON_A_PAGE)
    ]


def _absence_rows(snapshot: Node, periods: Sequence[str]) -> list[Row]:
    pupils = nodes(snapshot, "pupils")
    names = say.short_names([text(pupil, "name") for pupil in pupils])
    rows = []
    for name, pupil in zip(names, pupils, strict=True):
        counts = {
            text(item, "period"): [number(item, key) for key, _ in ABSENCE_COLUMNS]
            for item in nodes(pupil, "absences")
        }
        by_period = [counts.get(period, [0] * len(ABSENCE_COLUMNS)) for period in periods]
        year = [sum(column) for column in zip(*by_period, strict=True)]
        figures = [str(value) if value else "" for values in [*by_period, year] for value in values]
        rows.append(Row([str(number(pupil, "ordinal")), name, *figures]))
    return rows
