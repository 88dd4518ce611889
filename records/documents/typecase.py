"""Casts the type of the printed forms once a process: fonts and colour profile as finished PDF objects.

WeasyPrint sets every character that may be needed, subsets the four faces with their glyph ids kept (ISO
32000-1, 9.7; harfbuzz) and names the profile; its page is thrown away. The same characters give the same bytes
in any process, so that a bound book keeps each face once. It prints no document.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NoReturn

import pydyf
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from records.documents.faces import CUTS, REPERTOIRE, Face
from records.documents.fonts import load_faces
from records.errors import RecordsError

VARIANT: Final = "pdf/a-3u"
FIRST: Final = len(pydyf.PDF().objects)  # the number of the first object that is not the library's own
CASES: Final = 32
_REFERENCE: Final = re.compile(rb"\b(\d+) 0 R\b")
_FACES: Final = {cut: face for face, cut in CUTS.items()}


@dataclass(frozen=True, slots=True)
class TypeCase:
    """PDF objects numbered from FIRST; where among them the font of each face and the colour profile stand."""

    objects: Sequence[bytes]
    fonts: Mapping[Face, int]
    profile: int


class NoFetcher(URLFetcher):  # type: ignore[misc]
    """Refuses every address: what is printed has no outside."""

    def fetch(self, url: str, headers: object = None) -> NoReturn:  # noqa: ARG002
        """Raises ValueError, whatever is asked for."""
        raise ValueError(f"nothing is fetched for a record: {url}")


def case_for(texts: Iterable[str]) -> TypeCase:
    """The type for these texts: the repertoire, and what further characters of theirs some face can show."""
    glyphs = set[str]().union(*(metrics.glyphs for metrics in load_faces().values()))
    further = set[str]().union(*texts).difference(REPERTOIRE) & glyphs
    return _cast("".join(sorted(further)))


@lru_cache(CASES)
def _cast(further: str) -> TypeCase:
    kept: list[TypeCase] = []
    faces = load_faces()
    runs = "".join(
        f"<p style=\"font:{weight} 6pt '{family}'\">{_escaped(REPERTOIRE + further, faces[face].glyphs)}</p>"
        for face, (family, weight) in CUTS.items()
    )
    page = (
        f'<html lang="ru"><body style="font-variant-ligatures:none;white-space:pre-wrap">{runs}</body></html>'
    )
    HTML(string=page, url_fetcher=NoFetcher()).write_pdf(
        finisher=lambda document, pdf: kept.append(_taken(document, pdf)), pdf_variant=VARIANT
    )
    return kept[0]


def _escaped(characters: str, glyphs: Mapping[str, object]) -> str:
    return "".join(f"&#{ord(character)};" for character in characters if character in glyphs)


def _taken(document: Any, pdf: Any) -> TypeCase:
    """What is kept of WeasyPrint's object tree. Raises RecordsError when a face was replaced by another."""
    fonts = _named_fonts(document, pdf)
    profile = _number(pdf.catalog["OutputIntents"][0]["DestOutputProfile"])
    order = _closure(pdf, [*fonts.values(), profile])
    places = {number: FIRST + place for place, number in enumerate(order)}
    return TypeCase(
        [_renumbered(pdf.objects[number], places) for number in order],
        {face: places[number] for face, number in fonts.items()},
        places[profile],
    )


def _named_fonts(document: Any, pdf: Any) -> dict[Face, int]:
    """The object of each face; each subset gets a prefix from its content (ISO 32000-1, 9.6.4)."""
    references = pdf.objects[_number(pdf.objects[_number(_resources(pdf))]["Font"])]
    found: dict[Face, int] = {}
    renamed: dict[bytes, bytes] = {}
    for font in document.fonts.values():
        face = face_of(font)
        prefix = _letters(hashlib.sha256(font.file_content).digest())
        renamed[font.name] = re.sub(rb"^/[A-Z]{6}", b"/" + prefix, font.name)
        found[face] = _number(references[font.hash])
    for item in pdf.objects:
        for key in ("BaseFont", "FontName"):
            if isinstance(item, dict) and item.get(key) in renamed:
                item[key] = renamed[item[key]]
    return found


def face_of(font: Any) -> Face:
    """The face that WeasyPrint set a text in. Raises RecordsError when it is none of the school's."""
    face = _FACES.get((font.family, font.weight))
    if face is None or font.missing:
        raise RecordsError(
            "documents.foreign_font",
            f"Текст набран посторонним шрифтом {font.family}. Сообщите разработчикам.",
            f"text was set in the foreign font {font.family} {font.weight}",
        )
    return face


def _resources(pdf: Any) -> bytes:
    reference: bytes = pdf.objects[pdf.pages["Kids"][0]]["Resources"]
    return reference


def _letters(digest: bytes) -> bytes:
    return bytes(65 + byte % 26 for byte in digest[:6])


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _closure(pdf: Any, roots: Sequence[int]) -> list[int]:
    """The numbers of the roots and of everything they refer to, in order of discovery."""
    order: dict[int, None] = {}
    waiting = list(roots)
    while waiting:
        number = waiting.pop(0)
        if number not in order:
            order[number] = None
            waiting += [int(found) for found in _REFERENCE.findall(_dictionary(pdf.objects[number]))]
    return list(order)


def _dictionary(item: Any) -> bytes:
    data: bytes = pydyf.Dictionary(item.extra).data if isinstance(item, pydyf.Stream) else item.data
    return data


def _renumbered(item: Any, places: Mapping[int, int]) -> bytes:
    data: bytes = item.data
    if isinstance(item, pydyf.Stream):
        return data  # fonts, maps and profiles refer to nothing
    return _REFERENCE.sub(lambda found: b"%d 0 R" % places[int(found[1])], data)
