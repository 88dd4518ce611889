"""What the class journal keeps of its parts, and the fonts of every record, as poppler and the bytes show them."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from records.documents.assemble import count_pages
from records.documents.book import bind
from tests.conformance.specimens import NAMES, ClassYear

BOOKS = [name for name in NAMES if name.startswith("class-journal")]


@dataclass(frozen=True)
class Font:
    """A line of pdffonts: a subset's name has a prefix of six letters."""

    name: str
    embedded: str
    subset: str
    unicode: str


def fonts(path: Path) -> list[Font]:
    listed = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True).stdout
    lines = [line.split() for line in listed.splitlines()[2:]]
    return [Font(line[0], *line[-5:-2]) for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_embedded_and_its_text_can_be_read_back(
    specimens: Mapping[str, Path], name: str
) -> None:
    assert {(font.embedded, font.unicode) for font in fonts(specimens[name])} == {("yes", "yes")}


@pytest.mark.parametrize("name", NAMES)
def test_no_record_holds_two_subsets_of_one_font(specimens: Mapping[str, Path], name: str) -> None:
    faces = Counter(font.name.partition("+")[2] for font in fonts(specimens[name]))
    assert set(faces.values()) == {1}


def test_the_class_journal_stores_no_stream_twice(specimens: Mapping[str, Path]) -> None:
    reader = PdfReader(specimens["class-journal-unsigned"])
    numbers = [number for number in reader.xref[0] if number]
    objects = [reader.get_object(IndirectObject(number, 0, reader)) for number in numbers]
    streams = Counter(item.get_data() for item in objects if isinstance(item, StreamObject))
    assert [count for count in streams.values() if count > 1] == []


def test_the_class_journal_leaves_no_number_unused(specimens: Mapping[str, Path]) -> None:
    reader = PdfReader(specimens["class-journal-unsigned"])
    assert sorted(reader.xref[0]) == list(range(1, int(reader.trailer["/Size"])))  # type: ignore[call-overload]


def test_the_class_journal_holds_nothing_that_is_not_referred_to(specimens: Mapping[str, Path]) -> None:
    reader = PdfReader(specimens["class-journal-unsigned"])
    objects = [reader.get_object(number) for number in reader.xref[0]]
    used = set(chain.from_iterable(map(references, [*objects, reader.trailer])))
    assert set(reader.xref[0]) - used == set()


def references(item: PdfObject | None) -> Iterator[int]:
    """The numbers of the objects that this one refers to."""
    if isinstance(item, IndirectObject):
        yield item.idnum
    elif isinstance(item, DictionaryObject):
        yield from chain.from_iterable(references(item.raw_get(key)) for key in item)
    elif isinstance(item, ArrayObject):
        yield from chain.from_iterable(map(references, list.__iter__(item)))


def test_the_class_journal_has_the_pages_of_its_parts_and_its_own(
    specimens: Mapping[str, Path], year: ClassYear
) -> None:
    counts = {record: count_pages(pdf) for record, pdf in year.parts.items()}
    assert year.document.book is not None
    own = len(bind(year.document, year.document.book, counts).document.pages)
    pages = len(PdfReader(specimens["class-journal-unsigned"]).pages)
    assert pages == sum(counts.values()) + own


def test_the_class_journal_is_less_than_half_of_its_parts(
    specimens: Mapping[str, Path], year: ClassYear
) -> None:
    parts = sum(map(len, year.parts.values()))
    assert specimens["class-journal-unsigned"].stat().st_size < parts / 2
