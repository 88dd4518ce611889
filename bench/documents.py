"""Benchmark `documents`: the pages of a class's quarter to PDF/A-3u, against the same pages printed by others.

Rendering only; the pages are composed before. The class is 9А of the samples, a document for each journal. Ours
alone has a QR code on each page. Then the same in two processes against one, and the memory of a worker.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial
from itertools import chain
from typing import Final, TypeAlias

from bench.measure import Comparison, Fact, Outcome, Progress, Scale, Side, compare
from bench.plain import print_plainly
from bench.printers import absent_printers, facts_of, pages_in, printers
from bench.school import Sheet, collector_at_rest, compose_sheets, opened, quarter_keys, school_with_class
from bench.worker import memory_of_a_worker
from records.anchor import Anchor
from records.documents.model import Document
from records.documents.pdfa import render

QUARTER = 1
COPIES = 10  # of the quarter, for the workers: one alone is printed before two processes have begun
WORKERS = 2
AS_TABLES: Final = "HTML таблицами (WeasyPrint)"

Print: TypeAlias = Callable[[Sequence[Sheet]], list[bytes]]


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it."""
    with school_with_class() as data, opened(data) as workshop:
        sheets = compose_sheets(workshop, quarter_keys(workshop, QUARTER, scale.journals))
    peers = _peers()
    printed = {name: work(sheets) for name, work in peers.items()}  # warms them, and tells what is compared
    own = print_ours(sheets)
    comparison = compare(
        "печать четверти 9А",
        "страницу",
        _side("Летопись", print_ours, sheets, _pages(own)),
        [_side(name, work, sheets, _pages(printed[name])) for name, work in peers.items()],
        scale.rounds,
        progress,
        absent_printers(),
    )
    facts = (
        Fact("documents", "документов", len(sheets), ""),
        Fact("pages", "страниц", _pages(own), ""),
        Fact("octets", "объём", sum(map(len, own)), "байт"),
        *chain.from_iterable(facts_of(name, pdfs) for name, pdfs in printed.items()),
        Fact("worker", "память рабочего процесса", memory_of_a_worker(_printouts(sheets)), "байт"),
    )
    return Outcome((comparison, _compare_workers(sheets, scale, progress)), facts)


def print_ours(sheets: Sequence[Sheet]) -> list[bytes]:
    """The quarter by Letopis, the collector minded as a worker minds it."""
    return list(map(_print_one, sheets))


def _print_one(sheet: Sheet) -> bytes:
    with collector_at_rest():
        return render(sheet.document, sheet.anchor)


def _peers() -> Mapping[str, Print]:
    return {AS_TABLES: _print_as_tables, **{name: partial(_print_by, name) for name in printers()}}


def _print_as_tables(sheets: Sequence[Sheet]) -> list[bytes]:
    return [print_plainly(sheet.document) for sheet in sheets]


def _print_by(name: str, sheets: Sequence[Sheet]) -> list[bytes]:
    work = printers()[name]
    return [work([printout]) for printout in _printouts(sheets)]


def _printouts(sheets: Sequence[Sheet]) -> list[tuple[Document, Anchor]]:
    return [(sheet.document, sheet.anchor) for sheet in sheets]


def _side(name: str, work: Print, sheets: Sequence[Sheet], pages: int) -> Side:
    return Side(name, pages, lambda: nullcontext(lambda: work(sheets)))


def _pages(pdfs: Sequence[bytes]) -> int:
    return sum(map(pages_in, pdfs))


def _compare_workers(sheets: Sequence[Sheet], scale: Scale, progress: Progress) -> Comparison:
    """Processes are forked with the type cast, as a worker has it from its first document on."""
    many = [sheet for _ in range(COPIES) for sheet in sheets]
    both, one = (_workers_side(many, count) for count in (WORKERS, 1))
    return compare("печать в рабочих процессах", "документ", both, [one], scale.rounds, progress)


def _workers_side(sheets: Sequence[Sheet], count: int) -> Side:
    name = f"Летопись, процессов {count}"
    return Side(name, len(sheets), lambda: nullcontext(lambda: print_apart(sheets, count)))


def print_apart(sheets: Sequence[Sheet], workers: int) -> int:
    """Print in that many processes; the octets printed."""
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        return sum(pool.map(_octets, sheets, chunksize=5))


def _octets(sheet: Sheet) -> int:
    return len(_print_one(sheet))
