"""The four faces of the printed forms (PT Sans and PT Serif, regular and bold), measured by their hmtx table.

Values only: glyph ids, advances, the repertoire that every record embeds. fonts.py reads them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias


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


Faces: TypeAlias = Mapping[Face, Metrics]


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
