"""Files become grids within limits; what is no workbook, too large or closed is refused with its own code."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from records.school.imports import archive as archive_limits
from records.school.imports import workbook
from records.school.imports.archive import WorkbookError
from records.school.imports.grid import Formula
from records.school.imports.workbook import parse_sheets, read_sheets

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def one_sheet() -> Workbook:
    book = Workbook()
    book.worksheets[0].title = "Лист"
    book.worksheets[0]["B2"] = "текст"
    return book


def archive(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in entries.items():
            target.writestr(name, body)
    return made.getvalue()


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def refusal(data: bytes) -> str:
    with pytest.raises(WorkbookError) as caught:
        parse_sheets(data)
    assert caught.value.ru
    return caught.value.code


def test_values_keep_their_kinds_and_places() -> None:
    book = one_sheet()
    for cell, value in (("A3", 4), ("B3", 4.5), ("C3", datetime(2025, 9, 2)), ("D3", True)):
        book.worksheets[0][cell] = value
    (sheet,) = parse_sheets(saved(book))
    assert sheet.rows == ((), (None, "текст"), (4, 4.5, datetime(2025, 9, 2), True))


def test_a_formula_is_told_from_a_value() -> None:
    book = one_sheet()
    book.worksheets[0]["A1"] = "=SUM(B1:C1)"
    book.worksheets[0]["A2"] = ArrayFormula("A2", "=B1:B2")
    (sheet,) = parse_sheets(saved(book))
    assert (sheet.at(0, 0), sheet.at(1, 0)) == (Formula("=SUM(B1:C1)"), Formula("=B1:B2"))


def test_merged_ranges_and_hidden_sheets_are_named() -> None:
    book = one_sheet()
    book.worksheets[0].merge_cells("B2:C3")
    book.create_sheet("Скрытый").sheet_state = "hidden"
    first, second = parse_sheets(saved(book))
    assert (first.merged, first.hidden, second.hidden) == (("B2:C3",), False, True)


def test_blank_rows_after_the_content_do_not_count() -> None:
    book = one_sheet()
    book.worksheets[0]["A5000"] = " "
    (sheet,) = parse_sheets(saved(book))
    assert len(sheet.rows) == 2


def test_a_false_dimension_does_not_matter() -> None:
    files = entries(saved(one_sheet()))
    name = "xl/worksheets/sheet1.xml"
    files[name] = files[name].replace(b'<dimension ref="B2"', b'<dimension ref="A1:XFD1048576"')
    (sheet,) = parse_sheets(archive(files))
    assert sheet.at(1, 1) == "текст"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import.not_a_workbook"),
        (b"%PDF-1.7", "import.not_a_workbook"),
        (archive({"word/document.xml": b"<x/>"}), "import.not_a_workbook"),
        (OLE + bytes(600), "import.not_a_workbook"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "import.password"),
        (archive({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "import.damaged"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_an_encrypted_archive_is_called_protected() -> None:
    data = bytearray(saved(one_sheet()))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag of the first entry in the central directory
    assert refusal(bytes(data)) == "import.password"


def test_a_bomb_is_not_unpacked() -> None:
    files = entries(saved(one_sheet())) | {"xl/media/image1.png": bytes(30 * 2**20)}
    assert refusal(archive(files)) == "import.bomb"


def test_entities_in_the_xml_are_not_expanded() -> None:
    files = entries(saved(one_sheet()))
    name = "xl/worksheets/sheet1.xml"
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    files[name] = laughs + files[name].replace("текст".encode(), b"&b;")
    assert refusal(archive(files)) == "import.document_type"


def test_a_damaged_archive_is_refused() -> None:
    data = saved(one_sheet())
    assert refusal(data[: len(data) // 2]) == "import.not_a_workbook"


def test_a_file_over_the_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(archive_limits, "MAX_FILE", 100)
    monkeypatch.setattr(workbook, "MAX_FILE", 100)
    path = tmp_path / "большой.xlsx"
    path.write_bytes(bytes(101))
    with pytest.raises(WorkbookError) as caught:
        read_sheets(path)
    assert (caught.value.code, refusal(bytes(101))) == ("import.too_large", "import.too_large")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as caught:
        read_sheets(tmp_path / "нет.xlsx")
    assert caught.value.code == "import.not_a_file"
    assert "нет.xlsx" in caught.value.ru


def test_too_many_sheets_are_refused() -> None:
    book = Workbook()
    for number in range(60):
        book.create_sheet(f"{number}")
    assert refusal(saved(book)) == "import.too_many_sheets"


@pytest.mark.parametrize(
    ("cell", "code"), [("A2001", "import.too_many_rows"), ("OK1", "import.too_many_columns")]
)
def test_too_large_a_sheet_is_refused(cell: str, code: str) -> None:
    book = one_sheet()
    book.worksheets[0][cell] = "далеко"
    assert refusal(saved(book)) == code


def test_a_row_beyond_any_spreadsheet_does_not_make_the_reader_wait() -> None:
    files = entries(saved(one_sheet()))
    name = "xl/worksheets/sheet1.xml"
    files[name] = files[name].replace(b'<row r="2"', b'<row r="999999999999"').replace(b'r="B2"', b"")
    assert refusal(archive(files)) == "import.too_many_rows"
