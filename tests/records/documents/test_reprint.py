"""A page of a printed form that says something else than the form's data is found, whatever was changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, FloatObject, NameObject, TextStringObject

from records.documents.attachment import embedded_form
from records.documents.forms.twin import Twin, read_twin
from records.documents.prose import print_form
from records.documents.reprint import reprinted
from records.errors import InputError
from tests.records.documents.forms.people import ANCHOR
from tests.records.documents.forms.registers import inventory
from tests.records.documents.forms.samples import extract

PDF = print_form(extract(), ANCHOR)


def twin_of(pdf: bytes) -> Twin:
    data = embedded_form(pdf)
    assert data is not None
    return read_twin(data)


def edited(edit: Callable[[PdfWriter], None], pdf: bytes = PDF) -> bytes:
    """The file written anew by another program, with a change."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    edit(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _redraw(change: Callable[[bytes], bytes]) -> Callable[[PdfWriter], None]:
    def edit(writer: PdfWriter) -> None:
        content: Any = writer.pages[0].get_contents()
        stream = DecodedStreamObject()
        stream.set_data(change(content.get_data()))
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    return edit


def _swap_fonts(writer: PdfWriter) -> None:
    fonts: Any = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    first, second, *_ = fonts
    fonts[NameObject(first)], fonts[NameObject(second)] = fonts.raw_get(second), fonts.raw_get(first)


def _repeat(writer: PdfWriter) -> None:
    writer.add_page(writer.pages[0])


def _link(writer: PdfWriter) -> None:
    writer.add_uri(0, "https://example.org", writer.pages[0].mediabox)


CHANGES: dict[str, Callable[[PdfWriter], None]] = {
    "a white box over a mark": _redraw(lambda content: content + b"\n1 1 1 rg 300 500 40 10 re f"),
    "a line taken out": _redraw(lambda content: content.replace(b"TJ", b"pop", 1).replace(b"pop", b"")),
    "faces exchanged": _swap_fonts,
    "a link": _link,
    "a page more": _repeat,
    "a page cut": lambda writer: writer.pages[0].__setitem__(
        NameObject("/CropBox"), writer.pages[0].mediabox.__class__([FloatObject(0)] * 4)
    ),
}


def test_a_form_agrees_with_its_own_data() -> None:
    assert reprinted(PDF, twin_of(PDF)) == ()


def test_another_program_may_write_the_same_pages() -> None:
    same = edited(lambda writer: writer.compress_identical_objects())
    assert (same != PDF, reprinted(same, twin_of(same))) == (True, ())


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_page_is_found(change: Callable[[PdfWriter], None]) -> None:
    pdf = edited(change)
    assert reprinted(pdf, twin_of(PDF))


def test_data_of_another_pupil_are_found_with_the_words_that_differ() -> None:
    other = print_form(inventory(3), None)
    (first, *_) = reprinted(PDF, twin_of(other)) or ()
    assert (first.page, "ОПИСЬ" in first.expected or "УТВЕРЖДАЮ" in first.expected) == (1, True)


def test_pages_left_out_are_found() -> None:
    long = print_form(inventory(70), None)

    def cut(writer: PdfWriter) -> None:
        writer.remove_page(1)

    assert reprinted(edited(cut, long), twin_of(long))


def test_pages_of_another_printer_are_not_compared() -> None:
    def rename(writer: PdfWriter) -> None:
        writer.add_metadata({"/Producer": TextStringObject("WeasyPrint 12.0")})

    assert reprinted(edited(rename), twin_of(PDF)) is None


def test_pages_that_cannot_be_read_are_refused() -> None:
    twin = twin_of(PDF)
    with pytest.raises(InputError) as refusal:
        reprinted(PDF[:200], twin)
    assert refusal.value.code == "form.pages"


def test_a_record_is_no_form() -> None:
    def enclose(writer: PdfWriter) -> None:
        writer.add_attachment("snapshot.json", b"{}")

    assert embedded_form(edited(enclose)) is None


def test_a_damaged_file_is_no_form() -> None:
    assert (embedded_form(b"%PDF-1.7"), len(PdfReader(io.BytesIO(PDF)).pages)) == (None, 1)
