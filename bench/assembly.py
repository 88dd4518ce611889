"""Benchmark `assembly`: the class journal of a year bound from its period journals, against joining and printing.

The parts are printed before and not measured; ours numbers the pages, writes outline and page labels and keeps
equal fonts once. The peers: pypdf's own joining of the same parts; Typst and ReportLab printing all of it anew.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import chain
from statistics import median

from pypdf import PdfWriter

from bench.measure import Fact, Outcome, Progress, Scale, Side, compare
from bench.printers import Printer, absent_printers, facts_of, pages_in, printers
from bench.school import (
    AT,
    Sheet,
    class_id,
    collector_at_rest,
    compose_sheets,
    opened,
    quarter_keys,
    school_with_class,
)
from records.anchor import Anchor
from records.closing.snapshot import CutoffFacts, RecordFacts
from records.closing.year_snapshot import SourceFacts, class_journal_snapshot
from records.digest import sha256
from records.documents.assemble import assemble, count_pages
from records.documents.book import Bound, bind
from records.documents.compose import compose
from records.documents.fonts import load_faces
from records.documents.model import Document
from records.documents.pdfa import render
from records.gradebook.year_reading import read_year
from records.registers.kinds import RecordKind
from retention.workshop import Workshop

QUARTERS = (1, 2, 3, 4)
_RECORD, _SEED = "bench", bytes(32)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a year is bound from: its own pages, the renditions by record in order, and where they enter.

    `printouts` is the same as values: what is to be printed by those who begin anew.
    """

    frame: bytes
    renditions: Mapping[str, bytes]
    bound: Bound
    printouts: Sequence[tuple[Document, Anchor]]


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it."""
    with school_with_class() as data, opened(data) as workshop:
        parts = make_parts(workshop, scale.journals)
    ours, theirs = bind_year(parts), join_plainly(parts)
    anew = {name: work(parts.printouts) for name, work in printers().items()}
    pages = pages_in(ours)
    comparison = compare(
        "сборка классного журнала за год",
        "страницу",
        Side("Летопись", pages, lambda: nullcontext(lambda: bind_year(parts))),
        [
            Side("pypdf, простое соединение", pages, lambda: nullcontext(lambda: join_plainly(parts))),
            *(_anew(name, work, parts, pages_in(anew[name])) for name, work in printers().items()),
        ],
        scale.rounds,
        progress,
        absent_printers(),
    )
    facts = (
        Fact("parts", "частей", len(parts.renditions), ""),
        Fact("pages", "страниц", pages, ""),
        Fact("speed", "страниц за секунду ЦП", round(1 / median(c.cpu for c in comparison.ours.costs)), ""),
        Fact("parts_octets", "сумма частей", _octets(parts), "байт"),
        Fact("octets", "собрано", len(ours), "байт"),
        Fact("peer_octets", "соединено pypdf", len(theirs), "байт"),
        *chain.from_iterable(facts_of(name, [pdf]) for name, pdf in anew.items()),
    )
    return Outcome((comparison,), facts)


def _anew(name: str, work: Printer, parts: Parts, pages: int) -> Side:
    return Side(f"{name}, печать заново", pages, lambda: nullcontext(lambda: work(parts.printouts)))


def make_parts(workshop: Workshop, journals: int | None, quarters: Sequence[int] = QUARTERS) -> Parts:
    """Print the period journals of these quarters and the year's own pages."""
    keys = [key for quarter in quarters for key in quarter_keys(workshop, quarter, journals)]
    sheets = compose_sheets(workshop, keys)
    renditions = {}
    for sheet in sheets:
        with collector_at_rest():
            renditions[sheet.record] = render(sheet.document, sheet.anchor)
    with workshop.transaction() as session:
        content = read_year(session, workshop.school, class_id(workshop))
        policy = workshop.policy(session)
    sources = [_source(sheet, renditions[sheet.record]) for sheet in sheets]
    cutoff = CutoffFacts(content.facts.class_teacher, AT, None)
    facts = RecordFacts(_RECORD, RecordKind.CLASS_JOURNAL, 1)
    snapshot = class_journal_snapshot(content, sources, facts, policy, cutoff, content.people, _SEED)
    document = compose(snapshot.body)
    if document.book is None:
        raise ValueError("a class journal has a book")
    bound = bind(document, document.book, {record: count_pages(pdf) for record, pdf in renditions.items()})
    own = (replace(bound.document, book=None), Anchor("letopis/bench", 0, _RECORD, snapshot.digest))
    printouts = [own, *((sheet.document, sheet.anchor) for sheet in sheets)]
    return Parts(render(*own), renditions, bound, printouts)


def _source(sheet: Sheet, rendition: bytes) -> SourceFacts:
    return SourceFacts(
        record=sheet.record,
        journal=sheet.key.journal,
        period=sheet.key.period,
        revision=1,
        title=sheet.document.title,
        digest=sheet.anchor.digest,
        index=sheet.anchor.index,
        rendition_sha256=sha256(rendition),
        rendition_size=len(rendition),
        signatures=(),
    )


def bind_year(parts: Parts) -> bytes:
    """The class journal, its parts counted and bound as at the end of a year."""
    with collector_at_rest():
        for rendition in parts.renditions.values():
            count_pages(rendition)
        return assemble(
            parts.frame, parts.renditions, parts.bound.insertions, parts.bound.outline, load_faces()
        )


def join_plainly(parts: Parts) -> bytes:
    """The same files one after another: no page numbers, outline or labels."""
    writer = PdfWriter()
    for pdf in _files(parts):
        writer.append(io.BytesIO(pdf))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _files(parts: Parts) -> Sequence[bytes]:
    return [parts.frame, *parts.renditions.values()]


def _octets(parts: Parts) -> int:
    return sum(map(len, _files(parts)))
