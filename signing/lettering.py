"""The letters that a page of a record already has: glyph ids and advances of its embedded fonts, read from the file.

Reads what records.documents.typecase writes (ISO 32000-1, 9.7.4.3 and 9.10.3), so that a signature sets type from the
file alone, whatever fonts the machine has. It embeds no font and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from records.documents.faces import Face, Faces, Metrics
from signing.errors import SigningRefusedError

_MAPPED: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>")
_FIRST_ROW: Final = b"beginbfchar"
_FONTS: Final = 64
# The name of a subset is a digest of its font file, and its characters are compared whole: nearly all records of a
# school have the same four fonts, and the library reads an array of advances slowly.
_READ: Final[dict[tuple[str, bytes], Metrics]] = {}


@dataclass(frozen=True, slots=True)
class Lettering:
    """The faces of a page as it embeds them, and the references under which its resources name them."""

    faces: Faces
    fonts: Mapping[Face, Any]


def lettering(page: Any, faces: Iterable[Face]) -> Lettering:
    """These faces of a page (a dictionary of pyHanko).

    Raises SigningRefusedError (signing.lettering) where the page does not have them all.
    """
    named = {face: f"/{face}" for face in faces}
    try:
        fonts = page["/Resources"]["/Font"]
        return Lettering(
            {face: _metrics(fonts[name]) for face, name in named.items()},
            {face: fonts.raw_get(name) for face, name in named.items()},
        )
    except KeyError as error:
        raise SigningRefusedError(
            "signing.lettering",
            "На странице подписей нет шрифтов печатных форм Летописи: отметку о подписи не набрать.",
            "the page of the signatures lacks the fonts of the printed forms: the mark cannot be set",
        ) from error


def _metrics(font: Any) -> Metrics:
    key = (str(font["/BaseFont"]), font["/ToUnicode"].data)
    if key not in _READ:
        if len(_READ) >= _FONTS:
            _READ.clear()
        _READ[key] = _read(key[1], font["/DescendantFonts"][0]["/W"])
    return _READ[key]


def _read(characters: bytes, widths: Any) -> Metrics:
    advances = dict(_advances(widths))
    _, _, rows = characters.lower().partition(_FIRST_ROW)
    glyphs = {chr(int(text, 16)): int(glyph, 16) for glyph, text in _MAPPED.findall(rows)}
    return Metrics({text: (glyph, advances[glyph]) for text, glyph in glyphs.items() if glyph in advances})


def _advances(widths: Any) -> Iterator[tuple[int, int]]:
    """Glyph ids with their advances: the array is a first id and a list of advances, again and again."""
    parts = iter(widths)
    for first, row in zip(parts, parts, strict=True):
        yield from enumerate(map(int, row), int(first))
