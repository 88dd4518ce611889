"""Paints a table into its area of a page: head, rules, shading, and text measured by the font's own advances.

A page of a journal has hundreds of cells: as CSS boxes they cost thirty times the CPU.
Takes a Table and a Box in millimetres, gives a PDF content stream. Text never leaves its cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from records.documents.faces import Face, Faces, Metrics
from records.documents.geometry import PAGE_HEIGHT, POINTS, Box
from records.documents.ink import Ink
from records.documents.model import Align, Cell, Column, Flow, HeadCell, Noted, Row, Table, Tone
from records.documents.typeset import ELLIPSIS, Line, fit, wrap

TEXT_SIZES: Final = (8.4, 8.0, 7.6, 7.2, 6.8, 6.4, 6.0, 5.6, 5.2, 4.8, 4.4, 4.0)
HEAD_SIZES: Final = (7.0, 6.6, 6.2, 5.8, 5.4, 5.0, 4.6)
LEADING: Final = 1.2
CAP_HEIGHT: Final = 0.7  # of the size, both families
INSET: Final = 2.2  # points between a rule and text that starts at it
NARROW_INSET: Final = 0.7  # the same for short centred text
ROW_PADDING: Final = 3.4  # points above and below the lines of a row together, where there is room
TIGHT_PADDING: Final = 1.4  # the same where there is none
NOTE_SCALE: Final = 0.68
FIFTH: Final = 5

HAIRLINE: Final = (0.25, 0.6)  # weight in points, grey
STRONGER: Final = (0.5, 0.25)
OUTLINE: Final = (0.9, 0.0)
STRONG_GROUND: Final = 0.94
HEAD_GROUND: Final = 0.965
SHADE: Final = 0.86


@dataclass(frozen=True, slots=True)
class Body:
    """The rows laid out: size of the text, height of each row in points, and its cells as lines."""

    size: float
    heights: Sequence[float]
    cells: Sequence[Sequence[Sequence[Line]]]


def paint_table(table: Table, area: Box, faces: Faces) -> bytes:
    """The content stream of `table` at the top left of `area`."""
    ink = Ink(faces)
    left, top = area.left * POINTS, (PAGE_HEIGHT - area.top) * POINTS
    edges = _edges(table.columns, left)
    head = sum(table.head_heights) * POINTS
    body = lay_out(table, area.height * POINTS - head, faces)
    _paint_head(ink, table, edges, top)
    _paint_grounds(ink, table, edges, top - head, body)
    _paint_rules(ink, table, edges, top - head, body)
    _paint_texts(ink, table, edges, top - head, body)
    _outline(ink, edges[0], edges[-1], top, top - head, top - head - sum(body.heights))
    return ink.data()


def _edges(columns: Sequence[Column], left: float) -> list[float]:
    edges = [left]
    for column in columns:
        edges.append(edges[-1] + column.width * POINTS)
    return edges


def lay_out(table: Table, height: float, faces: Faces) -> Body:
    """The largest size at which the rows stand in `height` points; at the smallest, cells are cut short."""
    body = Body(TEXT_SIZES[0], (), ())
    for size in TEXT_SIZES:
        cells = [_row_lines(row, table.columns, faces, size) for row in table.rows]
        blocks = [max([1, *map(len, row)]) * size * LEADING for row in cells]
        tight = [block + TIGHT_PADDING for block in blocks]
        body = Body(size, tight, cells)
        if sum(tight) <= height:
            wanted = [max(table.row_height * POINTS, block + ROW_PADDING) for block in blocks]
            return Body(size, _stretched(tight, wanted, height), cells)
    return _cut(body, height)


def _stretched(tight: Sequence[float], wanted: Sequence[float], height: float) -> list[float]:
    lacking = [whole - row for row, whole in zip(tight, wanted, strict=True)]
    share = min(1.0, (height - sum(tight)) / (sum(lacking) or 1.0))
    return [row + lack * share for row, lack in zip(tight, lacking, strict=True)]


def _cut(body: Body, height: float) -> Body:
    share = height / sum(body.heights)
    heights = [row * share for row in body.heights]
    cells = [
        [_first_lines(cell, max(1, int(room / (body.size * LEADING)))) for cell in row]
        for row, room in zip(body.cells, heights, strict=True)
    ]
    return Body(body.size, heights, cells)


def _first_lines(lines: Sequence[Line], count: int) -> Sequence[Line]:
    if len(lines) <= count:
        return lines
    last = lines[count - 1]
    return [*lines[: count - 1], Line(last.text[:-1] + ELLIPSIS, last.size, last.width)]


def _face(column: Column) -> Face:
    return Face.SANS_BOLD if column.tone is Tone.STRONG else Face.SANS


def _room(column: Column) -> float:
    inset = INSET if column.align is Align.START else NARROW_INSET
    return column.width * POINTS - 2 * inset


def _row_lines(row: Row, columns: Sequence[Column], faces: Faces, size: float) -> list[list[Line]]:
    return [
        _cell_lines(cell, column, faces[_face(column)], size) if cell else []
        for cell, column in zip(row.cells, columns, strict=False)
    ]


def _cell_lines(cell: Cell, column: Column, metrics: Metrics, size: float) -> list[Line]:
    room = _room(column)
    if isinstance(cell, Noted):
        note = fit(cell.note, metrics, size * NOTE_SCALE, room / 2)
        return [fit(cell.text, metrics, size, room - note.width - INSET)]
    if column.flow in (Flow.WRAP, Flow.PARAGRAPHS):
        given = cell.split("\n") if column.flow is Flow.PARAGRAPHS else [cell]
        lines = [line for part in given for line in wrap(part, metrics, size, room)]
        return [Line(line, size, metrics.width(line, size)) for line in lines]
    lines = cell.split("\n") if column.flow is Flow.LINES else [cell]
    return [fit(line, metrics, size, room) for line in lines]


def _paint_head(ink: Ink, table: Table, edges: Sequence[float], top: float) -> None:
    levels = [top]
    for height in table.head_heights:
        levels.append(levels[-1] - height * POINTS)
    ink.ground(edges[0], levels[-1], edges[-1] - edges[0], top - levels[-1], HEAD_GROUND)
    for cell in table.head:
        left, right = edges[cell.column], edges[cell.column + cell.columns]
        upper, lower = levels[cell.row], levels[cell.row + cell.rows]
        ink.rule((right, upper), (right, lower), *HAIRLINE)
        ink.rule((left, lower), (right, lower), *HAIRLINE)
        if table.columns[cell.column].divides:
            ink.rule((left, upper), (left, lower), *STRONGER)
        _paint_head_text(ink, cell, left, right, upper, lower)


def _paint_head_text(ink: Ink, cell: HeadCell, left: float, right: float, upper: float, lower: float) -> None:
    across, along = right - left, upper - lower
    width, height = (along, across) if cell.upright else (across, along)
    lines = _head_lines(cell.text, ink.faces[Face.SANS], width - 2 * NARROW_INSET, height)
    for index, line in enumerate(lines):
        offset = _baseline(index, len(lines), line.size, height)
        if cell.upright:
            ink.write_upright(
                line.text, Face.SANS, line.size, left + offset, lower + (along - line.width) / 2
            )
        else:
            ink.write(line.text, Face.SANS, line.size, left + (across - line.width) / 2, upper - offset)


def _head_lines(text: str, metrics: Metrics, width: float, height: float) -> list[Line]:
    for size in HEAD_SIZES:
        lines = wrap(text, metrics, size, width)
        whole = [word for line in lines for word in line.split()] == text.split()
        if whole and len(lines) * size * LEADING <= height:
            return [Line(line, size, metrics.width(line, size)) for line in lines]
    return [fit(text, metrics, HEAD_SIZES[-1], width)]


def _baseline(index: int, count: int, size: float, height: float) -> float:
    """From the upper edge down to the baseline of line `index` of `count`, the block being in the middle."""
    block = (count - 1) * size * LEADING + size * CAP_HEIGHT
    return (height - block) / 2 + size * CAP_HEIGHT + index * size * LEADING


def _paint_grounds(ink: Ink, table: Table, edges: Sequence[float], top: float, body: Body) -> None:
    total = sum(body.heights)
    for index, column in enumerate(table.columns):
        if column.tone is Tone.STRONG:
            ink.ground(edges[index], top - total, edges[index + 1] - edges[index], total, STRONG_GROUND)
    level = top
    for row, height in zip(table.rows, body.heights, strict=True):
        level -= height
        for index in sorted(row.shaded):
            ink.ground(edges[index], level, edges[index + 1] - edges[index], height, SHADE)


def _paint_rules(ink: Ink, table: Table, edges: Sequence[float], top: float, body: Body) -> None:
    level = top
    for number, height in enumerate(body.heights, start=1):
        level -= height
        ink.rule((edges[0], level), (edges[-1], level), *(HAIRLINE if number % FIFTH else STRONGER))
    for column, edge in zip(table.columns, edges, strict=False):
        ink.rule((edge, top), (edge, level), *(STRONGER if column.divides else HAIRLINE))


def _outline(ink: Ink, left: float, right: float, top: float, head: float, bottom: float) -> None:
    for level in (top, head, bottom):
        ink.rule((left, level), (right, level), *OUTLINE)
    for edge in (left, right):
        ink.rule((edge, top), (edge, bottom), *OUTLINE)


def _paint_texts(ink: Ink, table: Table, edges: Sequence[float], top: float, body: Body) -> None:
    level = top
    for row, cells, height in zip(table.rows, body.cells, body.heights, strict=True):
        count = max([1, *map(len, cells)])
        for index, lines in enumerate(cells):
            column = table.columns[index]
            for number, line in enumerate(lines):
                x = _start(column, edges[index], edges[index + 1], line.width)
                y = level - _baseline(number, count, body.size, height)
                ink.write(line.text, _face(column), line.size, x, y)
            _paint_note(
                ink,
                row.cells[index],
                column,
                edges[index + 1],
                level - _baseline(0, count, body.size, height),
                body.size,
            )
        level -= height


def _start(column: Column, left: float, right: float, width: float) -> float:
    return left + INSET if column.align is Align.START else (left + right - width) / 2


def _paint_note(ink: Ink, cell: Cell, column: Column, right: float, baseline: float, size: float) -> None:
    if isinstance(cell, Noted):
        face = _face(column)
        note = fit(cell.note, ink.faces[face], size * NOTE_SCALE, _room(column) / 2)
        ink.write(note.text, face, note.size, right - INSET - note.width, baseline)
