"""The registry of the file's documents: a row for each period journal, with sums, in even pages."""

from __future__ import annotations

from typing import Any

import pytest

from records.documents.registry import registry_pages
from tests import year_snapshots
from tests.records.documents.samples import renditions


def snapshot(sources: int | None = None) -> dict[str, Any]:
    """The class journal over its four renditions, or over so many copies of the first."""
    body = year_snapshots.class_journal(renditions())
    if sources is not None:
        first = body["sources"][0] if sources else {}
        body["sources"] = [first | {"record": f"r{n}"} for n in range(sources)]
    return body


def test_each_document_stands_with_record_place_size_digest_and_signatures() -> None:
    body = snapshot()
    source = body["sources"][0]
    size = source["rendition"]["size"]
    assert registry_pages(body)[0].table.rows[0].cells == (
        "1",
        "Русский язык, I четверть",
        source["record"],
        "1",
        str(source["index"]),
        f"{size:,}".replace(",", "\u00a0"),
        source["rendition"]["sha256"],
        "2",
    )


def test_documents_stand_in_curriculum_order_and_by_period() -> None:
    body = snapshot()
    body["sources"].reverse()
    shown = [row.cells[1] for row in registry_pages(body)[0].table.rows[:-1]]
    assert shown == [
        "Русский язык, I четверть",
        "Русский язык, III четверть",
        "История, I четверть",
        "История, III четверть",
    ]


def test_the_last_row_counts_documents_octets_and_signatures() -> None:
    body = snapshot()
    total = sum(source["rendition"]["size"] for source in body["sources"])
    last = registry_pages(body)[-1].table.rows[-1].cells
    assert (last[1], str(last[5]).replace("\u00a0", ""), last[7]) == ("Всего документов: 4", str(total), "8")


@pytest.mark.parametrize("sources", [35, 36, 56, 71, 72, 100])
def test_no_page_has_one_row_alone(sources: int) -> None:
    counts = [len(page.table.rows) for page in registry_pages(snapshot(sources))]
    assert (sum(counts), max(counts) - min(counts) <= 1) == (sources + 1, True)


def test_the_tables_fill_the_width_of_the_page() -> None:
    assert {page.table.width for page in registry_pages(snapshot(56))} == {267}


def test_a_file_without_documents_says_so() -> None:
    assert [page.empty for page in registry_pages(snapshot(0))] == ["Документов нет."]
