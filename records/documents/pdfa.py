"""Renders a Document as PDF/A-3u (ISO 19005-3, level U): same input, same bytes, in any process or time zone.

Pages are painted, then printed; the snapshot's canonical JSON is embedded (relationship Data); the anchor stands on
each page, in words and as a QR code. Nothing is fetched from anywhere. It signs nothing and stores nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from records.anchor import Anchor
from records.digest import sha256
from records.documents.assemble import assemble, count_pages
from records.documents.book import bind
from records.documents.faces import Face, Faces, visible
from records.documents.fonts import load_faces
from records.documents.frame import paint_closing, paint_empty, paint_foot, paint_head, paint_title
from records.documents.geometry import MARK, PAGE_HEIGHT, PAGE_WIDTH, POINTS, mark_area, table_area
from records.documents.grid import paint_table
from records.documents.model import Document, Page, Side, Source, TablePage, TitlePage
from records.documents.press import MARK_NAME, print_pages
from records.documents.qr import QrCode, draw_code
from records.documents.texts import texts_of
from records.documents.typecase import case_for
from records.documents.xmp import Imprint
from records.errors import InputError

WATERMARK: Final = "ПРОЕКТ"
WATERMARK_SIZE: Final = 150


def render(document: Document, anchor: Anchor, sources: Mapping[str, bytes] = {}) -> bytes:
    """The record as PDF/A-3u.

    `sources` maps the record id of each period journal to its unsigned rendition (class journal only).
    Raises SetupError when fonts or libharfbuzz-subset are missing, InputError when a rendition is missing or
    is not the one the snapshot names.
    """
    if document.book is None:
        return _render_pages(document, anchor)
    renditions = {source.record: _rendition(source, sources) for source in document.book.sources}
    bound = bind(document, document.book, {record: count_pages(pdf) for record, pdf in renditions.items()})
    frame = _render_pages(bound.document, anchor)
    return assemble(frame, renditions, bound.insertions, bound.outline, load_faces())


def render_own(document: Document, anchor: Anchor, counts: Mapping[str, int]) -> bytes:
    """The document's own pages alone; `counts` says how many pages each source has in the book.

    Raises SetupError as render does.
    """
    if document.book is not None:
        document = bind(document, document.book, counts).document
    return _render_pages(document, anchor)


def _rendition(source: Source, sources: Mapping[str, bytes]) -> bytes:
    pdf = sources.get(source.record)
    if pdf is None or sha256(pdf) != source.sha256:
        raise InputError(
            "documents.source",
            f"Журнал «{source.subject}, {source.period}» (запись {source.record}) не найден или изменён.",
            f"the rendition of record {source.record} is missing or differs from the snapshot",
        )
    return pdf


def _render_pages(document: Document, anchor: Anchor) -> bytes:
    code = draw_code(anchor.code())
    pages = [content + _paint_mark(page.side, code) for page, content in _painted(document, anchor)]
    case = case_for(texts_of(document))
    return print_pages(pages, _imprint(document), case, code, document.snapshot)


def render_draft(document: Document) -> bytes:
    """The document with the watermark «ПРОЕКТ», without anchor and snapshot: to be confirmed, not kept.

    The draft of a class journal has only its own pages. Raises SetupError as render does.
    """
    if document.book is not None:
        document = bind(document, document.book, {}).document
    watermark = _watermark(load_faces())
    pages = [watermark + content for _, content in _painted(document, None)]
    return print_pages(pages, _imprint(document), case_for(texts_of(document)), None, None)


def _painted(document: Document, anchor: Anchor | None) -> Iterator[tuple[Page, bytes]]:
    faces, total = load_faces(), len(document.pages)
    for number, page in enumerate(document.pages, start=1):
        count = "" if document.book else f"Страница {number} из {total}"
        foot = paint_foot(document.footer, anchor, count, page.side, faces)
        yield page, b"\n".join([*_paint_content(page, faces), foot])


def _paint_content(page: Page, faces: Faces) -> Iterator[bytes]:
    content = page.content
    if isinstance(content, TitlePage):
        yield paint_title(content, page.side, faces)
    if not isinstance(content, TablePage):
        return
    yield paint_head(content.heading, page.side, faces)
    if content.table.rows:
        closing = content.closing.height if content.closing else 0.0
        yield paint_table(content.table, table_area(page.side, closing), faces)
    elif content.empty:
        yield paint_empty(content.empty, page.side, faces)
    if content.closing:
        yield paint_closing(content.closing, page.side, faces)


def _imprint(document: Document) -> Imprint:
    sans = load_faces()[Face.SANS]
    return Imprint(
        visible(document.title, sans),
        visible(document.organisation, sans),
        visible(document.description, sans),
        document.created,
    )


def _paint_mark(side: Side, code: QrCode) -> bytes:
    box = mark_area(side)
    scale = MARK * POINTS / code.side
    x, y = box.left * POINTS, (PAGE_HEIGHT - box.top - box.height) * POINTS
    return f"\nq {scale:.4f} 0 0 {scale:.4f} {x:.2f} {y:.2f} cm /{MARK_NAME} Do Q".encode()


def _watermark(faces: Faces) -> bytes:
    metrics = faces[Face.SANS_BOLD]
    width, cosine, sine = metrics.width(WATERMARK, WATERMARK_SIZE), 0.866, 0.5
    x = (PAGE_WIDTH * POINTS - width * cosine + WATERMARK_SIZE * 0.7 * sine) / 2
    y = (PAGE_HEIGHT * POINTS - width * sine - WATERMARK_SIZE * 0.7 * cosine) / 2
    matrix = f"{cosine} {sine} {-sine} {cosine} {x:.2f} {y:.2f}"
    codes = metrics.codes(WATERMARK)
    return f"q 0.88 g BT /{Face.SANS_BOLD} {WATERMARK_SIZE} Tf {matrix} Tm <{codes}> Tj ET Q\n".encode()
