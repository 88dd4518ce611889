"""Reads an .xlsx file (ECMA-376) into raw grids, within limits (docs/limits.md) that a crafted file cannot pass.

Hidden rows and columns are read like the others, for teachers fold away past months; formulas come out as
such and not as cached results; merged ranges and hidden sheets are named for the reader to judge.
It understands no journal.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
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
from records.school.imports.grid import CellValue, Formula, Sheet, blank, shown

MAX_SHEETS, MAX_ROWS, MAX_COLUMNS = 60, 2000, 400
MAX_CELLS = 1_000_000  # rows and cells of a sheet that the file spells out, or that stand before another
_LAST_ROW = 2**20  # of any spreadsheet; a file that names a later one is not honest
_LONGEST_TEXT = 32_767  # of a cell in any spreadsheet
_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC  # a FIFO or a terminal must not hold us up
_SPELT = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)\"")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a file, in order. Raises WorkbookError as `read_octets` and `parse_sheets` do."""
    return parse_sheets(read_octets(path))


def read_octets(path: Path) -> bytes:
    """The bytes of a regular file, one more than MAX_FILE at most. Raises WorkbookError import.not_a_file."""
    try:
        with os.fdopen(os.open(path, _OPEN), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.EINVAL, "not a regular file")
            return file.read(MAX_FILE + 1)
    except OSError as error:
        name, why = shown(path.name), error.strerror
        raise WorkbookError(
            "import.not_a_file", f"Файл {name} не читается: {why}.", f"{name}: {why}"
        ) from error


def parse_sheets(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook given as bytes, in order.

    Raises WorkbookError as archive.unpack does, and import.damaged, import.too_many_sheets,
    import.too_many_rows, import.too_many_columns, import.too_many_cells.
    """
    try:
        stored = unpack(data)
        return tuple(_sheets(stored, _merged_ranges(stored)))
    except (WorkbookError, MemoryError):
        raise  # for bounds.py
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
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        raise ValueError("a text that no spreadsheet holds")
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value)))
    if value is None or isinstance(value, str | int | float | date | time | timedelta):
        return value
    return str(value)


def _refuse(code: str, found: int, most: int, what_ru: str, what_en: str) -> NoReturn:
    ru = f"Слишком много {what_ru}: {found}, допустимо {most}."
    raise WorkbookError(code, ru, f"too many {what_en}: {found}, at most {most}")
