"""Reads an .xlsx file (ECMA-376) into raw grids, within limits (docs/limits.md) that a crafted file cannot pass.

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

from records.school.imports.archive import MAX_FILE, WorkbookError, not_a_workbook, unpack
from records.school.imports.grid import CellValue, Formula, Sheet, blank

MAX_SHEETS, MAX_ROWS, MAX_COLUMNS = 60, 2000, 400
MAX_CELLS = 1_000_000  # rows and cells of a sheet that the file spells out, or that stand before another
_LAST_ROW = 2**20  # of any spreadsheet; a file that names a later one is not honest
_SPELT = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)\"")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a file, in order. Raises WorkbookError as `parse_sheets` does, and import.not_a_file."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)  # a device has no size to ask for
    except OSError as error:
        ru = f"Файл {path.name} не читается: {error.strerror}."
        raise WorkbookError("import.not_a_file", ru, f"{path.name}: {error.strerror}") from error
    return parse_sheets(data)


def parse_sheets(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook given as bytes, in order.

    Raises WorkbookError as archive.unpack does, and import.damaged, import.too_many_sheets,
    import.too_many_rows, import.too_many_columns, import.too_many_cells.
    """
    try:
        stored = unpack(data)
        return tuple(_sheets(stored, _merged_ranges(stored)))
    except (WorkbookError, MemoryError):
        raise
    except zipfile.BadZipFile as error:
        raise not_a_workbook() from error
    except Exception as error:  # damaged input raises anything from deep inside: one boundary, one code
        raise WorkbookError(
            "import.damaged",
            "Файл повреждён или устроен необычно: откройте его и сохраните заново как .xlsx.",
            f"the file is damaged or unusual ({type(error).__name__}); open it and save it again as .xlsx",
        ) from error


def _merged_ranges(stored: bytes) -> dict[str, tuple[str, ...]]:
    """Sheet title -> merged ranges, which openpyxl does not tell in its streaming mode.

    A sheet of too many cells is refused here, before openpyxl makes an object of each.
    """
    archive = zipfile.ZipFile(io.BytesIO(stored))
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target") or "" for relation in relations}
    found: dict[str, tuple[str, ...]] = {}
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets[sheet.get(_RELATION)]
        name = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
        title, body = sheet.get("name") or "", archive.read(name)
        _check_cells(title, sum(1 for _ in _SPELT.finditer(body)))
        ranges = _MERGED.findall(body)
        found[title] = tuple(reference.decode() for reference in ranges)
    return found


def _sheets(data: bytes, merged: dict[str, tuple[str, ...]]) -> Iterator[Sheet]:
    with warnings.catch_warnings():
        # openpyxl tells of extensions that it drops when saving; nothing is saved.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
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
    taken = 0
    for number, cells in enumerate(source):
        taken += len(cells)
        _check_cells(title, taken)
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


def _check_cells(title: str, count: int) -> None:
    if count > MAX_CELLS:
        ru, en = f"ячеек на листе «{title}»", f"cells in {title!r}"
        _refuse("import.too_many_cells", count, MAX_CELLS, ru, en)


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
