"""Equal objects of the parts are written once, and every reference still leads to what it led to."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from records.documents.faces import Face
from records.documents.part import Part, open_part
from records.documents.volume import Volume
from records.errors import RecordsError
from tests.records.documents.samples import period_pdf, renditions

PAGE = b"<</Type /Page/Parent 2 0 R/Contents [4 0 R]/Resources 5 0 R/MediaBox [0 0 9 9]>>"
OBJECTS: Mapping[int, tuple[bytes, bytes]] = {
    1: (b"<</Type /Catalog/Pages 2 0 R>>", b""),
    2: (b"<</Type /Pages/Kids [3 0 R]/Count 1>>", b""),
    3: (PAGE, b""),
    4: (b"<</Length 3>>", b"\nstream\n0 g\nendstream"),
    5: (b"<</Font 6 0 R>>", b""),
    6: (b"<<>>", b""),
}


def part(**changes: bytes) -> Part:
    """A rendition of one page; `changes` are objects by a letter and their number."""
    changed = {int(name[1:]): (text, b"") for name, text in changes.items()}
    return Part({**OBJECTS, **changed}, 1, 6, 2, [3])


def volume_of(*parts: Part, over: bytes = b"") -> PdfReader:
    """A volume with the pages of these parts."""
    volume = Volume()
    for each in parts:
        for page in volume.take_in(each):
            volume.show(page, over)
    return PdfReader(io.BytesIO(volume.written()))


def value(page: PageObject, *keys: str) -> object:
    """What lies at the end of these keys."""
    found: object = page
    for key in keys:
        assert isinstance(found, DictionaryObject)
        found = found[key]
    return found


def test_two_pages_that_are_equal_remain_two() -> None:
    first, second = volume_of(part(), part()).pages
    assert first.indirect_reference != second.indirect_reference


def test_two_pages_that_are_equal_share_what_they_show() -> None:
    first, second = volume_of(part(), part()).pages
    assert first.raw_get("/Resources") == second.raw_get("/Resources")


def test_objects_are_equal_only_if_what_they_refer_to_is() -> None:
    one, two = volume_of(part(o6=b"<</F (one)>>"), part(o6=b"<</F (two)>>")).pages
    assert [value(page, "/Resources", "/Font", "/F") for page in (one, two)] == ["one", "two"]


def test_equal_objects_under_different_numbers_are_one() -> None:
    renumbered = part(o5=b"<</Font 7 0 R>>", o7=b"<<>>", o6=b"<</Other true>>")
    first, second = volume_of(part(), renumbered).pages
    assert first.raw_get("/Resources") == second.raw_get("/Resources")


@pytest.mark.parametrize("text", ["(6 0 R)", r"(\) 6 0 R)", r"(\\)"])
def test_a_string_that_looks_like_a_reference_stays_a_string(text: str) -> None:
    (page,) = volume_of(part(o5=b"<</F %s/Font 6 0 R>>" % text.encode())).pages
    assert value(page, "/Resources", "/F") == text[1:-1].replace("\\)", ")").replace("\\\\", "\\")


def test_references_in_a_stream_are_data() -> None:
    source = Part({**OBJECTS, 4: (b"<</Length 5>>", b"\nstream\n6 0 R\nendstream")}, 1, 6, 2, [3])
    (page,) = volume_of(source).pages
    contents = page.get_contents()
    assert contents is not None
    assert contents.get_data() == b"6 0 R\n"


@pytest.mark.parametrize("contents", [b"[4 0 R]", b"4 0 R"])
def test_what_is_stamped_comes_after_what_the_page_shows(contents: bytes) -> None:
    (page,) = volume_of(part(o3=PAGE.replace(b"[4 0 R]", contents)), over=b"1 g").pages
    shown = page.get_contents()
    assert shown is not None
    assert shown.get_data().split() == [b"0", b"g", b"1", b"g"]


def test_a_page_that_cannot_be_stamped_is_refused() -> None:
    with pytest.raises(RecordsError, match="shows nothing"):
        volume_of(part(o3=PAGE.replace(b"/Contents [4 0 R]", b"")), over=b"1 g")


def test_every_page_hangs_on_the_tree_of_the_volume() -> None:
    reader = volume_of(part(), part())
    tree = reader.root_object.raw_get("/Pages")
    assert [page.raw_get("/Parent") for page in reader.pages] == [tree, tree]


def test_a_dangling_reference_is_refused() -> None:
    with pytest.raises(RecordsError, match="object 9 is missing"):
        volume_of(part(o5=b"<</Font 9 0 R>>"))


def test_the_fonts_of_all_parts_are_kept_once() -> None:
    reader = volume_of(*map(open_part, renditions().values()))
    objects = map(reader.get_object, reader.xref[0])
    assert len([item for item in objects if isinstance(item, StreamObject) and "/Length1" in item]) == len(
        Face
    )


def test_the_pages_show_what_they_showed() -> None:
    before = PdfReader(io.BytesIO(period_pdf()))
    after = volume_of(open_part(period_pdf()))
    assert [page.extract_text() for page in after.pages] == [page.extract_text() for page in before.pages]
