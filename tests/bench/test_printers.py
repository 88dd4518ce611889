"""The printers that Letopis is compared with print the same pages; what is not installed is said to be missing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pypdf import PdfReader

from bench import printers as installed
from bench.documents import print_apart, print_ours
from bench.printers import absent_printers, pages_in, printers
from bench.school import Sheet, compose_sheets, opened, quarter_keys, school_with_class
from bench.worker import memory_of_a_worker
from records.documents.model import BlankPage, Page, Side, TablePage, TitlePage

NAMES = sorted(printers())
MEGABYTE = 2**20


@pytest.fixture(scope="module")
def sheets() -> Iterator[list[Sheet]]:
    """Two journals of class 9А in the first quarter."""
    with school_with_class() as data, opened(data) as workshop:
        yield compose_sheets(workshop, quarter_keys(workshop, 1, 2))


def printed(name: str, sheets: list[Sheet]) -> PdfReader:
    """These journals in one file by that printer."""
    return PdfReader(io.BytesIO(printers()[name]([(sheet.document, sheet.anchor) for sheet in sheets])))


def words(sheet: Sheet) -> set[str]:
    """The words that stand in the tables of a journal."""
    tables = [page.content.table for page in sheet.document.pages if isinstance(page.content, TablePage)]
    cells = [cell for table in tables for row in table.rows for cell in row.cells if isinstance(cell, str)]
    return {word for cell in cells for word in cell.split()}


def test_both_printers_are_installed_for_development() -> None:
    assert NAMES == ["ReportLab", "Typst"]


@pytest.mark.parametrize("name", NAMES)
def test_a_printer_prints_the_same_pages(name: str, sheets: list[Sheet]) -> None:
    assert len(printed(name, sheets).pages) == sum(len(sheet.document.pages) for sheet in sheets)


@pytest.mark.parametrize("name", NAMES)
def test_a_printer_prints_every_word_of_the_tables(name: str, sheets: list[Sheet]) -> None:
    read = " ".join(page.extract_text() for page in printed(name, sheets[:1]).pages)
    assert words(sheets[0]) - set(read.split()) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_printer_embeds_the_school_fonts(name: str, sheets: list[Sheet]) -> None:
    resources = [page["/Resources"]["/Font"].values() for page in printed(name, sheets).pages]  # type: ignore[index]
    names = {font.get_object()["/BaseFont"] for page in resources for font in page}
    subsets = {found.partition("+")[2].partition("-Identity")[0] for found in names if "+" in found}
    assert subsets == {"PTSans-Regular", "PTSans-Bold", "PTSerif-Regular", "PTSerif-Bold"}


@pytest.mark.parametrize("name", NAMES)
def test_a_printer_knows_title_pages_and_blank_ones(name: str, sheets: list[Sheet]) -> None:
    title = Page(Side.RECTO, TitlePage("Школа", "Классный журнал", ["9А"], "2026"))
    document = replace(sheets[0].document, pages=[title, Page(Side.VERSO, BlankPage())])
    file = printed(name, [replace(sheets[0], document=document)])
    texts = [page.extract_text() for page in file.pages]
    assert ["Классный журнал" in texts[0], texts[1].strip()] == [True, ""]


def test_typst_prints_pdf_a_3u_with_the_snapshot(sheets: list[Sheet]) -> None:
    file = printed("Typst", sheets[:1])
    packet = file.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]
    assert (b"<pdfaid:conformance>U<" in packet, dict(file.attachments)) == (
        True,
        {"snapshot.json": [sheets[0].document.snapshot]},
    )


def test_a_printer_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "find_spec", lambda package: None)
    assert [peer.reason for peer in absent_printers()] == [
        "не измерялся, пакет typst не установлен",
        "не измерялся, пакет reportlab не установлен",
    ]


def test_a_printer_that_is_not_installed_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "find_spec", lambda package: None)
    assert printers() == {}


def test_two_processes_print_what_one_prints(sheets: list[Sheet]) -> None:
    assert print_apart(sheets, 2) == sum(map(len, print_ours(sheets)))


def test_a_worker_that_prints_takes_less_than_it_may(sheets: list[Sheet]) -> None:
    assert memory_of_a_worker([(sheet.document, sheet.anchor) for sheet in sheets]) < 150 * MEGABYTE


def test_pages_are_counted_whoever_wrote_the_file(sheets: list[Sheet]) -> None:
    assert pages_in(print_ours(sheets)[0]) == len(sheets[0].document.pages)
