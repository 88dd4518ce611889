from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from records.documents import typecase
from records.documents.faces import REPERTOIRE
from records.documents.fonts import load_faces
from records.documents.press import print_pages
from records.documents.typecase import FIRST, case_for
from records.documents.xmp import Imprint
from records.errors import RecordsError

AT = datetime(2025, 10, 25, 15, tzinfo=UTC)
IMPRINT = Imprint("Журнал", "Школа", "Описание", AT)


def test_texts_within_the_repertoire_share_one_case() -> None:
    assert case_for(["Русский язык"]) is case_for(["Алгебра", "5+"])


def test_a_rare_character_gets_a_case_with_it() -> None:
    assert case_for(["Ғылым"]).objects != case_for(["Наука"]).objects


def test_a_character_that_no_face_has_asks_for_no_case_of_its_own() -> None:
    assert case_for(["語 😀"]) is case_for([])


def test_every_character_keeps_its_width_the_blank_too() -> None:
    pdf = PdfReader(io.BytesIO(print_pages([b""], IMPRINT, case_for([]), None, None)))
    page: Any = pdf.pages[0]
    fonts = page["/Resources"]["/Font"]
    for face, metrics in load_faces().items():
        widths = fonts[f"/{face}"]["/DescendantFonts"][0]["/W"]
        runs = zip(widths[::2], widths[1::2], strict=True)
        embedded = {first + place: round(width) for first, run in runs for place, width in enumerate(run)}
        measured = [metrics.glyphs[character] for character in REPERTOIRE]
        assert [(glyph, embedded.get(glyph)) for glyph, _ in measured] == measured


def test_the_objects_refer_to_each_other_alone() -> None:
    case = case_for([])
    last = FIRST + len(case.objects)
    heads = [data.partition(b"stream")[0] for data in case.objects]
    found = {int(number) for head in heads for number in re.findall(rb"\b(\d+) 0 R\b", head)}
    assert min(found) >= FIRST
    assert max(found) < last


def test_a_face_that_was_replaced_by_another_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typecase, "_escaped", lambda characters, glyphs: "語")
    with pytest.raises(RecordsError) as refusal:
        typecase._cast.__wrapped__("")
    assert refusal.value.code == "documents.foreign_font"
