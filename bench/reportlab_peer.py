"""The peer of printing that writes PDF quickest in Python: the same Document values as ReportLab tables on a canvas.

PT Sans and PT Serif of the system are embedded as subsets. ReportLab writes no PDF/A: no output intent, no metadata
packet, no snapshot; there is no QR code either, and text does not shrink. Without the package nothing is printed.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from records.anchor import Anchor
from records.documents.geometry import (
    BINDING,
    FOOT_TOP,
    OUTER,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    POINTS,
    TABLE_BOTTOM,
    TABLE_TOP,
    WIDTH,
)
from records.documents.model import (
    Align,
    Cell,
    Closing,
    Column,
    Document,
    Flow,
    HeadCell,
    Heading,
    Noted,
    Page,
    Side,
    Table,
    TablePage,
    TitlePage,
    Tone,
)

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

NAME: Final = "ReportLab"
SANS, SANS_BOLD, SERIF, SERIF_BOLD = "PT Sans", "PT Sans:bold", "PT Serif", "PT Serif:bold"
SIZE, LEADING = 7.5, 9.0
HAIR, FIRM, OUTLINE = (0.25, 0.6), (0.5, 0.25), (0.9, 0.0)
STAMPS, STAMP_HEIGHT = 134.0, 21.0


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Read the four faces once a process. Raises ImportError without the package."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (SANS, SANS_BOLD, SERIF, SERIF_BOLD):
        found = subprocess.run(
            ["fc-match", "--format=%{file}", name], capture_output=True, check=True, text=True
        )
        registerFont(TTFont(name, found.stdout))


def print_with_reportlab(printouts: Sequence[tuple[Document, Anchor]]) -> bytes:
    """The pages of all the documents as one file, described as the first of them."""
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    output = io.BytesIO()
    first, _ = printouts[0]
    size = (PAGE_WIDTH * POINTS, PAGE_HEIGHT * POINTS)
    canvas = Canvas(output, size, pageCompression=1, initialFontName=SANS, lang="ru")
    canvas.setTitle(first.title)
    canvas.setAuthor(first.organisation)
    for document, anchor in printouts:
        for number, page in enumerate(document.pages, start=1):
            foot = (anchor.words(), document.footer, f"Страница {number} из {len(document.pages)}")
            _print(canvas, page, foot)
            canvas.showPage()
    canvas.save()
    return output.getvalue()


def _print(canvas: Canvas, page: Page, foot: tuple[str, str, str]) -> None:
    left = OUTER if page.side is Side.VERSO else BINDING
    content = page.content
    if isinstance(content, TitlePage):
        _print_title(canvas, content, left)
    elif isinstance(content, TablePage):
        closing = content.closing.height if content.closing else 0.0
        _print_heading(canvas, content.heading, left)
        if content.table.rows:
            _print_table(canvas, content.table, left, TABLE_BOTTOM - TABLE_TOP - closing)
        else:
            canvas.setFont(SERIF, 11)
            canvas.drawCentredString((left + WIDTH / 2) * POINTS, _up(39.5), content.empty)
        if content.closing:
            _print_closing(canvas, content.closing, left)
        _print_foot(canvas, foot, page.side, left)


def _up(top: float) -> float:
    return (PAGE_HEIGHT - top) * POINTS


def _print_title(canvas: Canvas, title: TitlePage, left: float) -> None:
    middle, y = (left + WIDTH / 2) * POINTS, 95.5
    canvas.rect(left * POINTS, _up(184), WIDTH * POINTS, 174 * POINTS)
    for text, font, size, top in (
        (title.organisation, SERIF, 14, 33.5),
        (title.title, SERIF_BOLD, 34, 76.0),
        (title.place, SERIF, 12, 168.5),
        *((line, SERIF, 17, y + 9.6 * place) for place, line in enumerate(title.lines)),
    ):
        canvas.setFont(font, size)
        canvas.drawCentredString(middle, _up(top), text)


def _print_heading(canvas: Canvas, heading: Heading, left: float) -> None:
    canvas.setFont(SANS, 6.8)
    canvas.drawString(left * POINTS, _up(10.4), heading.over)
    canvas.setFont(SERIF_BOLD, 15)
    canvas.drawString(left * POINTS, _up(17.3), heading.title)
    canvas.setFont(SERIF, 9.5)
    canvas.drawRightString((left + WIDTH) * POINTS, _up(17.3), heading.aside)


def _print_foot(canvas: Canvas, foot: tuple[str, str, str], side: Side, left: float) -> None:
    anchor, words, count = foot
    right = (left + WIDTH) * POINTS
    near, far = (left + 32) * POINTS, right - 32 * POINTS
    write, at = (canvas.drawString, near) if side is Side.VERSO else (canvas.drawRightString, far)
    canvas.setFont(SANS_BOLD, 7.4)
    write(at, _up(FOOT_TOP + 10), anchor)
    canvas.setFont(SANS, 6.6)
    write(at, _up(FOOT_TOP + 13.2), words)
    if side is Side.VERSO:
        canvas.drawRightString(right, _up(FOOT_TOP + 13.2), count)
    else:
        canvas.drawString(left * POINTS, _up(FOOT_TOP + 13.2), count)


def _print_closing(canvas: Canvas, closing: Closing, left: float) -> None:
    from reportlab.lib.utils import simpleSplit

    top, right = TABLE_BOTTOM - closing.height, left + WIDTH
    canvas.setFont(SANS, 6.8)
    canvas.drawRightString(right * POINTS, _up(top + 5.4), "Подписывается усиленной электронной подписью:")
    y = _up(top + 4) - 7.6
    for text, size in (*((fact, 7.6) for fact in closing.facts), *((one, 6.6) for one in closing.legends)):
        canvas.setFont(SANS, size)
        for line in simpleSplit(text, SANS, size, 125 * POINTS):
            canvas.drawString(left * POINTS, y, line)
            y -= size * 1.25
    width = STAMPS / max(1, len(closing.stamps))
    for place, stamp in enumerate(closing.stamps):
        x = right - STAMPS + place * width
        canvas.rect(x * POINTS, _up(top + 8.4 + STAMP_HEIGHT), (width - 2.4) * POINTS, STAMP_HEIGHT * POINTS)
        canvas.setFont(SANS_BOLD, 6.6)
        canvas.drawString((x + 2) * POINTS, _up(top + 12), stamp.role)
        canvas.setFont(SANS, 6.6)
        canvas.drawRightString((x + width - 4.4) * POINTS, _up(top + 27.6), stamp.person)


def _print_table(canvas: Canvas, table: Table, left: float, room: float) -> None:
    from reportlab.platypus import Table as Flowable
    from reportlab.platypus import TableStyle

    columns, levels = table.columns, len(table.head_heights)
    head = [["" for _ in columns] for _ in range(levels)]
    for cell in table.head:
        head[cell.row][cell.column] = _head_text(cell)
    body = [
        [
            *(_text(cell, column) for cell, column in zip(row.cells, columns, strict=False)),
            *[""] * (len(columns) - len(row.cells)),
        ]
        for row in table.rows
    ]
    height = min(table.row_height, (room - sum(table.head_heights)) / len(table.rows)) * POINTS
    lines = [max(1, *(text.count("\n") + 1 for text in row)) for row in body]
    heights = [
        *(level * POINTS for level in table.head_heights),
        *(max(height, n * LEADING) if n > 1 else height for n in lines),
    ]
    widths = [column.width * POINTS for column in columns]
    flowable = Flowable([*head, *body], widths, heights, style=TableStyle(list(_style(table, levels))))
    _, drawn = flowable.wrapOn(canvas, WIDTH * POINTS, room * POINTS)
    flowable.drawOn(canvas, left * POINTS, _up(TABLE_TOP) - drawn)


def _text(cell: Cell, column: Column) -> str:
    from reportlab.lib.utils import simpleSplit

    if isinstance(cell, Noted):
        return f"{cell.text} {cell.note}"
    if column.flow in (Flow.WRAP, Flow.PARAGRAPHS):
        return "\n".join(simpleSplit(cell, SANS, SIZE, column.width * POINTS - 4.4))
    return cell


def _head_text(cell: HeadCell) -> Any:
    return _upright(cell.text) if cell.upright else cell.text


def _upright(text: str) -> Any:
    from reportlab.graphics.shapes import Drawing, Group, String

    line = String(0, 0, text, fontName=SANS, fontSize=7, textAnchor="middle")
    drawing = Drawing(0, 0)
    drawing.add(Group(line, transform=(0, 1, -1, 0, 2.5, 0)))
    return drawing


def _style(table: Table, levels: int) -> Iterator[tuple[object, ...]]:
    from reportlab.lib.colors import Color

    def ruled(how: tuple[float, float]) -> tuple[float, Color]:
        weight, grey = how
        return weight, Color(grey, grey, grey)

    end = (-1, -1)
    yield "FONT", (0, 0), end, SANS, SIZE, LEADING
    yield "ALIGN", (0, 0), end, "CENTER"
    yield "VALIGN", (0, 0), end, "MIDDLE"
    yield "LEFTPADDING", (0, 0), end, 2.2
    yield "RIGHTPADDING", (0, 0), end, 2.2
    yield "TOPPADDING", (0, 0), end, 0
    yield "BOTTOMPADDING", (0, 0), end, 0
    yield "BACKGROUND", (0, 0), (-1, levels - 1), Color(0.965, 0.965, 0.965)
    yield "GRID", (0, 0), end, *ruled(HAIR)
    for cell in table.head:
        if cell.rows > 1 or cell.columns > 1:
            last = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
            yield "SPAN", (cell.column, cell.row), last
    for index, column in enumerate(table.columns):
        down = (index, levels), (index, -1)
        if column.align is Align.START:
            yield "ALIGN", *down, "LEFT"
        if column.tone is Tone.STRONG:
            yield "FONT", *down, SANS_BOLD, SIZE, LEADING
            yield "BACKGROUND", *down, Color(0.94, 0.94, 0.94)
        if column.divides:
            yield "LINEBEFORE", (index, 0), (index, -1), *ruled(FIRM)
    for number, row in enumerate(table.rows):
        for index in row.shaded:
            yield "BACKGROUND", (index, levels + number), (index, levels + number), Color(0.86, 0.86, 0.86)
        if number % 5 == 4:
            yield "LINEBELOW", (0, levels + number), (-1, levels + number), *ruled(FIRM)
    yield "BOX", (0, 0), end, *ruled(OUTLINE)
