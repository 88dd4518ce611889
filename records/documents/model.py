"""Pages as values: what stands on each page of a printed record, in millimetres and words; no HTML, no PDF.

A Document comes from compose.py and goes to pdfa.py. It decides neither fonts nor bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """The printed records, as the snapshot names them."""

    PERIOD_JOURNAL = "period_journal"
    CLASS_JOURNAL = "class_journal"
    SUMMARY_SHEET = "summary_sheet"
    CORRECTION_ACT = "correction_act"
    SUPPLEMENT = "supplement"
    SIGNATURE_REPORT = "signature_report"


class Side(StrEnum):
    """Which side of an open book a page is: binding margin and folio corner follow from it."""

    VERSO = "verso"
    RECTO = "recto"


class Align(StrEnum):
    """Where text stands in a cell."""

    START = "start"
    CENTRE = "centre"


class Flow(StrEnum):
    """What becomes of text wider than its cell: shrunk on its line, broken into lines, given as lines, or both."""

    FIT = "fit"
    WRAP = "wrap"
    LINES = "lines"
    PARAGRAPHS = "paragraphs"


class Tone(StrEnum):
    """The weight of a column: strong ones (period and year marks) are bold on a light ground."""

    PLAIN = "plain"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Column:
    """A column `width` millimetres wide; `divides` puts a heavier rule at its left."""

    width: float
    align: Align = Align.CENTRE
    flow: Flow = Flow.FIT
    tone: Tone = Tone.PLAIN
    divides: bool = False


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the table's head at (row, column), counted from 0; an upright one is read from below."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """A cell with a small second line."""

    text: str
    note: str


Cell: TypeAlias = str | Noted


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from the left; `shaded` names the columns in which the pupil was not in the list."""

    cells: Sequence[Cell]
    shaded: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table. `head_heights` and `row_height` (the height wanted for one line) are millimetres."""

    columns: Sequence[Column]
    head: Sequence[HeadCell]
    head_heights: Sequence[float]
    rows: Sequence[Row]
    row_height: float = 5.4

    @property
    def width(self) -> float:
        """Millimetres from the first rule to the last."""
        return sum(column.width for column in self.columns)


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a page: the title, what stands opposite, and the small line above both."""

    title: str
    aside: str
    over: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """An area kept for the mark of one electronic signature."""

    role: str
    person: str


@dataclass(frozen=True, slots=True)
class Closing:
    """What ends a document: facts, legends and the areas for signature marks. `height` in millimetres."""

    facts: Sequence[str]
    legends: Sequence[str]
    stamps: Sequence[Stamp]
    height: float = 34.0


@dataclass(frozen=True, slots=True)
class TitlePage:
    """The first page of a book."""

    organisation: str
    title: str
    lines: Sequence[str]
    place: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """A heading, a table, and on a last page the closing. `empty` is said where the table has no rows."""

    heading: Heading
    table: Table
    closing: Closing | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True)
class BlankPage:
    """A page left empty so that the next one falls on its side."""


Content: TypeAlias = TitlePage | TablePage | BlankPage


@dataclass(frozen=True, slots=True)
class Page:
    """One page and the side it is printed on."""

    side: Side
    content: Content


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a book made of the document's own pages."""

    title: str
    pages: Sequence[Content]


@dataclass(frozen=True, slots=True)
class Source:
    """A period journal that enters the book: its record, its place, and the SHA-256 of its rendition."""

    record: str
    subject: str
    teacher: str
    period: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Book:
    """The class journal before binding: own sections before and after the sources, pages not yet numbered."""

    title: TitlePage
    heading: Heading
    periods: Sequence[str]
    before: Sequence[Section]
    sources: Sequence[Source]
    after: Sequence[Section]


@dataclass(frozen=True, slots=True)
class Document:
    """A printed record. `snapshot` is its canonical JSON, `created` the moment of the cutoff.

    A single record has `pages`; the class journal has a `book` and gets its pages when it is bound.
    """

    kind: Kind
    title: str
    organisation: str
    description: str
    footer: str
    created: datetime
    snapshot: bytes
    pages: Sequence[Page]
    book: Book | None = None
