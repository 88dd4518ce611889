"""Finishes WeasyPrint's object tree before it is written (ISO 32000-1, 9.6.4; ISO 19005-3, 6.8): adds painted
layers, drops the page of the repertoire, names the fonts after their content, lists each attachment once.

It paints nothing itself and knows no document.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pydyf

from records.documents.faces import CUTS
from records.documents.qr import QrCode
from records.errors import RecordsError

MARK_NAME: Final = "LetopisMark"


@dataclass(frozen=True, slots=True)
class Layers:
    """What is painted on a page below and above the frame."""

    under: bytes
    over: bytes


@dataclass(frozen=True, slots=True)
class Finisher:
    """Called by WeasyPrint with its document and the pydyf tree; `layers` has one element a page."""

    layers: Sequence[Layers]
    mark: QrCode | None

    def __call__(self, document: Any, pdf: Any) -> None:
        """Raises RecordsError when the frame overflowed its pages or text fell back to a foreign font."""
        pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        if len(pages) != len(self.layers) + 1:
            raise RecordsError(
                "documents.overflow",
                "Текст документа не поместился на отведённые страницы. Сообщите разработчикам.",
                f"the frame took {len(pages) - 1} pages instead of {len(self.layers)}",
            )
        _name_fonts(document, pdf, _resources(pdf, pages[0]))
        if self.mark is not None:
            _add_mark(pdf, _resources(pdf, pages[0]), self.mark)
        _drop_page(pdf, pages[0])
        for page, layers in zip(pages[1:], self.layers, strict=True):
            _paint(pdf, page, layers)
        if "AF" in pdf.catalog:
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _resources(pdf: Any, page: Any) -> Any:
    return _object(pdf, page["Resources"])


def _paint(pdf: Any, page: Any, layers: Layers) -> None:
    # The frame leaves its transformation behind: it is enclosed, so that what follows starts in page space.
    under = pydyf.Stream([layers.under, b"q"], compress=True)
    over = pydyf.Stream([b"Q", layers.over], compress=True)
    pdf.add_object(under)
    pdf.add_object(over)
    page["Contents"] = pydyf.Array([under.reference, page["Contents"], over.reference])


def _drop_page(pdf: Any, page: Any) -> None:
    pdf.pages["Kids"] = pydyf.Array(pdf.pages["Kids"][3:])
    pdf.pages["Count"] -= 1
    _object(pdf, page["Contents"]).stream.clear()
    page.clear()


def _add_mark(pdf: Any, resources: Any, mark: QrCode) -> None:
    box = pydyf.Array([0, 0, mark.side, mark.side])
    form = pydyf.Stream([mark.path], {"Type": "/XObject", "Subtype": "/Form", "BBox": box}, compress=True)
    pdf.add_object(form)
    resources["XObject"][MARK_NAME] = form.reference


def _name_fonts(document: Any, pdf: Any, resources: Any) -> None:
    """Give each face its fixed resource name and each subset a prefix of its own: parts are joined later."""
    names = {cut: face for face, cut in CUTS.items()}
    fonts = _object(pdf, resources["Font"])
    renamed: dict[bytes, bytes] = {}
    for font in document.fonts.values():
        face = names.get((font.family, font.weight))
        if face is None or font.missing:
            raise RecordsError(
                "documents.foreign_font",
                f"Текст набран посторонним шрифтом {font.family}. Сообщите разработчикам.",
                f"text was set in the foreign font {font.family} {font.weight}",
            )
        prefix = _letters(hashlib.sha256(font.file_content).digest())
        renamed[font.name] = re.sub(rb"^/[A-Z]{6}", b"/" + prefix, font.name)
        fonts[str(face)] = fonts[font.hash]
    for item in pdf.objects:
        for key in ("BaseFont", "FontName"):
            if isinstance(item, dict) and item.get(key) in renamed:
                item[key] = renamed[item[key]]


def _letters(digest: bytes) -> bytes:
    return bytes(65 + byte % 26 for byte in digest[:6])
