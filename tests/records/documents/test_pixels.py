"""A painted page against the same Table as an HTML table of WeasyPrint's, pixel by pixel at 150 dpi in grey.

The HTML table is given our column widths, row heights and sizes, and no kerning, which painted text has not either;
borders, boxes and baselines are then WeasyPrint's own. What is compared: rules, the ink of each cell, grey by blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from html import escape

import pytest
from weasyprint import HTML

from records.documents.compose import compose
from records.documents.faces import REPERTOIRE, Face
from records.documents.fonts import load_faces
from records.documents.geometry import POINTS, table_area
from records.documents.grid import HEAD_SIZES, INSET, LEADING, NOTE_SCALE, lay_out, paint_table
from records.documents.model import Align, Cell, Column, HeadCell, Noted, Page, Row, TablePage, Tone
from records.documents.press import print_pages
from records.documents.typecase import case_for
from records.documents.typeset import Line
from records.documents.xmp import Imprint
from tests import snapshots
from tests.records.documents.pixels import (
    PIXELS,
    Raster,
    Sheet,
    differing_rules,
    differing_texts,
    greatest_difference,
    raster,
    texts,
)

OUTLINE = 0.9  # points
GREYS = 32  # how far the means of a block may be apart, of 255
PAGES = (0, 1)
AT = datetime(2026, 5, 26, 15, 0, tzinfo=UTC)
CSS = f"""
@page {{ size: 297mm 210mm; margin: 0 }}
body {{ margin: 0; font-family: 'PT Sans'; font-kerning: none; font-variant-ligatures: none }}
table {{ position: absolute; table-layout: fixed; border-collapse: collapse; border: {OUTLINE}pt solid black }}
th, td {{ border: 0.25pt solid rgb(60%, 60%, 60%); padding: 0; vertical-align: middle; white-space: nowrap;
         overflow: hidden; line-height: {LEADING}; text-align: center; font-weight: 400 }}
