"""Binds the class journal: gives every page its number and side, fills the contents with true page numbers.

Each period journal begins on a verso page, so that its spreads open flat; a blank page goes before it where
needed. Pure: takes page counts, opens no PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from records.documents.geometry import WIDTH, side_of
from records.documents.model import (
    Align,
    BlankPage,
    Book,
    Column,
    Content,
    Document,
    HeadCell,
    Page,
    Row,
    Section,
    Side,
    Source,
    Table,
    TablePage,
)

CONTENTS: Final = "Содержание"
CONTENTS_ON_A_PAGE: Final = 30
NUMBER_WIDTH, PAGES_WIDTH, PERIOD_WIDTH, TEACHER_WIDTH = 8.0, 22.0, 17.0, 70.0


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; `page` counts from 1."""

    title: str
    page: int
    below: Sequence[Bookmark] = ()


@dataclass(frozen=True, slots=True)
class Insertion:
    """The pages of a source go before the document's own page `before`, counted from 0."""

    record: str
    before: int


@dataclass(frozen=True, slots=True)
class Bound:
    """The document with its own pages in order, where the sources enter, and the outline of the whole."""

    document: Document
    insertions: Sequence[Insertion]
    outline: Sequence[Bookmark]


@dataclass(slots=True)
class _Binding:
    """The book while pages are laid down, one after the other."""

    pages: list[Page] = field(default_factory=list)
    insertions: list[Insertion] = field(default_factory=list)
    folio: int = 1

    def lay(self, content: Content) -> None:
        self.pages.append(Page(side_of(self.folio), content))
        self.folio += 1

    def insert(self, record: str, count: int) -> range:
        if count and side_of(self.folio) is Side.RECTO:
            self.lay(BlankPage())
        self.insertions += [Insertion(record, len(self.pages))] if count else []
        span = range(self.folio, self.folio + count)
        self.folio += count
        return span


def bind(document: Document, book: Book, counts: Mapping[str, int]) -> Bound:
    """The book with `counts` pages of each source record. A source without a count (a draft) stays out."""
    rows_needed = len(book.before) + len(book.after) + len(_by_subject(book.sources))
    binding = _Binding()
    binding.lay(book.title)
    contents = range(binding.folio, binding.folio + -(-rows_needed // CONTENTS_ON_A_PAGE))
    for _ in contents:
        binding.lay(BlankPage())
    before = [_lay_section(binding, section) for section in book.before]
    spans = {
        source.record: binding.insert(source.record, counts.get(source.record, 0)) for source in book.sources
    }
    after = [_lay_section(binding, section) for section in book.after]
    rows = [
        *map(_section_row, book.before, before),
        *(_subject_row(book, list(sources), spans) for sources in _by_subject(book.sources)),
        *map(_section_row, book.after, after),
    ]
    for folio in contents:
        first = (folio - contents.start) * CONTENTS_ON_A_PAGE
        page = _contents_page(book, rows, first)
        binding.pages[folio - 1] = Page(side_of(folio), page)
    outline = [
        Bookmark("Титульный лист", 1),
        Bookmark(CONTENTS, contents.start),
        *(Bookmark(s.title, span.start) for s, span in zip(book.before, before, strict=True)),
        *_subject_bookmarks(book.sources, spans),
        *(Bookmark(s.title, span.start) for s, span in zip(book.after, after, strict=True)),
    ]
    return Bound(replace(document, pages=binding.pages), binding.insertions, outline)


def _lay_section(binding: _Binding, section: Section) -> range:
    start = binding.folio
    for content in section.pages:
        binding.lay(content)
    return range(start, binding.folio)


def _by_subject(sources: Sequence[Source]) -> list[list[Source]]:
    return [list(group) for _, group in groupby(sources, key=lambda source: (source.subject, source.teacher))]


def _subject_bookmarks(sources: Sequence[Source], spans: Mapping[str, range]) -> Iterator[Bookmark]:
    for group in _by_subject(sources):
        below = [
            Bookmark(source.period, spans[source.record].start) for source in group if spans[source.record]
        ]
        if below:
            yield Bookmark(group[0].subject, below[0].page, below)


def _span_text(span: range) -> str:
    if not span:
        return "—"
    return str(span.start) if len(span) == 1 else f"{span.start}–{span.stop - 1}"


def _section_row(section: Section, span: range) -> list[str]:
    return [section.title, "", _span_text(span)]


def _subject_row(book: Book, sources: Sequence[Source], spans: Mapping[str, range]) -> list[str]:
    printed = [spans[source.record] for source in sources if spans[source.record]]
    whole = range(printed[0].start, printed[-1].stop) if printed else range(0)
    starts = {source.period: str(spans[source.record].start) for source in sources if spans[source.record]}
    return [
        sources[0].subject,
        sources[0].teacher,
        _span_text(whole),
        *(starts.get(p, "") for p in book.periods),
    ]


def _contents_page(book: Book, rows: Sequence[Sequence[str]], first: int) -> TablePage:
    name = WIDTH - NUMBER_WIDTH - TEACHER_WIDTH - PAGES_WIDTH - PERIOD_WIDTH * len(book.periods)
    columns = [
        Column(NUMBER_WIDTH),
        Column(name, Align.START),
        Column(TEACHER_WIDTH, Align.START),
        Column(PAGES_WIDTH, divides=True),
        *(Column(PERIOD_WIDTH) for _ in book.periods),
    ]
    head = [
        *(
            HeadCell(title, 0, i, rows=2)
            for i, title in enumerate(("№", "Раздел, предмет", "Учитель", "Страницы"))
        ),
        *([HeadCell("Начало периода на странице", 0, 4, columns=len(book.periods))] if book.periods else []),
        *(HeadCell(title, 1, 4 + i) for i, title in enumerate(book.periods)),
    ]
    shown = rows[first : first + CONTENTS_ON_A_PAGE]
    numbered = [Row([str(first + i), *row]) for i, row in enumerate(shown, start=1)]
    return TablePage(book.heading, Table(columns, head, (5.0, 5.0), numbered))
