"""Benchmark `print`: the pages of a class's quarter to PDF/A-3u, against the same pages as ordinary HTML tables.

Rendering only; the pages are composed before. The class is 9А of the samples, a document for each journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from bench.measure import Fact, Outcome, Progress, Scale, Side, compare
from bench.plain import print_plainly
from bench.school import Sheet, collector_at_rest, compose_sheets, opened, quarter_keys, school_with_class
from records.documents.assemble import count_pages
from records.documents.pdfa import render

QUARTER = 1


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it."""
    with school_with_class() as data, opened(data) as workshop:
        sheets = compose_sheets(workshop, quarter_keys(workshop, QUARTER, scale.journals))
    ours, theirs = _print_ours(sheets), _print_theirs(sheets)  # warms both, and tells what is compared
    pages = _pages(ours)
    comparison = compare(
        "печать четверти 9А",
        "страницу",
        Side("Летопись", pages, lambda: nullcontext(lambda: _print_ours(sheets))),
        [Side("таблицы HTML, write_pdf", _pages(theirs), lambda: nullcontext(lambda: _print_theirs(sheets)))],
        scale.rounds,
        progress,
    )
    facts = (
        Fact("documents", "документов", len(sheets), ""),
        Fact("pages", "страниц", pages, ""),
        Fact("peer_pages", "страниц у таблиц HTML", _pages(theirs), ""),
        Fact("octets", "объём", sum(map(len, ours)), "байт"),
        Fact("peer_octets", "объём у таблиц HTML", sum(map(len, theirs)), "байт"),
    )
    return Outcome((comparison,), facts)


def _print_ours(sheets: Sequence[Sheet]) -> list[bytes]:
    printed = []
    for sheet in sheets:
        with collector_at_rest():
            printed.append(render(sheet.document, sheet.anchor))
    return printed


def _print_theirs(sheets: Sequence[Sheet]) -> list[bytes]:
    return [print_plainly(sheet.document) for sheet in sheets]


def _pages(pdfs: Sequence[bytes]) -> int:
    return sum(map(count_pages, pdfs))
