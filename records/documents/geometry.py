"""The sheet that every printed record shares: A4 landscape, room for binding, head, table area, foot.

Millimetres from the top left of the page, as CSS counts: the numbers that both the frame and the painter use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from records.documents.model import Side

POINTS: Final = 72 / 25.4
PAGE_WIDTH: Final = 297.0
PAGE_HEIGHT: Final = 210.0
BINDING: Final = 20.0
OUTER: Final = 10.0
WIDTH: Final = PAGE_WIDTH - BINDING - OUTER
TABLE_TOP: Final = 22.0
TABLE_BOTTOM: Final = 187.0
FOOT_TOP: Final = 189.5
MARK: Final = 14.0
FOLIO: Final = 14.0
PUPILS_ON_A_PAGE: Final = 40


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page: left and top edge, width and height, millimetres from the top left."""

    left: float
    top: float
    width: float
    height: float


def side_of(folio: int) -> Side:
    """The side on which a page of a bound book falls, counted from 1: odd pages are recto."""
    return Side.RECTO if folio % 2 else Side.VERSO


def inner_left(side: Side) -> float:
    """Where the print area begins: the binding is at the right of a verso, at the left of a recto page."""
    return OUTER if side is Side.VERSO else BINDING


def table_area(side: Side, closing: float) -> Box:
    """The area for a table above a closing of the given height."""
    return Box(inner_left(side), TABLE_TOP, WIDTH, TABLE_BOTTOM - TABLE_TOP - closing)


def folio_area(side: Side) -> Box:
    """The outer lower corner, kept free for the page number of a bound book."""
    left = OUTER if side is Side.VERSO else PAGE_WIDTH - OUTER - FOLIO
    return Box(left, FOOT_TOP, FOLIO, MARK)


def mark_area(side: Side) -> Box:
    """The square of the QR code, beside the folio."""
    folio = folio_area(side)
    left = folio.left + FOLIO + 1 if side is Side.VERSO else folio.left - MARK - 1
    return Box(left, FOOT_TOP, MARK, MARK)
