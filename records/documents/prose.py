"""Prints a form in prose: HTML and CSS -> PDF/A-3u (ISO 19005-3, level U) by WeasyPrint; same input, same bytes.

The form's data are embedded as JSON (forms/twin.py), the anchor's QR code is painted at the foot of each page. Nothing
is fetched, and text set in another font than the school's is refused. Journals are painted whole instead (pdfa.py).
It signs nothing and stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import pydyf
from weasyprint import CSS, HTML

from records.anchor import Anchor
from records.documents.attachment import FORM_NAME
from records.documents.forms.parts import Form
from records.documents.forms.template import style_sheet, write_html
from records.documents.forms.twin import write_twin
from records.documents.geometry import POINTS
from records.documents.press import MARK_NAME, Enclosure, attach
from records.documents.qr import QrCode, draw_code
from records.documents.typecase import VARIANT, NoFetcher, face_of

# Millimetres, as forms.css has them: the outer margin, the foot, the square of the QR code.
WIDTH, OUTER, MARK, MARK_BOTTOM = 210.0, 10.0, 15.0, 7.0
FORM_SAYS: Final = "Данные печатной формы: каноническая запись JSON (RFC 8785)"


def print_form(form: Form, anchor: Anchor | None) -> bytes:
    """The form as PDF/A-3u, dated by its head. Raises SetupError where fonts or libharfbuzz-subset are missing."""
    source = HTML(string=write_html(form, anchor), url_fetcher=NoFetcher())
    mark = draw_code(anchor.code()) if anchor else None
    twin = Enclosure(FORM_NAME, FORM_SAYS, write_twin(form, anchor))
    finisher = _finisher(mark, twin, form.head.made_at)
    pdf: bytes = source.write_pdf(stylesheets=[_style()], finisher=finisher, pdf_variant=VARIANT)
    return pdf


@lru_cache(maxsize=1)
def _style() -> Any:
    return CSS(string=style_sheet(), url_fetcher=NoFetcher())


def _finisher(mark: QrCode | None, twin: Enclosure, created: datetime) -> Callable[[Any, Any], None]:
    """What WeasyPrint calls with its document and the object tree, before writing it."""

    def finish(document: Any, pdf: Any) -> None:
        for font in document.fonts.values():
            face_of(font)
        attach(pdf, twin, created)
        if mark is not None:
            _paint_mark(pdf, mark)

    return finish


def _paint_mark(pdf: Any, mark: QrCode) -> None:
    box = pydyf.Array([0, 0, mark.side, mark.side])
    form = pydyf.Stream([mark.path], {"Type": "/XObject", "Subtype": "/Form", "BBox": box}, compress=True)
    pdf.add_object(form)
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    _object(pdf, _object(pdf, pages[0]["Resources"])["XObject"])[MARK_NAME] = form.reference
    # The page leaves its transformation behind: it is enclosed, so that the mark starts in page space.
    before = pydyf.Stream([b"q"], compress=True)
    pdf.add_object(before)
    for number, page in enumerate(pages, start=1):
        after = pydyf.Stream([_placed(mark, number)], compress=True)
        pdf.add_object(after)
        page["Contents"] = pydyf.Array([before.reference, page["Contents"], after.reference])


def _placed(mark: QrCode, number: int) -> bytes:
    """The mark at the outer edge: the right of an odd page, the left of an even one."""
    left = WIDTH - OUTER - MARK if number % 2 else OUTER
    scale = MARK * POINTS / mark.side
    x, y = left * POINTS, MARK_BOTTOM * POINTS
    return f"Q q {scale:.4f} 0 0 {scale:.4f} {x:.2f} {y:.2f} cm /{MARK_NAME} Do Q".encode()


def _object(pdf: Any, found: Any) -> Any:
    """What a reference stands for; a direct object stands for itself."""
    return pdf.objects[int(found.split()[0])] if isinstance(found, bytes) else found
