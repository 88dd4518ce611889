"""Paints what surrounds a table: head, closing with the places of signatures, foot; and the title page.

Values and faces in, a content stream out, in the order in which a page is read. Measures are millimetres from the
top left, sizes points. Tables are painted by grid.py.
"""

from __future__ import annotations

from typing import Final

from records.anchor import Anchor
from records.documents.faces import Face, Faces
from records.documents.geometry import FOOT_TOP, TABLE_BOTTOM, WIDTH, Box, inner_left
from records.documents.ink import Ink
from records.documents.model import Closing, Heading, Side, Stamp, TitlePage
from records.documents.pen import Edge, Pen, Style

MILLIMETRES: Final = 25.4 / 72  # of a point

OVER: Final = Style(Face.SANS, 6.8, 0.2)
TITLE: Final = Style(Face.SERIF_BOLD, 15.0, smallest=0.45)
ASIDE: Final = Style(Face.SERIF, 9.5, smallest=0.45)
EMPTY: Final = Style(Face.SERIF, 11.0)
OVER_BASE, TITLE_BASE, EMPTY_BASE = 10.4, 17.3, 39.5
TITLE_WIDTH, ASIDE_WIDTH = 164.0, 98.0

FACTS_WIDTH, STAMPS_WIDTH = 125.0, 134.0
FACT_SIZES: Final = (7.6, 7.2, 6.8, 6.4, 6.0, 5.6, 5.2, 4.8, 4.4, 4.0)
LEADING: Final = 1.25
LEGEND: Final = 0.87  # of the size of the facts
PARAGRAPH_GAP: Final = 0.3
FACTS_TOP, STAMPS_TOP, STAMP_HEIGHT, STAMP_GAP = 4.0, 7.2, 23.2, 2.4
HOW_BASE: Final = 5.4
HOW: Final = "Подписывается усиленной электронной подписью:"
STAMP_ROLE: Final = Style(Face.SANS_BOLD, 6.6)
STAMP_PERSON: Final = Style(Face.SANS, 6.6, 0.2)
# What a frame keeps for the role and the name: the mark of the signature comes between them.
STAMP_ROLE_BASE, STAMP_ROLE_HEIGHT, STAMP_PERSON_BASE, STAMP_PERSON_HEIGHT = 3.6, 4.5, 1.6, 3.9
STAMP_INSET: Final = 2.0

FOOT: Final = Style(Face.SANS, 6.6, 0.13)
FOOT_ANCHOR: Final = Style(Face.SANS_BOLD, 7.4, 0.13)
FOOT_BASE: Final = FOOT_TOP + 13.2
FOOT_LINE, FOOT_INDENT, FOOT_WIDTH, COUNT_WIDTH = 3.2, 32.0, 195.0, 38.0

ORGANISATION: Final = Style(Face.SERIF, 14.0)
BOOK_TITLE: Final = Style(Face.SERIF_BOLD, 34.0)
BOOK_LINE: Final = Style(Face.SERIF, 17.0)
PLACE: Final = Style(Face.SERIF, 12.0)
BOOK_TOP, BOOK_HEIGHT, BOOK_EDGE = 10.0, 174.0, 1.6


def paint_head(heading: Heading, side: Side, faces: Faces) -> bytes:
    """The head of a page: the small line, the title, and what stands opposite on the same baseline."""
    pen, left = Pen(Ink(faces)), inner_left(side)
    pen.line(heading.over, OVER, left, OVER_BASE, WIDTH, Edge.START)
    pen.line(heading.title, TITLE, left, TITLE_BASE, TITLE_WIDTH, Edge.START)
    pen.line(heading.aside, ASIDE, left + WIDTH, TITLE_BASE, ASIDE_WIDTH, Edge.END)
    return pen.ink.data()


def paint_empty(text: str, side: Side, faces: Faces) -> bytes:
    """What is said where a table has no rows."""
    pen = Pen(Ink(faces))
    pen.line(text, EMPTY, inner_left(side) + WIDTH / 2, EMPTY_BASE, WIDTH, Edge.MIDDLE)
    return pen.ink.data()


def paint_closing(closing: Closing, side: Side, faces: Faces) -> bytes:
    """Facts and legends at the left, the places of the signature marks at the right."""
    pen, left, top = Pen(Ink(faces)), inner_left(side), TABLE_BOTTOM - closing.height
    _paint_facts(pen, closing, left, top + FACTS_TOP)
    pen.line(HOW, OVER, left + WIDTH, top + HOW_BASE, STAMPS_WIDTH, Edge.END)
    for stamp, box in zip(closing.stamps, stamp_boxes(closing, side), strict=True):
        _paint_stamp(pen, stamp, box)
    return pen.ink.data()


