"""Writes grids as an .xlsx by hand (ECMA-376): quickly, and with what openpyxl would refuse to write.

Strings stand in the cells; dates are days since 1900 in style 1; a text that begins with `=` is a formula.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from records.school.imports.grid import address

_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_EPOCH: Final = datetime(1899, 12, 30)
_STYLES: Final = (
    f"<styleSheet {_MAIN}><fonts count='1'><font/></fonts><fills count='1'><fill><patternFill/></fill></fills>"
    "<borders count='1'><border/></borders><cellStyleXfs count='1'><xf/></cellStyleXfs>"
    "<cellXfs count='2'><xf numFmtId='0'/><xf numFmtId='14' applyNumberFormat='1'/></cellXfs></styleSheet>"
)


def raw_workbook(book: Mapping[str, list[list[object]]] | Mapping[str, object]) -> bytes:
    """The workbook of these sheets."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in raw_entries(book).items():
            archive.writestr(name, text)
    return made.getvalue()


def raw_entries(book: Mapping[str, object]) -> dict[str, bytes]:
    """The files of the archive by name."""
    numbers = range(1, len(book) + 1)
    overrides = "".join(
        f"<Override PartName='/xl/worksheets/sheet{n}.xml' ContentType='{_KIND}.worksheet+xml'/>"
        for n in numbers
    )
    parts = {
        "[Content_Types].xml": f"<Types xmlns='{_PACKAGE}/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/xl/workbook.xml' ContentType='{_KIND}.sheet.main+xml'/>"
        f"<Override PartName='/xl/styles.xml' ContentType='{_KIND}.styles+xml'/>{overrides}</Types>",
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/_rels/workbook.xml.rels": _relations(
            {
                "rId0": ("styles", "styles.xml"),
                **{f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in numbers},
            }
        ),
        "xl/workbook.xml": f"<workbook {_MAIN} xmlns:r='{_OFFICE}'><sheets>"
        + "".join(
            f"<sheet name={quoteattr(name)} sheetId='{n}' r:id='rId{n}'/>"
            for n, name in enumerate(book, start=1)
        )
        + "</sheets></workbook>",
        "xl/styles.xml": _STYLES,
        **{
            f"xl/worksheets/sheet{n}.xml": _sheet(grid)  # type: ignore[arg-type]
            for n, grid in enumerate(book.values(), start=1)
        },
    }
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return {name: (head + text).encode("utf-8", "replace") for name, text in parts.items()}


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    items = "".join(
        f"<Relationship Id='{key}' Type='{_OFFICE}/{kind}' Target='{target}'/>"
        for key, (kind, target) in targets.items()
    )
    return f"<Relationships xmlns='{_PACKAGE}/relationships'>{items}</Relationships>"


def _sheet(grid: list[list[object]]) -> str:
    rows = "".join(
        f"<row r='{y + 1}'>{''.join(_cell(address(y, x), value) for x, value in enumerate(row))}</row>"
        for y, row in enumerate(grid)
    )
    return f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"


def _cell(place: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"<c r='{place}' s='1'><v>{(value - _EPOCH).total_seconds() / 86400}</v></c>"
    if isinstance(value, bool | int | float):
        kind = " t='b'" if isinstance(value, bool) else ""
        return f"<c r='{place}'{kind}><v>{value:d}</v></c>" if kind else f"<c r='{place}'><v>{value}</v></c>"
    text = str(value)
    if text.startswith("="):
        return f"<c r='{place}'><f>{escape(text[1:])}</f></c>"
    return f"<c r='{place}' t='inlineStr'><is><t xml:space='preserve'>{escape(text)}</t></is></c>"
