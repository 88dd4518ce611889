"""The four faces of the printed forms (PT Sans and PT Serif, regular and bold), measured by their hmtx table.

The fonts are taken as WeasyPrint itself finds them: a probe is rendered once a process with whole fonts.
Refuses to start (SetupError) where output would depend on the machine. It draws nothing.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from fontTools.ttLib import TTFont
from weasyprint import HTML
from weasyprint.text import ffi

from records.errors import SetupError


class Face(StrEnum):
    """A face, by the name it has in the resources of every page."""

    SANS = "LetopisSans"
    SANS_BOLD = "LetopisSansBold"
    SERIF = "LetopisSerif"
    SERIF_BOLD = "LetopisSerifBold"


CUTS: Final = {
    Face.SANS: ("PT Sans", 400),
    Face.SANS_BOLD: ("PT Sans", 700),
    Face.SERIF: ("PT Serif", 400),
    Face.SERIF_BOLD: ("PT Serif", 700),
}
MISSING: Final = "◊"
# Every record embeds these glyphs, so that the same font object stands in each part of a bound book.
REPERTOIRE: Final = "".join(
    [
        *map(chr, range(0x20, 0x7F)),
        "\N{NO-BREAK SPACE}«»§°±²³·×÷½–—‘’“”„•…№€₽−√≈≠≤≥◊Ёё",
        *map(chr, range(0x410, 0x450)),
    ]
)


@dataclass(frozen=True, slots=True)
class Metrics:
    """Glyph id and advance (thousandths of the size) of each character that the face can show."""

    glyphs: Mapping[str, tuple[int, int]]

    def width(self, text: str, size: float) -> float:
        """The length of a line set in `size`, in the unit of `size`."""
        glyphs = self.glyphs
        return sum([glyphs[character][1] for character in text]) * size / 1000

    def codes(self, text: str) -> str:
        """The glyph ids as the hexadecimal string of a PDF text operator (two bytes each)."""
        glyphs = self.glyphs
        return "".join([f"{glyphs[character][0]:04x}" for character in text])


Faces = Mapping[Face, Metrics]


def visible(text: str, metrics: Metrics) -> str:
    """The text on one line; what the face cannot show becomes a lozenge, control and format characters go."""
    if all(map(metrics.glyphs.__contains__, text)):
        return text
    return "".join(_shown(character, metrics) for character in text)


def _shown(character: str, metrics: Metrics) -> str:
    if character in metrics.glyphs:
        return character
    category = unicodedata.category(character)
    if character.isspace() or category == "Zs":
        return " "
    return "" if category in ("Cf", "Cc", "Mn") else MISSING


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
