"""Composes «Общие сведения об обучающихся»: name, birth date, file, address, parents, phone, movement by order.

Takes a class_journal snapshot, gives pages. Address, parents and phone stand in a snapshot only where the school
keeps them: without any the page is that of the first edition. It measures no text: what a row takes is estimated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, count, pairwise
from math import ceil
from typing import Final

from records.documents import wording as say
from records.documents.geometry import PUPILS_ON_A_PAGE, TABLE_BOTTOM, TABLE_TOP, WIDTH
from records.documents.model import Align, Column, Flow, HeadCell, Row, Table, TablePage
from records.documents.reading import Node, maybe, node, nodes, number, text, texts

TITLE: Final = "Общие сведения об обучающихся"
EMPTY: Final = "Обучающихся нет."
HEAD_HEIGHT: Final = 8.0
BRIEF: Final = (
    ("№", 8.0),
    ("Фамилия, имя, отчество", 83.0),
    ("Дата рождения", 27.0),
    ("Личное дело", 27.0),
    ("Прибыл(а)", 24.0),
    ("Приказ", 37.0),
    ("Выбыл(а)", 24.0),
    ("Приказ", 37.0),
)
NAME_WIDTH, BORN_WIDTH, FILE_WIDTH, MOVEMENT_WIDTH = 48.0, 19.0, 17.0, 38.0
NUMBER_WIDTH: Final = 8.0
# Member of the snapshot -> title and width of its column.
PARTICULARS: Final = {
    "address": ("Адрес", 57.0),
    "parents": ("Родители (законные представители)", 53.0),
    "phone": ("Телефон", 27.0),
}
LINE_HEIGHT, LINE_PADDING = 3.1, 1.2  # millimetres at a size that is read with ease
CHARACTERS_PER_MM: Final = 0.66


def information_pages(snapshot: Node) -> list[TablePage]:
    """The pages of the list, pupils in even parts."""
    pupils = nodes(snapshot, "pupils")
    shown = [member for member in PARTICULARS if any(_of(pupil, member) for pupil in pupils)]
    heading = say.year_heading(snapshot, TITLE)
    if not shown:
        return [TablePage(heading, table, empty=EMPTY) for table in _brief_tables(pupils)]
    columns = _columns(shown)
    titles = ["№", "Фамилия, имя, отчество", "Дата рождения", "Личное дело"]
    titles += [*(PARTICULARS[member][0] for member in shown), "Прибытие и выбытие, приказ"]
    head = [HeadCell(title, 0, i) for i, title in enumerate(titles)]
    rows = [_row(pupil, shown) for pupil in pupils]
    return [
        TablePage(heading, Table(columns, head, (HEAD_HEIGHT,), part)) for part in _even_parts(rows, columns)
    ]


def _columns(shown: Sequence[str]) -> list[Column]:
    middle = [PARTICULARS[member][1] for member in shown]
    widths = [NUMBER_WIDTH, NAME_WIDTH, BORN_WIDTH, FILE_WIDTH, *middle, MOVEMENT_WIDTH]
    wider = (WIDTH - NUMBER_WIDTH) / (sum(widths) - NUMBER_WIDTH)
    paragraphs = (1, *range(4, len(widths)))
    return [
        Column(
            width if i == 0 else width * wider,
            Align.START if i in paragraphs else Align.CENTRE,
            Flow.PARAGRAPHS if i in paragraphs else Flow.FIT,
        )
        for i, width in enumerate(widths)
    ]


def _row(pupil: Node, shown: Sequence[str]) -> Row:
    return Row(
        (
            str(number(pupil, "ordinal")),
            text(pupil, "name"),
            say.dotted(maybe(pupil, "birth_date")),
            maybe(pupil, "file_no") or "",
            *(_of(pupil, member) for member in shown),
            _movement(node(pupil, "membership")),
        )
    )


def _of(pupil: Node, member: str) -> str:
    """What the snapshot says of a pupil; the names of the parents a line each."""
    if member == "parents":
        return "\n".join(texts(pupil, member)) if member in pupil else ""
    return maybe(pupil, member) or ""


def _movement(member: Node) -> str:
    return "\n".join(filter(None, chain.from_iterable(say.movements(member))))


def _even_parts(rows: Sequence[Row], columns: Sequence[Column]) -> list[Sequence[Row]]:
    """The rows in the fewest even parts that stand on a page each, so that no page has one row alone."""
    for parts in count(1):
        bounds = [round(len(rows) * i / parts) for i in range(parts + 1)]
        chunks = [rows[a:b] for a, b in pairwise(bounds)]
        if parts >= len(rows) or all(_fits(chunk, columns) for chunk in chunks):
            return chunks
    return []


def _fits(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    room = TABLE_BOTTOM - TABLE_TOP - HEAD_HEIGHT
    return sum(_lines(row, columns) * LINE_HEIGHT + LINE_PADDING for row in rows) <= room


def _lines(row: Row, columns: Sequence[Column]) -> int:
    return max(
        sum(ceil(len(part) / (column.width * CHARACTERS_PER_MM)) for part in str(cell).split("\n"))
        for cell, column in zip(row.cells, columns, strict=True)
        if column.flow is Flow.PARAGRAPHS
    )


def _brief_tables(pupils: Sequence[Node]) -> list[Table]:
    columns = [Column(width, Align.START if i == 1 else Align.CENTRE) for i, (_, width) in enumerate(BRIEF)]
    head = [HeadCell(title, 0, i) for i, (title, _) in enumerate(BRIEF)]
    rows = [row for pupil in pupils for row in _brief_rows(pupil)]
    return [
        Table(columns, head, (HEAD_HEIGHT,), rows[start : start + PUPILS_ON_A_PAGE])
        for start in range(0, max(1, len(rows)), PUPILS_ON_A_PAGE)
    ]


def _brief_rows(pupil: Node) -> Iterator[Row]:
    """The pupil's row, and below it one for each further time in the class."""
    about = (
        str(number(pupil, "ordinal")),
        text(pupil, "name"),
        say.dotted(maybe(pupil, "birth_date")),
        maybe(pupil, "file_no") or "",
    )
    for index, time in enumerate(say.times(node(pupil, "membership"))):
        moved = (
            say.dotted(maybe(time, "arrived")),
            maybe(time, "arrived_order") or "",
            say.dotted(maybe(time, "left")),
            maybe(time, "left_order") or "",
        )
        yield Row((*(about if index == 0 else ("",) * len(about)), *moved))
