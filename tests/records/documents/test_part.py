"""A rendition is taken apart exactly, however our renderers wrote it, and nothing else is taken for one."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pydyf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import IndirectObject, StreamObject

from records.documents.part import open_part
from records.errors import RecordsError

VECTORS = Path(__file__).parents[2] / "vectors"
BAGS = sorted(path.parent for path in VECTORS.glob("v*/period_journal/data/record.json"))


def small(pages: int = 2, **form: bool) -> bytes:
    """A rendition of blank pages as pydyf writes it, with `compress` or without."""
    pdf = pydyf.PDF()
    for _ in range(pages):
        content = pydyf.Stream([b"q Q"], compress=True)
        pdf.add_object(content)
        pdf.add_page(
            pydyf.Dictionary({"Type": "/Page", "Parent": pdf.pages.reference, "Contents": content.reference})
        )
    pdf.info["Title"] = pydyf.String("Журнал")
    output = io.BytesIO()
    pdf.write(output, identifier=True, **form)
    return output.getvalue()


def released(bag: Path) -> bytes:
    """The rendition in a golden bag: the beginning of its signed file."""
    size = json.loads((bag / "record.json").read_bytes())["rendition"]["size"]
    return (bag / "record.pdf").read_bytes()[:size]


RENDITIONS = {
    "table": small(),
    "stream": small(compress=True),
    **{bag.parts[-3]: released(bag) for bag in BAGS},
}
every_rendition = pytest.mark.parametrize("pdf", RENDITIONS.values(), ids=RENDITIONS.keys())
ONE = RENDITIONS["stream"]


def refusal(pdf: bytes) -> str | None:
    """The code a file is refused with."""
    try:
        open_part(pdf)
    except RecordsError as error:
        return error.code
    return None


@every_rendition
def test_the_pages_are_those_that_pypdf_finds(pdf: bytes) -> None:
    references = [page.indirect_reference for page in PdfReader(io.BytesIO(pdf)).pages]
    assert list(open_part(pdf).pages) == [found.idnum for found in references if found]


@every_rendition
def test_every_stream_has_the_bytes_that_pypdf_finds(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    for number, (_, stream) in open_part(pdf).objects.items():
        found = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(found, StreamObject):
            assert stream == b"\nstream\n" + found._data + b"\nendstream"


@every_rendition
def test_no_object_is_left_out_but_the_cross_references(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    left = {*reader.xref[0], *reader.xref_objStm} - set(open_part(pdf).objects)
    assert [number for number in left if "/XRef" not in str(reader.get_object(number))] == []


@every_rendition
def test_a_file_with_a_second_revision_is_refused(pdf: bytes) -> None:
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.add_metadata({"/Title": "another"})
    output = io.BytesIO()
    writer.write(output)
    assert refusal(output.getvalue()) == "documents.part"


def test_a_page_tree_of_several_levels_is_refused() -> None:
    nested = small(compress=False).replace(b"/Contents", b"/Kids    ")
    assert refusal(nested) == "documents.part"


def test_an_object_that_a_rendition_lacks_is_refused() -> None:
    with pytest.raises(RecordsError, match="object 4711 is missing"):
        open_part(ONE).written(4711)


@given(st.sampled_from(list(RENDITIONS.values())), st.floats(0, 1, exclude_max=True))
def test_a_rendition_that_was_cut_short_is_refused(pdf: bytes, part: float) -> None:
    assert refusal(pdf[: int(part * pdf.rindex(b"%%EOF"))]) == "documents.part"


@given(st.sampled_from(list(RENDITIONS.values())), st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_a_damaged_rendition_is_opened_or_refused(pdf: bytes, where: float, change: int) -> None:
    damaged = bytearray(pdf)
    damaged[int(where * len(pdf))] ^= change
    assert refusal(bytes(damaged)) in (None, "documents.part")
