"""What every printed form has: dates, title, language, count of pages, anchor; and how long tables break."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from records.documents.forms.binding_sheet import Printing, sheets
from records.documents.forms.parts import Form
from records.documents.prose import print_form
from tests.records.documents.forms import acts, registers
from tests.records.documents.forms.people import ANCHOR
from tests.records.documents.forms.samples import FORMS, binding_sheet, form_pdf, transfer_extract
from tests.records.documents.test_hostile_text import words

ROOT = Path(__file__).parents[4]
DIGESTS = """
from records.digest import sha256
from tests.records.documents.forms.samples import FORMS, form_pdf
print(*(sha256(form_pdf(name)) for name in FORMS))
"""
LONG_TABLES: dict[str, tuple[Form, str]] = {
    "inventory": (registers.inventory(70), "Заголовок дела"),
    "electronic_inventory": (registers.electronic_inventory(40), "Контрольная сумма"),
    "file_registry": (registers.file_registry(40), "Файл и контрольная сумма"),
    "destruction_act": (acts.destruction_act(60), "Крайние даты"),
    "transfer_extract": (transfer_extract(70), "Пропущено уроков"),
}


def pages(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def contents(page: Any) -> bytes:
    data: bytes = page.get_contents().get_data()
    return data


def digests(**environment: str) -> str:
    command = [sys.executable, "-c", DIGESTS]
    done = subprocess.run(
        command, env={**os.environ, **environment}, cwd=ROOT, capture_output=True, check=True
    )
    return done.stdout.decode()


def test_processes_with_other_hash_seeds_and_zones_give_the_same_bytes() -> None:
    first = digests(PYTHONHASHSEED="1", TZ="Asia/Kamchatka")
    assert first == digests(PYTHONHASHSEED="2", TZ="America/New_York")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_says_of_itself_what_it_is_and_when_it_was_made(name: str) -> None:
    form, pdf = FORMS[name](), PdfReader(io.BytesIO(form_pdf(name)))
    info: Any = pdf.metadata
    catalog: Any = pdf.trailer["/Root"]
    assert (info.title, info.author, info.creation_date) == (
        form.title,
        form.head.organisation,
        form.head.made_at,
    )
    assert catalog["/Lang"] == "ru"


@pytest.mark.parametrize("name", FORMS)
def test_every_page_says_which_it_is_of_how_many(name: str) -> None:
    found = pages(form_pdf(name))
    assert [f"Страница {n} из {len(found)}" in page for n, page in enumerate(found, 1)] == [True] * len(found)


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_printed_where_nothing_was_given(name: str) -> None:
    assert [
        word for word in ("None", "Undefined", "()", "[]", "г..") if word in " ".join(pages(form_pdf(name)))
    ] == []


@pytest.mark.parametrize("name", [name for name in FORMS if not name.startswith("empty_")])
def test_the_anchor_stands_on_every_page(name: str) -> None:
    assert [page for page in pages(form_pdf(name)) if ANCHOR.words() not in page] == []


def test_every_page_has_the_code_at_its_outer_edge() -> None:
    pdf = PdfReader(io.BytesIO(print_form(registers.inventory(70), ANCHOR)))
    placed = [re.findall(rb"(\S+) \S+ cm /LetopisMark Do", contents(page)) for page in pdf.pages]
    assert placed == [[b"524.41"], [b"28.35"], [b"524.41"], [b"28.35"]][: len(placed)]


def test_a_form_without_an_anchor_has_no_code() -> None:
    assert b"LetopisMark" not in print_form(binding_sheet(), None)


@pytest.mark.parametrize("name", LONG_TABLES)
def test_a_long_table_repeats_its_head(name: str) -> None:
    form, title = LONG_TABLES[name]
    found = pages(print_form(form, ANCHOR))
    assert sum(title in page for page in found) >= 2


@pytest.mark.parametrize(("count", "rows"), [(13, [13, 0]), (14, [12, 2]), (40, [13, 25, 2])])
def test_the_last_row_of_a_table_is_never_alone_on_its_page(count: int, rows: list[int]) -> None:
    found = pages(print_form(acts.destruction_act(count), ANCHOR))
    assert [page.count("Реестр, № 140") for page in found][: len(rows)] == rows


def test_a_date_to_fill_in_stands_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(form_pdf("empty_handover_act"))
    first = [word for word in words(path) if word.text in ("«", "»", "20", "г.")][:4]
    assert len({word.bottom for word in first}) == 1


def test_running_heads_stand_on_all_pages_but_the_first() -> None:
    found = pages(print_form(acts.destruction_act(60), ANCHOR))
    title = "Акт о выделении к уничтожению документов № 1"
    assert [page.count(title) for page in found] == [1, *[2] * (len(found) - 1)]


@pytest.mark.parametrize(
    ("count", "printing", "needed"),
    [
        (0, Printing.BOTH_SIDES, 0),
        (1, Printing.BOTH_SIDES, 1),
        (2, Printing.BOTH_SIDES, 1),
        (241, Printing.BOTH_SIDES, 121),
        (241, Printing.ONE_SIDE, 241),
    ],
)
def test_sheets_are_counted_after_printing(count: int, printing: Printing, needed: int) -> None:
    assert sheets(count, printing) == needed


def test_a_lettered_sheet_takes_no_number_and_a_missing_one_does() -> None:
    sheet = binding_sheet()
    assert (len(sheet.lettered), len(sheet.missing), sheet.numbering.last) == (1, 1, "121")
