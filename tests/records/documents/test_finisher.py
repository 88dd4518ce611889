from __future__ import annotations

from types import SimpleNamespace

import pydyf
import pytest
from weasyprint import HTML

from records.documents.finisher import Finisher, Layers
from records.errors import RecordsError

NOTHING = Layers(b"", b"")


def test_a_frame_that_overflows_its_pages_is_refused() -> None:
    with pytest.raises(RecordsError) as refusal:
        HTML(string="<p>один").write_pdf(finisher=Finisher([NOTHING], None))
    assert refusal.value.code == "documents.overflow"


def test_text_in_a_foreign_font_is_refused() -> None:
    page = "<p style='font-family:PT Mono'>один<p style='break-before:page'>два"
    with pytest.raises(RecordsError) as refusal:
        HTML(string=page).write_pdf(finisher=Finisher([NOTHING], None))
    assert refusal.value.code == "documents.foreign_font"


def test_each_attachment_is_listed_once() -> None:
    pdf = pydyf.PDF()
    fonts, resources, content = pydyf.Dictionary(), pydyf.Dictionary(), pydyf.Stream([b"old"])
    for item in (fonts, resources, content):
        pdf.add_object(item)
    resources["Font"] = fonts.reference
    pdf.add_page(pydyf.Dictionary({"Resources": resources.reference, "Contents": content.reference}))
    pdf.catalog["AF"] = pydyf.Array([b"9 0 R", b"9 0 R"])
    Finisher([], None)(SimpleNamespace(fonts={}), pdf)
    assert pdf.catalog["AF"] == [b"9 0 R"]
