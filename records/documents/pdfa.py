"""Renders a Document as PDF/A-3u (ISO 19005-3, level U): same input, same bytes, in any process or time zone.

The snapshot's canonical JSON is embedded (relationship Data); the anchor stands on each page, in words and as
a QR code. Nothing is fetched from anywhere. It signs nothing and stores nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NoReturn

from weasyprint import CSS, HTML, Attachment
from weasyprint.urls import URLFetcher

from records.anchor import Anchor
from records.digest import sha256
from records.documents.assemble import assemble, count_pages
from records.documents.attachment import NAME as SNAPSHOT_NAME
from records.documents.book import bind
from records.documents.faces import Face, Faces
from records.documents.finisher import MARK_NAME, Finisher, Layers
from records.documents.fonts import load_faces
from records.documents.frame import sheet_css, write_frame
from records.documents.geometry import MARK, PAGE_HEIGHT, PAGE_WIDTH, POINTS, mark_area, table_area
from records.documents.grid import paint_table
from records.documents.model import Document, Page, Source, TablePage
from records.documents.qr import QrCode, draw_code
from records.errors import InputError

WATERMARK: Final = "ПРОЕКТ"
WATERMARK_SIZE: Final = 150
VARIANT: Final = "pdf/a-3u"


class _NoFetcher(URLFetcher):  # type: ignore[misc]
    """Refuses every address: a document has no outside."""

    def fetch(self, url: str, headers: object = None) -> NoReturn:  # noqa: ARG002
        raise ValueError(f"nothing is fetched for a record: {url}")


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
    faces = load_faces()
    layers = [Layers(b"", _table_layer(page, faces) + _mark_layer(page, code)) for page in document.pages]
    attachment = Attachment(
        string=document.snapshot.decode(),
        name=SNAPSHOT_NAME,
        description="Снимок записи: каноническая запись JSON (RFC 8785)",
        created=document.created,
        modified=document.created,
        relationship="Data",
        url_fetcher=_NoFetcher(),
    )
    return _write(write_frame(document, anchor), Finisher(layers, code), [attachment])


def render_draft(document: Document) -> bytes:
    """The document with the watermark «ПРОЕКТ», without anchor and snapshot: to be confirmed, not kept.

    The draft of a class journal has only its own pages. Raises SetupError as render does.
    """
    faces = load_faces()
    if document.book is not None:
        document = bind(document, document.book, {}).document
    watermark = _watermark(faces)
    layers = [Layers(watermark, _table_layer(page, faces)) for page in document.pages]
    return _write(write_frame(document, None), Finisher(layers, None), [])


def _write(html: str, finisher: Finisher, attachments: list[Any]) -> bytes:
    source = HTML(string=html, url_fetcher=_NoFetcher())
    pdf: bytes = source.write_pdf(
        stylesheets=[_style()], finisher=finisher, pdf_variant=VARIANT, attachments=attachments
    )
    return pdf


@lru_cache(maxsize=1)
def _style() -> Any:
    return CSS(string=sheet_css(), url_fetcher=_NoFetcher())


def _table_layer(page: Page, faces: Faces) -> bytes:
    content = page.content
    if not isinstance(content, TablePage) or not content.table.rows:
        return b""
    closing = content.closing.height if content.closing else 0.0
    return paint_table(content.table, table_area(page.side, closing), faces)


def _mark_layer(page: Page, code: QrCode) -> bytes:
    box = mark_area(page.side)
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
    return f"q 0.88 g BT /{Face.SANS_BOLD} {WATERMARK_SIZE} Tf {matrix} Tm <{codes}> Tj ET Q".encode()