def stamp_boxes(closing: Closing, side: Side) -> list[Box]:
    """The frames of the signature marks on a page of this side, in the order of the stamps."""
    left = inner_left(side) + WIDTH - STAMPS_WIDTH
    top = TABLE_BOTTOM - closing.height + STAMPS_TOP
    step = (STAMPS_WIDTH + STAMP_GAP) / max(1, len(closing.stamps))
    return [
        Box(left + place * step, top, step - STAMP_GAP, STAMP_HEIGHT) for place in range(len(closing.stamps))
    ]


def _paint_facts(pen: Pen, closing: Closing, left: float, top: float) -> None:
    size = closing_size(closing, pen)
    for text, style in _paragraphs(closing, size):
        first = top + style.size * MILLIMETRES
        leading = style.size * LEADING * MILLIMETRES
        after = pen.paragraph(text, style, left, first, FACTS_WIDTH, leading, Edge.START)
        top = after - style.size * MILLIMETRES + style.size * PARAGRAPH_GAP * MILLIMETRES


def _paragraphs(closing: Closing, size: float) -> list[tuple[str, Style]]:
    facts = [(text, Style(Face.SANS, size)) for text in closing.facts]
    return facts + [(text, Style(Face.SANS, size * LEGEND, 0.13)) for text in closing.legends]


def closing_size(closing: Closing, pen: Pen) -> float:
    """The size in points at which the facts and legends of a closing stand in its height."""
    room = (closing.height - FACTS_TOP) / MILLIMETRES
    for size in FACT_SIZES:
        heights = [
            style.size * (len(pen.lines(text, style, FACTS_WIDTH)) * LEADING + PARAGRAPH_GAP)
            for text, style in _paragraphs(closing, size)
        ]
        if sum(heights) <= room:
            return size
    return FACT_SIZES[-1]


def _paint_stamp(pen: Pen, stamp: Stamp, box: Box) -> None:
    pen.frame(box, 0.5, 0.47)
    width = box.width - 2 * STAMP_INSET
    pen.line(stamp.role, STAMP_ROLE, box.left + STAMP_INSET, box.top + STAMP_ROLE_BASE, width, Edge.START)
    right, bottom = box.left + box.width - STAMP_INSET, box.top + box.height
    pen.line(stamp.person, STAMP_PERSON, right, bottom - STAMP_PERSON_BASE, width, Edge.END)


def paint_foot(words: str, anchor: Anchor | None, count: str, side: Side, faces: Faces) -> bytes:
    """The foot: the anchor and what the page belongs to beside the mark, the count at the other edge."""
    pen, left = Pen(Ink(faces)), inner_left(side)
    right = left + WIDTH
    at, edge = (left + FOOT_INDENT, Edge.START) if side is Side.VERSO else (right - FOOT_INDENT, Edge.END)
    if anchor:
        pen.line(anchor.words(), FOOT_ANCHOR, at, FOOT_BASE - FOOT_LINE, FOOT_WIDTH, edge)
    pen.line(words, FOOT, at, FOOT_BASE, FOOT_WIDTH, edge)
    opposite, other = (right, Edge.END) if side is Side.VERSO else (left, Edge.START)
    pen.line(count, FOOT, opposite, FOOT_BASE, COUNT_WIDTH, other)
    return pen.ink.data()


def paint_title(title: TitlePage, side: Side, faces: Faces) -> bytes:
    """The first page of a book, within a double border."""
    pen, left = Pen(Ink(faces)), inner_left(side)
    middle, inset = left + WIDTH / 2, BOOK_EDGE
    pen.frame(Box(left, BOOK_TOP, WIDTH, BOOK_HEIGHT), 1.2, 0.0)
    pen.frame(Box(left + inset, BOOK_TOP + inset, WIDTH - 2 * inset, BOOK_HEIGHT - 2 * inset), 0.4, 0.0)
    pen.paragraph(title.organisation, ORGANISATION, middle, 33.5, 200.0, 6.9, Edge.MIDDLE)
    pen.line(title.title, BOOK_TITLE, middle, 76.0, 240.0, Edge.MIDDLE)
    baseline = 95.5
    for line in title.lines:
        pen.line(line, BOOK_LINE, middle, baseline, 240.0, Edge.MIDDLE)
        baseline += 9.6
    pen.rule(middle - 30, middle + 30, baseline + 1.8, 0.8, 0.0)
    pen.line(title.place, PLACE, middle, 168.5, 240.0, Edge.MIDDLE)
    return pen.ink.data()
