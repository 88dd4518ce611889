from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from records.digest import canonical
from records.documents.attachment import embedded_snapshot
from records.documents.compose import compose
from records.documents.pdfa import render, render_draft
from records.errors import InputError
from tests import snapshots, year_snapshots
from tests.records.documents.samples import (
    BOOK_ID,
    anchor,
    book_pdf,
    extract_text,
    period_pdf,
    render_snapshot,
    renditions,
)

PRINT_DIGESTS = """
from records.digest import sha256
from tests.records.documents.samples import book_pdf, period_pdf
print(sha256(period_pdf()), sha256(book_pdf()))
"""
ROOT = Path(__file__).parents[3]


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def catalog(pdf: bytes) -> Any:
    return reader(pdf).trailer["/Root"]


def digests(**environment: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", PRINT_DIGESTS],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return result.stdout


def test_processes_with_other_hash_seeds_and_zones_give_the_same_bytes() -> None:
    first = digests(PYTHONHASHSEED="1", TZ="Asia/Kamchatka")
    assert first == digests(PYTHONHASHSEED="2", TZ="America/New_York")


def test_names_marks_and_topics_come_back_as_text(tmp_path: Path) -> None:
    text = extract_text(period_pdf(), tmp_path)
    assert re.search(r"2\s+Абрамов Роман\s+4\s+3\s+2\s+3\s+4/3\s+4\s+3\s+4\s+3\n", text)
    assert re.search(r"08\.10\.2025\s+1\s+Знаки препинания в сложносочинённом предложении\s+§ ?6\n", text)


def test_the_anchor_stands_in_words_on_every_page(tmp_path: Path) -> None:
    pages = extract_text(period_pdf(), tmp_path).split("\f")[:-1]
    assert all(anchor(snapshots.record_id(0, 1)).words() in page for page in pages)


def test_the_snapshot_is_embedded_as_canonical_json() -> None:
    assert embedded_snapshot(period_pdf()) == canonical(snapshots.period_journal())


def test_the_attachment_is_data_and_listed_once() -> None:
    files = catalog(period_pdf())["/AF"]
    assert [item.get_object()["/AFRelationship"] for item in files] == ["/Data"]


def test_the_file_claims_pdf_a_3u() -> None:
    metadata = catalog(period_pdf())["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="U"' in metadata


def test_dates_come_from_the_snapshot() -> None:
    info: Any = reader(period_pdf()).trailer["/Info"]
    assert (info["/CreationDate"], info["/ModDate"]) == ("D:20251025150000Z", "D:20251025150000Z")


@pytest.mark.parametrize("make", [period_pdf, book_pdf])
def test_qpdf_finds_nothing(make: object, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(make())  # type: ignore[operator]
    result = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    assert result.returncode == 0


def test_text_of_users_is_printed_as_text(tmp_path: Path) -> None:
    snapshot = snapshots.period_journal()
    snapshot["lessons"][0]["topic"] = "<b>жирно</b> {{ 7 * 7 }}"
    snapshot["subject"]["name"] = '<img src="file:///etc/hostname">'
    text = extract_text(render_snapshot(snapshot), tmp_path)
    assert "<b>жирно</b> {{ 7 * 7 }}" in text
    assert '<img src="file:///etc/hostname">' in text


def test_letters_missing_in_the_font_are_replaced_visibly(tmp_path: Path) -> None:
    snapshot = snapshots.period_journal()
    snapshot["lessons"][0]["topic"] = "Иероглиф 語 и смайлик 😀"
    snapshot["teacher"] = "p-語"
    snapshot["people"]["p-語"] = "Ли 語 Сяолун"
    text = extract_text(render_snapshot(snapshot), tmp_path)
    assert "Иероглиф ◊ и смайлик ◊" in text
    assert "Ли ◊ Сяолун" in text


def test_a_rare_letter_that_the_font_has_is_kept(tmp_path: Path) -> None:
    snapshot = snapshots.period_journal()
    snapshot["lessons"][0]["topic"] = "Ғылым және әдебиет"
    assert "Ғылым және әдебиет" in extract_text(render_snapshot(snapshot), tmp_path)


def test_a_very_long_topic_stays_on_its_page(tmp_path: Path) -> None:
    snapshot = snapshots.period_journal()
    snapshot["lessons"][0]["topic"] = "Сложное предложение " * 150
    snapshot["cutoff"]["reason"] = "учитель заболел, замены нет " * 12
    text = extract_text(render_snapshot(snapshot), tmp_path)
    assert text.count("предложение") >= 150
    assert "замены нет" in text


def test_a_draft_is_marked_and_has_neither_anchor_nor_snapshot(tmp_path: Path) -> None:
    draft = render_draft(compose(snapshots.period_journal()))
    assert "/AF" not in catalog(draft)
    assert "· 7 ·" not in extract_text(draft, tmp_path)
    content = reader(draft).pages[0].get_contents()
    assert content is not None
    assert b"0.88 g BT /LetopisSansBold 150 Tf" in content.get_data()


def test_the_draft_of_a_class_journal_has_its_own_pages_only() -> None:
    draft = render_draft(compose(year_snapshots.class_journal(renditions())))
    assert len(reader(draft).pages) == 11


def test_the_summary_sheet_is_rendered(tmp_path: Path) -> None:
    assert "Сводная ведомость учёта успеваемости" in extract_text(
        render_snapshot(year_snapshots.summary_sheet()), tmp_path
    )


def test_a_rendition_that_differs_from_the_snapshot_is_refused() -> None:
    document = compose(year_snapshots.class_journal(renditions()))
    changed = {record: pdf + b"\n" for record, pdf in renditions().items()}
    with pytest.raises(InputError) as refusal:
        render(document, anchor(BOOK_ID), changed)
    assert refusal.value.code == "documents.source"


def test_a_missing_rendition_is_refused() -> None:
    document = compose(year_snapshots.class_journal(renditions()))
    with pytest.raises(InputError) as refusal:
        render(document, anchor(BOOK_ID))
    assert refusal.value.code == "documents.source"


def test_every_page_of_the_book_but_the_title_bears_its_number(tmp_path: Path) -> None:
    pages = extract_text(book_pdf(), tmp_path).split("\f")[:-1]
    corners = [
        re.findall(r"(?:^|\s)(\d+)(?=\s|$)", "\n".join(page.rstrip().split("\n")[-2:])) for page in pages
    ]
    assert all(str(folio) in corner for folio, corner in enumerate(corners[1:], start=2))


def test_the_pages_named_in_the_contents_show_their_subject(tmp_path: Path) -> None:
    pages = extract_text(book_pdf(), tmp_path).split("\f")
    starts = {mark.title: mark for mark in reader(book_pdf()).outline if not isinstance(mark, list)}
    number = reader(book_pdf()).get_destination_page_number(starts["История"])
    assert number is not None
    assert pages[number].strip().split("\n")[2].startswith("История")
    assert re.search(rf"История\s+Калинина Елена Александровна\s+{number + 1}–", pages[1])


def test_the_book_lists_its_attachment_as_data() -> None:
    files = catalog(book_pdf())["/AF"]
    assert [item.get_object()["/AFRelationship"] for item in files] == ["/Data"]


def test_the_book_keeps_one_snapshot_its_own() -> None:
    assert json.loads(embedded_snapshot(book_pdf()))["kind"] == "class_journal"


def test_the_book_has_one_output_intent_and_page_labels() -> None:
    assert len(catalog(book_pdf())["/OutputIntents"]) == 1
    assert reader(book_pdf()).page_labels[:3] == ["1", "2", "3"]


def test_equal_fonts_of_the_parts_are_embedded_once() -> None:
    book: Any = reader(book_pdf())
    objects = [book.get_object(number) for number in range(1, book.trailer["/Size"])]
    names = [
        item["/FontName"] for item in objects if isinstance(item, DictionaryObject) and "/FontFile2" in item
    ]
    assert len(names) == len(set(names)) == 4
