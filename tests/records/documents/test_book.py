from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from records.documents.book import Bookmark, Bound, bind
from records.documents.compose import compose
from records.documents.model import BlankPage, Side, Source, TablePage
from tests import year_snapshots

DOCUMENT = compose(year_snapshots.class_journal({}))
SUBJECTS = ("Алгебра", "История", "Химия")
PERIODS = ("I четверть", "II четверть")
SOURCES = [Source(f"{s}{p}", s, "Громова У. И.", p, "") for s in SUBJECTS for p in PERIODS]
counts = st.fixed_dictionaries({source.record: st.integers(0, 7) for source in SOURCES})


def bound(pages: dict[str, int]) -> Bound:
    book = DOCUMENT.book
    assert book is not None
    sources = {"sources": SOURCES, "periods": PERIODS}
    fields = {name: getattr(book, name) for name in book.__dataclass_fields__}
    return bind(DOCUMENT, type(book)(**(fields | sources)), pages)


def starts(result: Bound, pages: dict[str, int]) -> dict[str, int]:
    """The number of the first page of each source, counted from the insertions alone."""
    found, inserted = {}, 0
    for insertion in result.insertions:
        found[insertion.record] = insertion.before + inserted + 1
        inserted += pages[insertion.record]
    return found


def contents(result: Bound) -> list[list[str]]:
    page = result.document.pages[1].content
    assert isinstance(page, TablePage)
    return [[str(cell) for cell in row.cells] for row in page.table.rows]


@given(counts)
def test_every_period_journal_begins_on_a_left_page(pages: dict[str, int]) -> None:
    assert all(start % 2 == 0 for start in starts(bound(pages), pages).values())


@given(counts)
def test_the_contents_give_the_true_page_of_every_period(pages: dict[str, int]) -> None:
    result = bound(pages)
    true = starts(result, pages)
    rows = {row[1]: row for row in contents(result)}
    for source in SOURCES:
        shown = rows[source.subject][4 + PERIODS.index(source.period)]
        assert shown == (str(true[source.record]) if pages[source.record] else "")


@given(counts)
def test_own_pages_lie_on_the_side_their_number_gives(pages: dict[str, int]) -> None:
    result = bound(pages)
    taken = list(chain.from_iterable([i.before] * pages[i.record] for i in result.insertions))
    for index, page in enumerate(result.document.pages):
        folio = index + 1 + sum(before <= index for before in taken)
        assert page.side is (Side.RECTO if folio % 2 else Side.VERSO)


def test_a_blank_page_goes_before_a_source_that_would_begin_on_the_right() -> None:
    pages = dict.fromkeys((source.record for source in SOURCES), 3)
    blanks = [page for page in bound(pages).document.pages if isinstance(page.content, BlankPage)]
    assert len(blanks) == len(SOURCES)


def test_periods_are_nested_below_their_subject_in_the_outline() -> None:
    outline = bound(dict.fromkeys((source.record for source in SOURCES), 2)).outline
    history = next(mark for mark in outline if mark.title == "История")
    assert history.below == [Bookmark("I четверть", 10), Bookmark("II четверть", 12)]


def test_a_draft_without_sources_has_dashes_for_their_pages() -> None:
    rows = {row[1]: row for row in contents(bound({}))}
    assert rows["Химия"][3] == "—"
