"""Finds where the signatures of a record are seen: the frames that its closing keeps for them.

A Document and the number of pages of its rendition in; a page and rectangles in points (ISO 32000-1, 7.9.5) out.
Pure: it opens no PDF, and asks no source of a bound book for its pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from records.documents.frame import stamp_boxes
from records.documents.geometry import PAGE_HEIGHT, POINTS, Box, side_of
from records.documents.model import Closing, Content, Document, Side, TablePage
from records.errors import RecordsError


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page: its edges in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class StampPlaces:
    """The page of a rendition that closes it, counted from 0, and a frame for each signer in order."""

    page: int
    areas: tuple[Area, ...]


def stamp_places(document: Document, pages: int) -> StampPlaces:
    """The frames on the last page with a closing; `pages` is how many the rendition has.

    Counted from the end: what a bound book has before its last sections are pages of other records, and only
    their number says on which side its own fall. Raises RecordsError when the document has no closing.
    """
    for after, content in enumerate(_from_the_end(document)):
        closing = _closing(content)
        if closing is not None:
            place = pages - 1 - after
            boxes = stamp_boxes(closing, _side(document, after, place))
            return StampPlaces(place, tuple(map(_area, boxes)))
    raise RecordsError(
        "documents.no_closing",
        f"В документе «{document.title}» нет места для подписей. Сообщите разработчикам.",
        f"the document '{document.title}' has no closing",
    )


def _from_the_end(document: Document) -> list[Content]:
    if document.book is None:
        return [page.content for page in reversed(document.pages)]
    return [content for section in reversed(document.book.after) for content in reversed(section.pages)]


def _closing(content: Content) -> Closing | None:
    return content.closing if isinstance(content, TablePage) else None


def _side(document: Document, after: int, place: int) -> Side:
    if document.book is None:
        return document.pages[-1 - after].side
    return side_of(place + 1)


def _area(box: Box) -> Area:
    bottom = PAGE_HEIGHT - box.top - box.height
    edges = (box.left, bottom, box.left + box.width, bottom + box.height)
    return Area(*(round(edge * POINTS, 2) for edge in edges))
