"""The places of signatures are the frames that are printed, on the page that closes the record."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from records.documents.compose import compose
from records.documents.model import Document, Side
from records.documents.pdfa import render
from records.documents.places import Area, stamp_places
from records.errors import RecordsError
from tests import snapshots, year_snapshots
from tests.records.documents.samples import BOOK_ID, anchor, renditions

FRAME = re.compile(rb"0\.5 w 0\.47 G (.*?) S")
RECTANGLE = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re")


def printed(document: Document, sources: Mapping[str, bytes] = {}) -> PdfReader:
    return PdfReader(io.BytesIO(render(document, anchor(BOOK_ID), sources)))


def frames(reader: PdfReader, page: int) -> list[Area]:
    """The grey frames that a page shows."""
    content = reader.pages[page].get_contents()
    assert content is not None
    paths = b" ".join(FRAME.findall(content.get_data()))
    edges = [tuple(map(float, found)) for found in RECTANGLE.findall(paths)]
    return [Area(x, y, x + width, y + height) for x, y, width, height in edges]


def edges(areas: Iterable[Area]) -> list[float]:
    return [edge for area in areas for edge in (area.left, area.bottom, area.right, area.top)]


def crowded(pupils: int) -> dict[str, Any]:
    body = snapshots.period_journal()
    return {**body, "pupils": (body["pupils"] * 3)[:pupils]}


@pytest.mark.parametrize(
    "body",
    [snapshots.period_journal(), crowded(60), year_snapshots.summary_sheet()],
    ids=["period journal", "more pupils than a page holds", "summary sheet"],
)
def test_a_single_record_has_its_places_on_its_last_page(body: dict[str, Any]) -> None:
    document = compose(body)
    reader = printed(document)
    places = stamp_places(document, len(reader.pages))
    assert places.page == len(reader.pages) - 1
    assert edges(places.areas) == pytest.approx(edges(frames(reader, places.page)), abs=0.02)


@pytest.mark.parametrize("count", [4, 3])
def test_a_book_has_its_places_wherever_its_last_page_falls(count: int) -> None:
    sources = dict(list(renditions().items())[:count])
    document = compose(year_snapshots.class_journal(sources))
    reader = printed(document, sources)
    places = stamp_places(document, len(reader.pages))
    assert edges(places.areas) == pytest.approx(edges(frames(reader, places.page)), abs=0.02)


def test_the_binding_margin_of_a_book_follows_from_the_number_of_its_pages() -> None:
    document = compose(year_snapshots.class_journal({}))
    left = [stamp_places(document, pages).areas[0].left for pages in (20, 21)]
    assert left[1] - left[0] == pytest.approx(10 * 72 / 25.4, abs=0.02)


def test_a_closing_before_the_last_page_keeps_its_places() -> None:
    document = compose(snapshots.period_journal())
    first, closing = document.pages
    turned = replace(document, pages=[replace(closing, side=Side.VERSO), first])
    assert stamp_places(turned, 2).page == 0


def test_frames_do_not_touch() -> None:
    areas = stamp_places(compose(year_snapshots.class_journal({})), 20).areas
    assert all(one.right < other.left for one, other in pairwise(areas))


def test_a_document_without_a_closing_has_no_places() -> None:
    document = compose(snapshots.period_journal())
    with pytest.raises(RecordsError) as error:
        stamp_places(replace(document, pages=document.pages[:1]), 1)
    assert error.value.code == "documents.no_closing"