th {{ font-size: {HEAD_SIZES[0]}pt; background: rgb(96.5%, 96.5%, 96.5%) }}
tbody {{ border-top: {OUTLINE}pt solid black }}
.start {{ text-align: left; padding-left: {INSET}pt }}
.strong {{ font-weight: 700; background: rgb(94%, 94%, 94%) }}
.shaded {{ background: rgb(86%, 86%, 86%) }}
.divides {{ border-left: 0.5pt solid rgb(25%, 25%, 25%) }}
.fifth td {{ border-bottom: 0.5pt solid rgb(25%, 25%, 25%) }}
.upright {{ transform: rotate(-90deg); margin: 0 -50pt }}
.noted {{ display: flex; justify-content: space-between; align-items: baseline; padding-right: {INSET}pt }}
"""


@lru_cache
def sheet(number: int) -> Sheet:
    """A page of the Russian lessons of 9А: the marks, or what was taught."""
    page: Page = compose(snapshots.period_journal(0, 1)).pages[number]
    assert isinstance(page.content, TablePage)
    table, closing = page.content.table, page.content.closing
    area = table_area(page.side, closing.height if closing else 0.0)
    height = (area.height - sum(table.head_heights)) * POINTS
    return Sheet(table, area, lay_out(table, height, load_faces()))


def painted(found: Sheet) -> bytes:
    """Our content stream of it."""
    return paint_table(found.table, found.area, load_faces())


def printed(content: bytes) -> bytes:
    """A PDF of one page with that content."""
    imprint = Imprint("Страница", "Школа", "Страница", AT)
    return print_pages([content], imprint, case_for([REPERTOIRE]), None, None)


def as_html(found: Sheet) -> str:
    """The same table as a user of CSS would write it."""
    table, area = found.table, found.area
    columns = "".join(f'<col style="width:{column.width}mm">' for column in table.columns)
    head = "".join(
        f'<tr style="height:{height}mm">{"".join(map(head_cell, (c for c in table.head if c.row == row)))}</tr>'
        for row, height in enumerate(table.head_heights)
    )
    rows = zip(table.rows, found.body.heights, found.body.cells, strict=True)
    body = "".join(
        html_row(number, row, height, cells, table.columns)
        for number, (row, height, cells) in enumerate(rows, start=1)
    )
    # The box of a table with collapsed borders begins at the outer edge of its border, ours in the middle of it.
    left, top = area.left * POINTS - OUTLINE / 2, area.top * POINTS - OUTLINE / 2
    place = f"left:{left}pt;top:{top}pt;width:{table.width}mm"
    return (
        f'<!DOCTYPE html><html lang="ru"><style>{CSS}</style><table style="{place}">'
        f"<colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table></html>"
    )


def head_cell(cell: HeadCell) -> str:
    name = ' class="upright"' if cell.upright else ""
    text = f"<div{name}>{escape(cell.text)}</div>"
    return f'<th rowspan="{cell.rows}" colspan="{cell.columns}">{text}</th>'


def html_row(
    number: int, row: Row, height: float, cells: Sequence[Sequence[Line]], columns: Sequence[Column]
) -> str:
    filled = "".join(
        html_cell(cell, lines, column, "shaded" if index in row.shaded else "plain")
        for index, (cell, lines, column) in enumerate(zip(row.cells, cells, columns, strict=True))
    )
    name = "" if number % 5 else ' class="fifth"'
    return f'<tr{name} style="height:{height}pt">{filled}</tr>'


def html_cell(cell: Cell, lines: Sequence[Line], column: Column, ground: str) -> str:
    names = {
        "start": column.align is Align.START,
        "strong": column.tone is Tone.STRONG,
        "divides": column.divides,
        ground: True,
    }
    text = "".join(html_line(line.text, line.size) for line in lines)
    if isinstance(cell, Noted):
        text = f'<div class="noted">{text}{html_line(cell.note, lines[0].size * NOTE_SCALE)}</div>'
    return f'<td class="{" ".join(name for name, on in names.items() if on)}">{text}</td>'


def html_line(text: str, size: float) -> str:
    return f'<div style="font-size:{size:.2f}pt">{escape(text)}</div>'


@lru_cache
def ours(number: int) -> Raster:
    """The page as we paint it."""
    return raster(printed(painted(sheet(number))))


@lru_cache
def theirs(number: int) -> Raster:
    """The page as WeasyPrint lays out the HTML table."""
    return raster(HTML(string=as_html(sheet(number))).write_pdf())


def spoilt(pattern: str, replacement: str) -> Raster:
    """The first page with one place of its content stream changed."""
    content, count = re.subn(pattern, replacement, painted(sheet(0)).decode(), count=1, flags=re.MULTILINE)
    assert count == 1
    return raster(printed(content.encode()))


@pytest.mark.parametrize("number", PAGES)
def test_every_rule_lies_where_the_html_table_has_it(number: int) -> None:
    assert differing_rules(ours(number), theirs(number), sheet(number)) == []


@pytest.mark.parametrize("number", PAGES)
def test_every_text_stands_where_the_html_table_has_it(number: int) -> None:
    assert differing_texts(ours(number), theirs(number), sheet(number)) == []


@pytest.mark.parametrize("number", PAGES)
def test_every_block_of_the_page_is_as_grey_as_in_the_html_table(number: int) -> None:
    assert greatest_difference(ours(number), theirs(number)) < GREYS


def test_the_pages_compared_are_full_of_ink() -> None:
    written = [name for name, ink in texts(ours(0), sheet(0)) if ink]
    assert len(written) > 300


def test_a_mark_shifted_by_a_millimetre_is_seen() -> None:
    four = load_faces()[Face.SANS].codes("4/3")
    x, y = re.search(rf"1 0 0 1 (\S+) (\S+) Tm <{four}>", painted(sheet(0)).decode()).groups()  # type: ignore[union-attr]
    shifted = spoilt(rf"1 0 0 1 {x} {y} Tm <{four}>", f"1 0 0 1 {float(x) + POINTS:.2f} {y} Tm <{four}>")
    assert len(differing_texts(shifted, theirs(0), sheet(0))) == 1


def test_a_missing_mark_is_seen() -> None:
    four = load_faces()[Face.SANS].codes("4/3")
    assert len(differing_texts(spoilt(rf"<{four}> Tj", "<> Tj"), theirs(0), sheet(0))) == 1


def test_a_missing_rule_between_columns_is_seen() -> None:
    x = sheet(0).rights()[5] / PIXELS
    bare = spoilt(rf"{x:.2f} (\S+) m {x:.2f} (\S+) l(?= \d+\.\d+ \1 m)", "")
    assert differing_rules(bare, theirs(0), sheet(0)) == ["rule at column 5"]


def test_a_missing_rule_between_rows_is_seen() -> None:
    left, right = sheet(0).rights()[0] / PIXELS, sheet(0).rights()[-1] / PIXELS
    bare = spoilt(rf"{left:.2f} \S+ m {right:.2f} \S+ l", "")
    assert len(differing_rules(bare, theirs(0), sheet(0))) == 1


def test_a_missing_ground_is_seen() -> None:
    assert greatest_difference(spoilt(r"^0\.86 g .*$", ""), theirs(0)) > GREYS
