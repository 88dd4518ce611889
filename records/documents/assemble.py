"""Joins the class journal from its own pages and the unsigned renditions of period journals: bytes to bytes.

The result keeps output intent, XMP, Info and attachment of the first part (ISO 19005-3); the renditions bring
pages only. Page numbers are appended content streams in the corner kept free for them. It renders nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pypdf.generic import ArrayObject, ByteStringObject, IndirectObject, NameObject

from records.documents.book import Bookmark, Insertion
from records.documents.faces import Face, Faces
from records.documents.geometry import MARK, PAGE_HEIGHT, POINTS, folio_area, side_of
from records.documents.ink import Ink
from records.documents.part import open_part
from records.documents.volume import Volume

FOLIO_SIZE: Final = 12.0
DECIMAL_FROM_ONE: Final = b"<</Nums [0 <</S /D/St 1>>]>>"


def count_pages(pdf: bytes) -> int:
    """The number of pages of a rendition."""
    return len(open_part(pdf).pages)


def assemble(
    frame: bytes,
    sources: Mapping[str, bytes],
    insertions: Sequence[Insertion],
    outline: Sequence[Bookmark],
    faces: Faces,
) -> bytes:
    """The bound book: `frame` with each source's pages before the own page its insertion names."""
    volume = Volume()
    for folio, page in enumerate(_pages(volume, frame, sources, insertions), start=1):
        # The title page is counted, not numbered.
        volume.show(page, _folio(folio, faces) if folio > 1 else b"")
    for bookmark in outline:
        _add_bookmark(volume, bookmark, None)
    volume.writer.root_object[NameObject("/PageLabels")] = volume.parse(DECIMAL_FROM_ONE)
    _identify(volume, [frame, *(sources[insertion.record] for insertion in insertions)])
    return volume.written()


def _pages(
    volume: Volume, frame: bytes, sources: Mapping[str, bytes], insertions: Sequence[Insertion]
) -> Iterator[bytes]:
    """The pages of the book in order, as the volume writes them."""
    own = open_part(frame)
    volume.take_over(own)
    pages, done = volume.take_in(own), 0
    for insertion in insertions:
        yield from pages[done : insertion.before]
        yield from volume.take_in(open_part(sources[insertion.record]))
        done = insertion.before
    yield from pages[done:]


def _folio(folio: int, faces: Faces) -> bytes:
    area = folio_area(side_of(folio))
    ink, number = Ink(faces), str(folio)
    width = faces[Face.SERIF_BOLD].width(number, FOLIO_SIZE)
    x = (area.left * POINTS) if folio % 2 == 0 else (area.left + area.width) * POINTS - width
    ink.write(number, Face.SERIF_BOLD, FOLIO_SIZE, x, (PAGE_HEIGHT - area.top - MARK) * POINTS + 1)
    return ink.data()


def _add_bookmark(volume: Volume, bookmark: Bookmark, parent: IndirectObject | None) -> None:
    page = volume.pages[bookmark.page - 1]
    item = volume.writer.add_outline_item(
        title=bookmark.title, page_number=page, parent=parent, is_open=parent is None
    )
    for below in bookmark.below:
        _add_bookmark(volume, below, item)


def _identify(volume: Volume, parts: Sequence[bytes]) -> None:
    """The file identifier (ISO 32000-1, 14.4) from the parts, since pypdf's own would be random."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    identifier = ByteStringObject(digest.digest()[:16])
    volume.writer._ID = ArrayObject([identifier, identifier])
