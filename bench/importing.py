"""Benchmark `import`: a class's workbook, read and stored, against openpyxl reading the same file.

The peer only takes the cells out; ours judges every one of them, and the second comparison also stores the class.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

from openpyxl import load_workbook

from bench.measure import Fact, Outcome, Progress, Scale, Side, Work, compare
from bench.school import WORKBOOK, copied, empty_school, store_class
from records.school.imports.reader import read_class
from records.school.imports.workbook import read_sheets


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it."""
    peers = [
        Side("openpyxl, по строкам", 1, lambda: nullcontext(read_by_rows)),
        Side("openpyxl, как обычно", 1, lambda: nullcontext(read_whole)),
    ]
    reading = Side("Летопись: чтение и проверка", 1, lambda: nullcontext(read_by_letopis))
    with empty_school() as data:
        storing = Side("Летопись: вся загрузка", 1, partial(_our_import, data))
        comparisons = tuple(
            compare(what, "класс", ours, peers, scale.rounds, progress)
            for what, ours in (("чтение книги 9А", reading), ("загрузка 9А в базу", storing))
        )
    return Outcome(comparisons, (Fact("cells", "заполненных ячеек", read_by_rows(), ""),))


@contextmanager
def _our_import(data: Path) -> Iterator[Work]:
    with copied(data) as workshop:
        yield lambda: store_class(workshop)


def read_by_letopis() -> None:
    """Read and judge the workbook."""
    read_class(read_sheets(WORKBOOK))


def read_by_rows() -> int:
    """The number of filled cells, in openpyxl's streaming mode."""
    book = load_workbook(WORKBOOK, read_only=True)
    try:
        rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
        return sum(value is not None for row in rows for value in row)
    finally:
        book.close()


def read_whole() -> int:
    """The number of filled cells, as the first example of openpyxl's manual reads a book."""
    rows = (row for sheet in load_workbook(WORKBOOK).worksheets for row in sheet.iter_rows(values_only=True))
    return sum(value is not None for row in rows for value in row)
