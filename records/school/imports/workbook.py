"""Reads an .xlsx file (ECMA-376) into raw grids, within limits that a crafted file cannot pass.

Hidden rows and columns are read like the others, for teachers fold away past months; formulas come out as
such and not as cached results; merged ranges and hidden sheets are named for the reader to judge.
It understands no journal.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path, PurePosixPath
from typing import NoReturn

from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell

from records.errors import InputError
from records.school.imports.grid import CellValue, Formula, Sheet, blank

MAX_FILE = 20 * 2**20
MAX_UNPACKED = 200 * 2**20
MAX_RATIO = 200  # journals compress 8 to 1, deflate can reach 1000 to 1
SMALL_ENTRY = 2**20  # below it the ratio says nothing
MAX_SHEETS, MAX_ROWS, MAX_COLUMNS = 60, 2000, 400
_LAST_ROW = 2**20  # of any spreadsheet; a file that names a later one is not honest

_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)\"")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class WorkbookError(InputError):
    """The file as a whole cannot be read."""


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a file, in order. Raises WorkbookError as `parse_sheets` does, and import.not_a_file."""
    try:
        if path.stat().st_size > MAX_FILE:
            _refuse_size()
        data = path.read_bytes()
    except OSError as error:
        ru = f"Файл {path.name} не читается: {error.strerror}."
        raise WorkbookError("import.not_a_file", ru, f"{path.name}: {error.strerror}") from error
    return parse_sheets(data)


def parse_sheets(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook given as bytes, in order.

    Raises WorkbookError: import.too_large, import.password, import.not_a_workbook, import.bomb,
    import.damaged, import.too_many_sheets, import.too_many_rows, import.too_many_columns.
    """
    if len(data) > MAX_FILE:
        _refuse_size()
    if data.startswith(_OLE_MAGIC):
        _refuse_old_format(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive)
            merged = _merged_ranges(archive)
        return tuple(_sheets(data, merged))
    except WorkbookError:
        raise
    except zipfile.BadZipFile as error:
        raise _not_a_workbook() from error
    except Exception as error:  # damaged input raises anything from deep inside: one boundary, one code
        raise WorkbookError(
            "import.damaged",
            "Файл повреждён или устроен необычно: откройте его и сохраните заново как .xlsx.",
            f"the file is damaged or unusual ({type(error).__name__}); open it and save it again as .xlsx",
        ) from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        _refuse_password()
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise _not_a_workbook()
    unpacked = sum(entry.file_size for entry in entries)
    dense = any(e.file_size > SMALL_ENTRY and e.file_size > MAX_RATIO * e.compress_size for e in entries)
    if unpacked > MAX_UNPACKED or dense:
        raise WorkbookError(
            "import.bomb",
            f"Файл разворачивается больше допустимого ({MAX_UNPACKED // 2**20} МБ): это не журнал.",
            f"the file unpacks to more than allowed ({MAX_UNPACKED // 2**20} MB): this is no journal",
        )


def _merged_ranges(archive: zipfile.ZipFile) -> dict[str, tuple[str, ...]]:
    """Sheet title -> merged ranges, which openpyxl does not tell in its streaming mode."""
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target") or "" for relation in relations}
    found: dict[str, tuple[str, ...]] = {}
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets[sheet.get(_RELATION)]
        name = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
        ranges = _MERGED.findall(archive.read(name))
        found[sheet.get("name") or ""] = tuple(reference.decode() for reference in ranges)
    return found


def _sheets(data: bytes, merged: dict[str, tuple[str, ...]]) -> Iterator[Sheet]:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # openpyxl tells of extensions that it drops when saving; nothing is saved
        book = load_workbook(io.BytesIO(data), read_only=True)
        try:
            if len(book.worksheets) > MAX_SHEETS:
                _refuse("import.too_many_sheets", len(book.worksheets), MAX_SHEETS, "листов", "sheets")
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what the file says of its size need not be true
                rows = _rows(sheet.title, sheet.iter_rows())
                yield Sheet(sheet.title, rows, merged.get(sheet.title, ()), sheet.sheet_state != "visible")
        finally:
            book.close()


def _rows(title: str, source: Iterator[tuple[object, ...]]) -> tuple[tuple[CellValue, ...], ...]:
    rows: list[tuple[CellValue, ...]] = []
    where_ru, where_en = f"на листе «{title}»", f"in {title!r}"
    for number, cells in enumerate(source):
        row = _trimmed([_value(cell) for cell in cells])
        if number >= _LAST_ROW or (row and number >= MAX_ROWS):
            _refuse("import.too_many_rows", number + 1, MAX_ROWS, f"строк {where_ru}", f"rows {where_en}")
        if len(row) > MAX_COLUMNS:
            width = len(row)
            _refuse(
                "import.too_many_columns", width, MAX_COLUMNS, f"столбцов {where_ru}", f"columns {where_en}"
            )
        if row:
            rows += [()] * (number - len(rows))
            rows.append(row)
    return tuple(rows)


def _trimmed(row: list[CellValue]) -> tuple[CellValue, ...]:
    end = len(row)
    while end and blank(row[end - 1]):
        end -= 1
    return tuple(row[:end])


def _value(cell: object) -> CellValue:
    if not isinstance(cell, ReadOnlyCell):
        return None  # the filler for a cell that the file leaves out
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value)))
    if value is None or isinstance(value, str | int | float | date | time | timedelta):
        return value
    return str(value)


def _refuse(code: str, found: int, most: int, what_ru: str, what_en: str) -> NoReturn:
    ru = f"Слишком много {what_ru}: {found}, допустимо {most}."
    raise WorkbookError(code, ru, f"too many {what_en}: {found}, at most {most}")


def _refuse_size() -> NoReturn:
    megabytes = MAX_FILE // 2**20
    raise WorkbookError(
        "import.too_large", f"Файл больше {megabytes} МБ: это не журнал.", f"the file is over {megabytes} MB"
    )


def _refuse_old_format(data: bytes) -> NoReturn:
    if _ENCRYPTED in data:
        _refuse_password()
    raise WorkbookError(
        "import.not_a_workbook",
        "Это файл старого формата (.xls): сохраните его как .xlsx.",
        "this is a file of the old .xls format; save it as .xlsx",
    )


def _refuse_password() -> NoReturn:
    raise WorkbookError(
        "import.password",
        "Файл закрыт паролем: снимите пароль и сохраните файл заново.",
        "the file is protected by a password; take it off and save the file again",
    )


def _not_a_workbook() -> WorkbookError:
    ru = "Это не книга .xlsx: нужен файл журнала в формате .xlsx."
    return WorkbookError("import.not_a_workbook", ru, "this is not an .xlsx workbook")
