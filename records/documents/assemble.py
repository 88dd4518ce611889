"""Joins the class journal from its own pages and the unsigned renditions of period journals: bytes to bytes.

The result keeps output intent, XMP, Info and attachment of the first part (ISO 19005-3); the renditions bring
pages only. Page numbers are appended content streams in the corner kept free for them. It renders nothing.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from typing import Final

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import ArrayObject, ByteStringObject, DecodedStreamObject, IndirectObject, NameObject

from records.documents.book import Bookmark, Insertion
from records.documents.faces import Face, Faces
from records.documents.geometry import MARK, PAGE_HEIGHT, POINTS, folio_area
from records.documents.ink import Ink
from records.documents.model import Side

FOLIO_SIZE: Final = 12.0
# One pass joins equal objects, the next those that pointed to them: resources, fonts, font, descendant, file.
NESTING: Final = 6


def count_pages(pdf: bytes) -> int:
    """The number of pages of a rendition."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def assemble(
    frame: bytes,
    sources: Mapping[str, bytes],
    insertions: Sequence[Insertion],
    outline: Sequence[Bookmark],
    faces: Faces,
) -> bytes:
    """The bound book: `frame` with each source's pages before the own page its insertion names."""
    writer = PdfWriter(clone_from=io.BytesIO(frame))
    # From the last insertion to the first, so that positions of own pages stay true.
    for insertion in reversed(insertions):
        writer.merge(insertion.before, io.BytesIO(sources[insertion.record]), import_outline=False)
    for folio, page in enumerate(writer.pages, start=1):
        if folio > 1:  # the title page is counted, not numbered
            _stamp(writer, page, folio, faces)
    for bookmark in outline:
        _add_bookmark(writer, bookmark, None)
    writer.set_page_label(0, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, start=1)
    for _ in range(NESTING):
        writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    _identify(writer, frame, [sources[insertion.record] for insertion in insertions])
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _stamp(writer: PdfWriter, page: PageObject, folio: int, faces: Faces) -> None:
    area = folio_area(Side.RECTO if folio % 2 else Side.VERSO)
    ink, number = Ink(faces), str(folio)
    width = faces[Face.SERIF_BOLD].width(number, FOLIO_SIZE)
    x = (area.left * POINTS) if folio % 2 == 0 else (area.left + area.width) * POINTS - width
    ink.write(number, Face.SERIF_BOLD, FOLIO_SIZE, x, (PAGE_HEIGHT - area.top - MARK) * POINTS + 1)
    stream = DecodedStreamObject()
    stream.set_data(ink.data())
    contents = page["/Contents"]
    parts = list(contents) if isinstance(contents, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject([*parts, writer._add_object(stream)])


def _add_bookmark(writer: PdfWriter, bookmark: Bookmark, parent: IndirectObject | None) -> None:
    item = writer.add_outline_item(
        title=bookmark.title, page_number=bookmark.page - 1, parent=parent, is_open=parent is None
    )
    for below in bookmark.below:
        _add_bookmark(writer, below, item)


def _identify(writer: PdfWriter, frame: bytes, sources: Sequence[bytes]) -> None:
    """The file identifier (ISO 32000-1, 14.4) from the parts, since pypdf's own would be random."""
    digest = hashlib.sha256()
    for part in (frame, *sources):
        digest.update(hashlib.sha256(part).digest())
    identifier = ByteStringObject(digest.digest()[:16])
    writer._ID = ArrayObject([identifier, identifier])
