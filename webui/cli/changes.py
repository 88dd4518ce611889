"""The changes of an act as they are typed or come in a table: text, CSV or .xlsx -> Said values.

`Обучающийся; Предмет; За что; Стало; Причина`, in a table with «Было» where it is known. It looks nothing up.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from records.amendments.roll import Said
from records.errors import InputError
from records.school.imports.bounds import bounded
from records.school.imports.grid import CellValue, Formula
from records.school.imports.workbook import parse_sheets, read_octets
from records.times import russian_date

_FIELDS: Final[Mapping[str, str]] = {
    "обучающийся": "pupil",
    "предмет": "subject",
    "за что": "place",
    "было": "before",
    "стало": "after",
    "причина": "reason",
}
_NEEDED: Final = ("обучающийся", "предмет", "за что", "стало")
_PARTS: Final = 5


def typed_changes(texts: Sequence[str]) -> list[Said]:
    """The changes of --change. Raises InputError."""
    return [_typed(text) for text in texts]


def _typed(text: str) -> Said:
    parts = [part.strip() for part in text.split(";")]
    if len(parts) not in (_PARTS - 1, _PARTS):
        raise InputError(
            "amend.change",
            f"«{text}»: нужно пять частей через точку с запятой: обучающийся; предмет; за что; стало; причина.",
            f"{text!r}: five parts with semicolons between: pupil; subject; place; new value; reason",
        )
    pupil, subject, place, after, *reason = parts
    return Said(pupil, subject, place, after, "".join(reason))


def changes_from(path: Path) -> list[Said]:
    """The changes of a table, .xlsx or CSV by its bytes. Raises InputError naming what the table lacks."""
    data = read_octets(path)
    with bounded():
        rows = _of_workbook(data) if data.startswith(b"PK") else _of_csv(path, data)
    if not rows:
        raise _no_columns(path, _NEEDED)
    heads = [head.lower() for head in rows[0]]
    if missing := [name for name in _NEEDED if name not in heads]:
        raise _no_columns(path, missing)
    return [said for row in rows[1:] if (said := _said(heads, row))]


def _no_columns(path: Path, missing: Sequence[str]) -> InputError:
    names = ", ".join(f"«{name.capitalize()}»" for name in missing)
    return InputError(
        "amend.columns",
        f"{path.name}: в первой строке нет столбцов {names}. Бывают ещё «Было» и «Причина».",
        f"{path.name}: the first row lacks the columns {names}; there may be «Было» and «Причина» too",
    )


def _said(heads: Sequence[str], row: Sequence[str]) -> Said | None:
    found = {_FIELDS[head]: cell for head, cell in zip(heads, row, strict=False) if head in _FIELDS}
    if not any(found.values()):
        return None
    return Said(
        found.get("pupil", ""),
        found.get("subject", ""),
        found.get("place", ""),
        found.get("after", ""),
        found.get("reason", ""),
        found.get("before"),
    )


def _of_workbook(data: bytes) -> list[list[str]]:
    sheets = parse_sheets(data)
    return [[_text(cell) for cell in row] for row in sheets[0].rows if row]


def _text(cell: CellValue) -> str:
    if isinstance(cell, Formula):
        raise InputError(
            "amend.formula", f"Формула {cell.text}: нужны значения.", f"a formula {cell.text}: give values"
        )
    if isinstance(cell, date):
        return russian_date(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _of_csv(path: Path, data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
        return [[_bare(cell) for cell in row] for row in _rows(text) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            "amend.csv",
            f"{path.name} не читается как таблица: нужен .xlsx или CSV в UTF-8.",
            f"{path.name} is no table: give .xlsx or CSV in UTF-8",
        ) from error


def _rows(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    return csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",")


def _bare(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running it (records/sheets.py)."""
    return cell.strip().removeprefix("'")
