"""Measures the fonts of the printed forms as WeasyPrint itself finds them on this machine.

A probe is rendered once a process with whole fonts, and their cmap and hmtx tables are read (fontTools). The
libraries that find them stay loaded until the process ends.
Refuses to start (SetupError) where the bytes of a record would depend on the machine.
"""

from __future__ import annotations

import ctypes
import io
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint import HTML
from weasyprint.text import ffi

from records.documents.faces import CUTS, Faces, Metrics
from records.errors import SetupError

# Pango sorts fonts in threads that nobody waits for. Python ends by unloading the library, and a thread still at it
# takes the process down with SIGSEGV (a check that had found nothing wrong ended so): one reference more keeps it.
ctypes.pythonapi.Py_IncRef(ctypes.py_object(ffi.pangoft2))


@lru_cache(maxsize=1)
def load_faces() -> Faces:
    """The metrics of the four faces. Raises SetupError when a font or the subsetting library is missing."""
    if ffi.harfbuzz_subset is None:
        raise SetupError(
            "documents.harfbuzz_subset",
            "Нет библиотеки libharfbuzz-subset: печать невоспроизводима. Установите libharfbuzz-subset0.",
            "libharfbuzz-subset is missing and output would not be reproducible: install libharfbuzz-subset0",
        )
    found: dict[tuple[str, int], Metrics] = {}

    def keep(document: Any, _pdf: object) -> None:
        for font in document.fonts.values():
            family, metrics = _measure(font.file_content, font.index)
            found[family, font.weight] = metrics

    runs = "".join(f'<p style="font:{weight} 9pt {family!r}">Аа</p>' for family, weight in CUTS.values())
    HTML(string=f'<html lang="ru">{runs}').write_pdf(finisher=keep, full_fonts=True)
    return {face: _required(found, *cut) for face, cut in CUTS.items()}


def _required(found: Mapping[tuple[str, int], Metrics], family: str, weight: int) -> Metrics:
    if (family, weight) not in found:
        raise SetupError(
            "documents.fonts",
            f"Не установлен шрифт {family} ({weight}). Установите пакет fonts-paratype.",
            f"the font {family} ({weight}) is not installed: install fonts-paratype",
        )
    return found[family, weight]


def _measure(content: bytes, index: int) -> tuple[str, Metrics]:
    font = TTFont(io.BytesIO(content), fontNumber=index)
    scale = 1000 / font["head"].unitsPerEm
    advances = font["hmtx"]
    glyphs = {
        chr(code): (font.getGlyphID(name), round(advances[name][0] * scale))
        for code, name in font.getBestCmap().items()
        if unicodedata.category(chr(code)) not in ("Co", "Cf", "Cc")
    }
    return font["name"].getBestFamilyName() or "", Metrics(glyphs)
