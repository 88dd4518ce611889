"""A page as poppler shows it in grey at 150 dpi, and what of a table is found in it: rules, ink of cells, blocks.

Expected places come from the layout of the table; what is compared are two pages, not a page and that layout.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median
from typing import TypeAlias

from records.documents.geometry import POINTS, Box
from records.documents.grid import Body
from records.documents.model import Table

DPI = 150
PIXELS = DPI / 72  # of a point
RULE, TEXT = 1, 2  # pixels that rules and edges of text may be apart
BLOCK = 16  # pixels, the side of a block
REACH = 3  # pixels around a rule that belong to it
FAINTEST = 40  # of darkness that is still a rule
INK, GROUND = 150, 232  # darker is text; darker is a rule, lighter the ground of a column
Edges: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, where it stands, and how it is laid out."""

    table: Table
    area: Box
    body: Body

    def rights(self) -> list[float]:
        """The rules between columns, in pixels from the left of the page."""
        left = self.area.left
        return [x * POINTS * PIXELS for x in accumulate((c.width for c in self.table.columns), initial=left)]

    def levels(self) -> list[float]:
        """The rules above and below rows, in pixels from the top of the page."""
        top = (self.area.top + sum(self.table.head_heights)) * POINTS
        return [y * PIXELS for y in accumulate(self.body.heights, initial=top)]


@dataclass(frozen=True, slots=True)
class Raster:
    """A page in grey: 0 is black."""

    width: int
    rows: Sequence[bytes]

    def ink(self, left: int, top: int, right: int, bottom: int) -> Edges | None:
        """The box around the dark pixels of an area; None where there are none."""
        dark = [
            (x, y)
            for y in range(top, bottom)
            for x, grey in enumerate(self.rows[y][left:right], left)
            if grey < INK
        ]
        if not dark:
            return None
        across, down = [x for x, _ in dark], [y for _, y in dark]
        return min(across), min(down), max(across), max(down)

    def mean(self, left: int, top: int) -> float:
        """The mean grey of a block."""
        return sum(sum(row[left : left + BLOCK]) for row in self.rows[top : top + BLOCK]) / BLOCK**2


def raster(pdf: bytes) -> Raster:
    """The first page as poppler shows it."""
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-singlefile", "-"]
    shown = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    _, shape, _, data = shown.split(b"\n", 3)
    width, height = map(int, shape.split())
    return Raster(width, [data[y * width : (y + 1) * width] for y in range(height)])


def rule(greys: Sequence[float]) -> float | None:
    """Where in a row of greys the rule lies: the middle of what is darker than any ground; None if nothing is."""
    weights = [max(0.0, GROUND - grey) for grey in greys]
    if sum(weights) < FAINTEST:
        return None
    return sum(place * weight for place, weight in enumerate(weights)) / sum(weights)


def rules(page: Raster, found: Sheet) -> Iterator[tuple[str, float | None]]:
    """Every rule by name, and where it lies, in pixels from where it is expected."""
    levels, rights = found.levels(), found.rights()
    for number, x in enumerate(rights):
        rows = page.rows[int(levels[0]) : int(levels[-1])]
        greys = [median(row[at] for row in rows) for at in range(int(x) - REACH, int(x) + REACH + 1)]
        yield f"rule at column {number}", rule(greys)
    for number, y in enumerate(levels):
        lines = page.rows[int(y) - REACH : int(y) + REACH + 1]
        yield (
            f"rule at row {number}",
            rule([median(line[int(rights[0]) : int(rights[-1])]) for line in lines]),
        )


def texts(page: Raster, found: Sheet) -> Iterator[tuple[str, Edges | None]]:
    """Every cell by name, and the box around its ink."""
    rights, levels = found.rights(), found.levels()
    head = list(
        accumulate(
            (h * POINTS * PIXELS for h in found.table.head_heights), initial=found.area.top * POINTS * PIXELS
        )
    )
    for cell in found.table.head:
        across, down = rights[cell.column], head[cell.row]
        right, low = rights[cell.column + cell.columns], head[cell.row + cell.rows]
        yield f"head «{cell.text}»", page.ink(*inside(across, down, right, low))
    for row, (high, low) in enumerate(pairwise(levels)):
        for column, (left, right) in enumerate(pairwise(rights)):
            yield f"cell {row}, {column}", page.ink(*inside(left, high, right, low))


def inside(left: float, top: float, right: float, bottom: float) -> Edges:
    return int(left) + REACH, int(top) + REACH, int(right) - REACH + 1, int(bottom) - REACH + 1


def differing_rules(ours: Raster, theirs: Raster, found: Sheet) -> list[str]:
    """The rules that one of the pages lacks or has elsewhere."""
    return [
        name
        for (name, own), (_, other) in zip(rules(ours, found), rules(theirs, found), strict=True)
        if own is None or other is None or abs(own - other) > RULE
    ]


def differing_texts(ours: Raster, theirs: Raster, found: Sheet) -> list[str]:
    """The cells whose ink one of the pages lacks or has elsewhere."""
    return [
        name
        for (name, own), (_, other) in zip(texts(ours, found), texts(theirs, found), strict=True)
        if (own is None) != (other is None)
        or any(abs(a - b) > TEXT for a, b in zip(own or (), other or (), strict=True))
    ]


def greatest_difference(ours: Raster, theirs: Raster) -> float:
    """How far the means of the same block of both pages are apart, at most."""
    return max(
        abs(ours.mean(left, top) - theirs.mean(left, top))
        for top in range(0, len(ours.rows) - BLOCK, BLOCK)
        for left in range(0, ours.width - BLOCK, BLOCK)
    )
