"""Proves that the pages of a PDF say what its embedded snapshot says: the pages are composed anew and compared.

Every run of text is compared by page, place and wording, the QR code by its drawing; so a mark in another cell,
a name painted over or a page left out is found. Of a class journal its own pages are compared; those of the period
journals bound into it carry snapshots in their own records. It trusts no signature and verifies none.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from records.anchor import Anchor
from records.closing.snapshot import Snapshot
from records.documents.compose import compose
from records.documents.faces import Face
from records.documents.geometry import PAGE_HEIGHT, POINTS, folio_area, side_of
from records.documents.pdfa import render_own
from records.documents.places import Area, StampPlaces, stamp_places
from records.documents.press import MARK_NAME
from records.documents.xmp import CREATOR
from records.errors import InputError, LetopisError

TOLERANCE: Final = 0.5  # points
_ANCHOR: Final = re.compile(r"([a-z0-9]{20}) · (\d+) · ([0-9a-f]{16})")
_MAPPED: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_PAINTING: Final = frozenset(b"q Q re f m l S w g G BT ET Tf Tm Tj cm Do".split())


@dataclass(frozen=True, slots=True)
class Run:
    """A line of text on a page: wording, face, and where it begins in points from the lower left."""

    text: str
    face: str
    x: float
    y: float

    def agrees(self, other: Run) -> bool:
        """The same wording in the same face at the same place."""
        near = abs(self.x - other.x) <= TOLERANCE and abs(self.y - other.y) <= TOLERANCE
        return near and (self.text, self.face) == (other.text, other.face)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What differs on a page, counted from 1: what the snapshot says there, and what stands there."""

    page: int
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page taken apart: its runs, the drawing of its QR code, the signatures seen on it, and what else is there."""

    number: int
    runs: Sequence[Run]
    mark: bytes
    fields: Sequence[Area]
    strange: str

    @property
    def anchor(self) -> re.Match[str] | None:
        """The anchor printed at the foot."""
        found = (_ANCHOR.fullmatch(run.text) for run in self.runs if run.face == Face.SANS_BOLD)
        return next((match for match in found if match), None)


def comparable(pdf: bytes) -> bool:
    """Whether the pages were printed by this edition of the forms: only then can they be composed anew."""
    try:
        info = PdfReader(io.BytesIO(pdf)).metadata
        return info is not None and info.creator == CREATOR
    except MemoryError:
        raise
    except Exception:
        # Damaged input fails deep inside the reader and with any type; the signatures tell of it.
        return False


def disagreements(pdf: bytes, snapshot: Snapshot) -> tuple[Disagreement, ...]:
    """Where the pages do not say what the snapshot says; empty when they agree.

    Raises InputError (pdf.pages) when the pages cannot be read.
    """
    record = str(snapshot.body["record"]["id"])
    leaves, sources = _leaves(pdf), {source["record"] for source in snapshot.body.get("sources", ())}
    printed = Counter(leaf.anchor[1] for leaf in leaves if leaf.anchor)
    own = [leaf for leaf in leaves if not (leaf.anchor and leaf.anchor[1] in sources)]
    place = next((int(leaf.anchor[2]) for leaf in own if leaf.anchor), 0)
    document = compose(snapshot.body)
    expected = render_own(document, Anchor("", place, record, snapshot.digest), printed)
    misplaced = _misplaced(leaves, stamp_places(document, len(leaves)))
    return (*_compared(own, _leaves(expected)), *misplaced)


def _misplaced(leaves: Sequence[_Leaf], places: StampPlaces) -> Iterator[Disagreement]:
    """Signatures that are seen elsewhere than in the frames kept for them: their appearance may cover anything."""
    for leaf in leaves:
        frames = places.areas if leaf.number == places.page + 1 else ()
        if not all(any(_lies_on(field, frame) for frame in frames) for field in leaf.fields):
            yield Disagreement(leaf.number, "", "a signature outside its frame")


def _lies_on(field: Area, frame: Area) -> bool:
    inside = field.left >= frame.left - TOLERANCE and field.right <= frame.right + TOLERANCE
    return inside and field.bottom >= frame.bottom - TOLERANCE and field.top <= frame.top + TOLERANCE


def _compared(found: Sequence[_Leaf], expected: Sequence[_Leaf]) -> Iterator[Disagreement]:
    for leaf, wanted in zip_longest(found, expected):
        if leaf is None:
            yield Disagreement(wanted.number, f"{len(wanted.runs)} lines", "no page")
        elif wanted is None:
            yield Disagreement(leaf.number, "no page", f"{len(leaf.runs)} lines")
        else:
            yield from _on_page(leaf, wanted)


def _on_page(leaf: _Leaf, wanted: _Leaf) -> Iterator[Disagreement]:
    if leaf.strange:
        yield Disagreement(leaf.number, "", leaf.strange)
    if leaf.mark != wanted.mark:
        yield Disagreement(leaf.number, "the QR code of the anchor", "another one")
    runs = [run for run in leaf.runs if not _is_folio(run, leaf.number, wanted.runs)]
    for run, other in zip_longest(runs, wanted.runs):
        if run is None or other is None or not run.agrees(other):
            yield Disagreement(leaf.number, other.text if other else "", run.text if run else "")
            return


def _is_folio(run: Run, number: int, wanted: Sequence[Run]) -> bool:
    """The page number of a bound book, appended to a page that was printed without it."""
    box = folio_area(side_of(number))
    inside = (
        box.left - 1 <= run.x / POINTS <= box.left + box.width and run.y / POINTS <= PAGE_HEIGHT - box.top
    )
    return inside and (run.text, run.face) == (str(number), Face.SERIF_BOLD) and run not in wanted


def _leaves(pdf: bytes) -> list[_Leaf]:
    try:
        reader = PdfReader(io.BytesIO(pdf))
        return [_taken_apart(page, number) for number, page in enumerate(reader.pages, start=1)]
    except (LetopisError, MemoryError):
        raise
    except Exception as error:
        # Damaged input fails deep inside the reader and with any type: this is the boundary.
        raise InputError(
            "pdf.pages", "Страницы PDF не читаются.", f"the pages of the PDF cannot be read: {error}"
        ) from error


def _taken_apart(page: PageObject, number: int) -> _Leaf:
    resources: Any = page["/Resources"]
    maps = {name: _characters(font.get_object()) for name, font in resources["/Font"].items()}
    runs: list[Run] = []
    strange = _annotations(page)
    face, x, y = "", 0.0, 0.0
    content = page.get_contents()
    for operands, operator in content.operations if isinstance(content, ContentStream) else ():
        if operator == b"Tf":
            face = str(operands[0])
        elif operator == b"Tm":
            x, y = float(operands[4]), float(operands[5])
        elif operator == b"Tj":
            glyphs = _octets(operands[0])
            runs.append(Run(_decoded(glyphs, maps[face]), face[1:], x, y))
        elif operator not in _PAINTING or (operator == b"Do" and operands[0] != f"/{MARK_NAME}"):
            strange = strange or f"{operator!r} {operands}"
    marks = resources.get("/XObject", {})
    mark = marks[f"/{MARK_NAME}"].get_object().get_data() if f"/{MARK_NAME}" in marks else b""
    return _Leaf(number, runs, mark, _fields(page), strange)


def _annotations(page: PageObject) -> str:
    """Only the fields of signatures may lie on a page."""
    kinds = {str(item.get_object().get("/FT")) for item in page.get("/Annots", ())}
    return ", ".join(sorted(kinds - {"/Sig"}))


def _fields(page: PageObject) -> list[Area]:
    """The annotations that are seen."""
    found = (item.get_object() for item in page.get("/Annots", ()))
    corners = [
        sorted(map(float, item["/Rect"][0::2])) + sorted(map(float, item["/Rect"][1::2])) for item in found
    ]
    return [Area(x, y, right, top) for x, right, y, top in corners if right > x and top > y]


def _octets(text: Any) -> bytes:
    return bytes(text.original_bytes)


def _characters(font: Any) -> dict[bytes, str]:
    """The characters of a font's glyphs, from its ToUnicode map (ISO 32000-1, 9.10.3)."""
    found = _MAPPED.findall(font["/ToUnicode"].get_data().lower())
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in found
    }


def _decoded(glyphs: bytes, characters: dict[bytes, str]) -> str:
    return "".join(characters.get(glyphs[place : place + 2], "\ufffd") for place in range(0, len(glyphs), 2))
