"""Composes «Реестр документов дела»: the period journals of the file, each with record, size and SHA-256 of its PDF.

What an electronic file has in place of a sheet of certified page counts (domain.md, Electronic file): the digest is
that of the unsigned rendition bound into the book. Takes a class_journal snapshot, gives pages; it verifies nothing.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from typing import Final

from records.documents import wording as say
from records.documents.model import Align, Column, HeadCell, Row, Source, Table, TablePage
from records.documents.reading import Node, node, nodes, number, text
from records.documents.sources import list_sources

TITLE: Final = "Реестр документов дела"
EMPTY: Final = "Документов нет."
ROWS_ON_A_PAGE: Final = 36
HEAD_HEIGHT: Final = 10.0
ROW_HEIGHT: Final = 4.6
COLUMNS: Final = (
    ("№", 8.0),
    ("Документ", 72.0),
    ("Код записи", 36.0),
    ("Редакция", 11.0),
    ("№ в журнале событий", 15.0),
    ("Объём, байт", 18.0),
    ("SHA-256 печатного вида (PDF без подписей)", 94.0),
    ("Подписей", 13.0),
)


def registry_pages(snapshot: Node) -> list[TablePage]:
    """The pages of the registry in even parts; the last ends with the sums."""
    rows = _rows(snapshot)
    parts = max(1, ceil(len(rows) / ROWS_ON_A_PAGE))
    bounds = [round(len(rows) * i / parts) for i in range(parts + 1)]
    columns = [
        Column(width, Align.START if i in (1, 6) else Align.CENTRE) for i, (_, width) in enumerate(COLUMNS)
    ]
    head = [HeadCell(title, 0, i) for i, (title, _) in enumerate(COLUMNS)]
    heading = say.year_heading(snapshot, TITLE)
    return [
        TablePage(
            heading, Table(columns, head, (HEAD_HEIGHT,), rows[a:b], row_height=ROW_HEIGHT), empty=EMPTY
        )
        for a, b in pairwise(bounds)
    ]


def _rows(snapshot: Node) -> list[Row]:
    entries = {text(entry, "record"): entry for entry in nodes(snapshot, "sources")}
    listed = [(source, entries[source.record]) for source in list_sources(snapshot)]
    rows = [_row(place, source, entry) for place, (source, entry) in enumerate(listed, start=1)]
    return [*rows, _sums(list(entries.values()))] if rows else rows


def _row(place: int, source: Source, entry: Node) -> Row:
    return Row(
        (
            str(place),
            f"{source.subject}, {source.period}",
            source.record,
            str(number(entry, "revision")),
            str(number(entry, "index")),
            _spaced(number(node(entry, "rendition"), "size")),
            source.sha256,
            str(len(nodes(entry, "signatures"))),
        )
    )


def _sums(entries: list[Node]) -> Row:
    size = sum(number(node(entry, "rendition"), "size") for entry in entries)
    signatures = sum(len(nodes(entry, "signatures")) for entry in entries)
    return Row(("", f"Всего документов: {len(entries)}", "", "", "", _spaced(size), "", str(signatures)))


def _spaced(figure: int) -> str:
    """`1 234 567`."""
    return f"{figure:,}".replace(",", "\u00a0")
