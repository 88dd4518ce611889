"""The pages of a record and its embedded snapshot say the same, or the difference is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

from records.anchor import Anchor
from records.closing.snapshot import Snapshot, freeze
from records.documents.agreement import Disagreement, disagreements
from records.documents.compose import compose
from records.documents.pdfa import render
from records.errors import InputError
from tests import snapshots, year_snapshots
from tests.records.documents.samples import renditions

Body = dict[str, Any]


def frozen(body: Body) -> Snapshot:
    return freeze(body, body["pupils"], bytes(32))


def printed(snapshot: Snapshot, index: int = 7) -> bytes:
    anchor = Anchor("letopis.example/school", index, snapshot.body["record"]["id"], snapshot.digest)
    return render(compose(snapshot.body), anchor, renditions() if "sources" in snapshot.body else {})


@lru_cache
def journal() -> Snapshot:
    return frozen(snapshots.period_journal())


def book() -> Snapshot:
    return frozen(year_snapshots.class_journal(renditions()))


def edited(change: Callable[[PdfWriter], object], pdf: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def over(text: bytes) -> Callable[[PdfWriter], object]:
    """More content on the first page."""

    def change(writer: PdfWriter) -> None:
        page: Any = writer.pages[0]
        stream = DecodedStreamObject()
        stream.set_data(page.get_contents().get_data() + text)
        page[NameObject("/Contents")] = writer._add_object(stream)

    return change


@pytest.mark.parametrize(
    "body", [snapshots.period_journal(), snapshots.period_journal(7, 3), year_snapshots.summary_sheet()]
)
def test_what_was_printed_from_a_snapshot_agrees_with_it(body: Body) -> None:
    assert disagreements(printed(frozen(body)), frozen(body)) == ()


def test_a_book_with_its_sources_agrees_with_its_snapshot() -> None:
    assert disagreements(printed(book()), book()) == ()


def mark(body: Body) -> None:
    next(p for p in body["pupils"] if p["cells"])["cells"][0]["marks"] = ["5", "5", "5"]


def moved_mark(body: Body) -> None:
    cells = next(p for p in body["pupils"] if len(p["cells"]) > 1)["cells"]
    cells[0]["column"], cells[1]["column"] = cells[1]["column"], cells[0]["column"]


def topic(body: Body) -> None:
    body["lessons"][-1]["topic"] = "Другая тема"


def pupil(body: Body) -> None:
    body["pupils"][3]["name"] = "Соколова Лена"


def period_mark(body: Body) -> None:
    body["pupils"][0]["period_mark"]["value"] = "2"


@pytest.mark.parametrize("change", [mark, moved_mark, topic, pupil, period_mark])
def test_pages_printed_from_other_rows_are_found(change: Callable[[Body], None]) -> None:
    body = deepcopy(snapshots.period_journal())
    change(body)
    assert disagreements(printed(frozen(body)), journal()) != ()


def test_a_difference_names_the_page_and_both_wordings() -> None:
    body = deepcopy(snapshots.period_journal())
    topic(body)
    other = frozen(body)
    # The digest in the foot differs on every page: compare with the pages of the same anchor.
    same = Snapshot(other.body, other.data, journal().digest)
    (found,) = disagreements(printed(same), journal())
    assert found == Disagreement(2, str(snapshots.period_journal()["lessons"][-1]["topic"]), "Другая тема")


def test_the_digest_of_another_snapshot_on_the_page_is_found() -> None:
    other = Snapshot(journal().body, journal().data, "f" * 64)
    assert disagreements(printed(other), journal()) != ()


def test_a_page_left_out_is_found() -> None:
    pdf = edited(lambda writer: writer.remove_page(0), printed(journal()))
    assert disagreements(pdf, journal()) != ()


def test_a_page_printed_twice_is_found() -> None:
    pdf = printed(journal())
    twice = edited(lambda writer: writer.add_page(PdfReader(io.BytesIO(pdf)).pages[1]), pdf)
    assert disagreements(twice, journal())[-1].expected == "no page"


@pytest.mark.parametrize(
    "ink", [b"\nBT /LetopisSans 8 Tf 1 0 0 1 99 99 Tm <0024> Tj ET", b"\n/Picture Do", b"\n1 0 0 rg"]
)
def test_what_was_painted_over_a_page_is_found(ink: bytes) -> None:
    assert disagreements(edited(over(ink), printed(journal())), journal()) != ()


def test_another_qr_code_is_found() -> None:
    def change(writer: PdfWriter) -> None:
        resources: Any = writer.pages[0]["/Resources"]
        stream = DecodedStreamObject()
        stream.set_data(b"0 0 1 1 re f")
        resources["/XObject"][NameObject("/LetopisMark")] = writer._add_object(stream)

    found = disagreements(edited(change, printed(journal())), journal())
    assert found[0].expected == "the QR code of the anchor"


def test_a_note_laid_on_a_page_is_found() -> None:
    def change(writer: PdfWriter) -> None:
        from pypdf.annotations import FreeText

        writer.add_annotation(0, FreeText(text="5", rect=(10, 10, 50, 50)))

    assert disagreements(edited(change, printed(journal())), journal()) != ()


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", b"x" * 999])
def test_pages_that_cannot_be_read_are_refused(pdf: bytes) -> None:
    with pytest.raises(InputError) as refusal:
        disagreements(pdf, journal())
    assert refusal.value.code == "pdf.pages"


def test_a_signature_that_covers_a_part_of_the_page_is_found() -> None:
    def change(writer: PdfWriter) -> None:
        corners = ArrayObject(map(FloatObject, (200, 200, 600, 500)))
        names = {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Sig"}
        field = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
        field[NameObject("/Rect")] = corners
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(field)])

    (found,) = disagreements(edited(change, printed(journal())), journal())
    assert found == Disagreement(1, "", "a signature outside its frame")
