"""The peer of printing that was built for speed: the same Document values as one Typst source with tables.

PDF/A-3u, untagged as ours, with the snapshot attached, set in the system's PT Sans and PT Serif. It has no QR code,
and its text is of one size: it does not shrink what is too wide for its cell. Without the package nothing is printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from records.anchor import Anchor
from records.documents.geometry import TABLE_BOTTOM, TABLE_TOP
from records.documents.model import (
    Align,
    Cell,
    Closing,
    Content,
    Document,
    Flow,
    Noted,
    Row,
    Table,
    TablePage,
    TitlePage,
    Tone,
)

if TYPE_CHECKING:
    from typst import Fonts

NAME: Final = "Typst"
STANDARD: Final = "a-3u"
SOURCE: Final = r"""
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, author: data.author, date: datetime(..data.created))
#set text(font: "PT Sans", size: 7pt, lang: "ru", hyphenate: false)
#set par(leading: 2pt, spacing: 2pt)
#pdf.attach("snapshot.json", bytes(sys.inputs.snapshot), relationship: "data",
  mime-type: "application/json", description: "Снимок записи")
#let hair = 0.25pt + luma(60%)
#let firm = 0.5pt + luma(25%)

#let ruled(t) = {
  let side(column, body) = if column.strong { text(weight: 700, body) } else { body }
  let head = t.head.map(c => table.cell(x: c.column, y: c.row, rowspan: c.rows, colspan: c.columns,
    fill: luma(96.5%), align: center + horizon,
    if c.upright { rotate(-90deg, reflow: true, c.text) } else { c.text }))
  let body = t.rows.map(r => r.cells.enumerate().map(((x, s)) => {
    let shown = if type(s) == array { s.first() + h(1fr) + text(0.68em, s.last()) } else { s }
    table.cell(fill: if x in r.shaded { luma(86%) } else if t.columns.at(x).strong { luma(94%) },
      side(t.columns.at(x), shown))
  })).flatten()
  let fifths = range(5, t.rows.len(), step: 5).map(n => table.hline(y: n + t.heights.len(), stroke: firm))
  let dividers = t.columns.enumerate().filter(((x, c)) => c.divides).map(((x, c)) => table.vline(x: x, stroke: firm))
  block(stroke: 0.9pt, table(
    columns: t.columns.map(c => c.width * 1mm),
    rows: (..t.heights.map(h => h * 1mm), if t.height == none { auto } else { t.height * 1mm }),
    align: t.columns.map(c => horizon + if c.start { left } else { center }),
    inset: (x: 0.7pt, y: if t.height == none { 3pt } else { 0.5pt }), stroke: hair,
    ..head, ..body, ..fifths, ..dividers))
}

#let closing(c) = grid(columns: (125mm, 8mm, 134mm), {
  for line in c.facts { par(line) }
  for line in c.legends { par(text(6pt, luma(13%), line)) }
}, none, {
  align(right, text(6.8pt, luma(20%))[Подписывается усиленной электронной подписью:])
  grid(columns: c.stamps.map(_ => 1fr), column-gutter: 2.4mm, ..c.stamps.map(s => rect(
    width: 100%, height: 21mm, stroke: 0.5pt + luma(47%), strong(s.first()) + align(right + bottom, s.last()))))
})

#let foot(p) = if p.foot != none {
  let count = text(6.6pt, luma(13%), p.count)
  let words = text(6.6pt, luma(13%), strong(text(7.4pt, p.anchor)) + linebreak() + p.foot)
  if p.verso { grid(columns: (32mm, 1fr, auto), none, words, count) } else {
    grid(columns: (auto, 1fr, 32mm), count, align(right, words), none) }
}

#let print(p) = page(
  width: 297mm, height: 210mm, footer-descent: 8mm, footer: foot(p),
  margin: (top: 9mm, bottom: 23mm, left: if p.verso { 10mm } else { 20mm }, right: if p.verso { 20mm } else { 10mm }),
  if p.kind == "table" {
    block(height: 12mm, below: 1mm, {
      text(6.8pt, luma(20%), p.over)
      grid(columns: (1fr, auto), text(15pt, font: "PT Serif", weight: 700, p.title),
        align(bottom, text(9.5pt, font: "PT Serif", p.aside)))
    })
    if p.table.rows.len() > 0 { ruled(p.table) } else { align(center, text(11pt, font: "PT Serif", p.empty)) }
    if p.closing != none { place(bottom, closing(p.closing)) }
  } else if p.kind == "title" {
    set text(font: "PT Serif")
    align(center, rect(width: 100%, height: 174mm, stroke: 1.2pt, {
      v(20mm)
      text(14pt, p.organisation)
      v(24mm)
      text(34pt, weight: 700, p.title)
      for line in p.lines {
        v(4mm)
        par(text(17pt, line))
      }
      place(bottom + center, text(12pt, p.place))
    }))
  })

#for p in data.pages { print(p) }
"""


@lru_cache(maxsize=1)
def fonts() -> Fonts:
    """The fonts of the system, found once a process. Raises ImportError without the package."""
    from typst import Fonts

    return Fonts(include_embedded_fonts=False)


def print_with_typst(printouts: Sequence[tuple[Document, Anchor]]) -> bytes:
    """The pages of all the documents as one file, described as the first of them."""
    from typst import compile as typeset

    first, _ = printouts[0]
    data = {
        "title": first.title,
        "author": first.organisation,
        "created": _moment(first.created),
        "pages": [page for document, anchor in printouts for page in _pages(document, anchor)],
    }
    return typeset(
        SOURCE.encode(),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False), "snapshot": first.snapshot.decode()},
        pdf_standards=[STANDARD],
        pdf_tags=False,
        timestamp=first.created,
    )


def _moment(at: datetime) -> dict[str, int]:
    return {"year": at.year, "month": at.month, "day": at.day}


def _pages(document: Document, anchor: Anchor) -> Iterator[dict[str, object]]:
    for number, page in enumerate(document.pages, start=1):
        yield {
            "verso": page.side.value == "verso",
            "foot": document.footer,
            "anchor": anchor.words(),
            "count": f"Страница {number} из {len(document.pages)}",
            **_content(page.content),
        }


def _content(content: Content) -> dict[str, object]:
    if isinstance(content, TitlePage):
        return {
            "kind": "title",
            "organisation": content.organisation,
            "title": content.title,
            "lines": list(content.lines),
            "place": content.place,
        }
    if not isinstance(content, TablePage):
        return {"kind": "blank", "foot": None}
    heading, closing = content.heading, content.closing
    return {
        "kind": "table",
        "over": heading.over,
        "title": heading.title,
        "aside": heading.aside,
        "table": _table(content.table, closing.height if closing else 0.0),
        "closing": _closing(closing) if closing else None,
        "empty": content.empty,
    }


def _closing(closing: Closing) -> dict[str, object]:
    return {
        "facts": list(closing.facts),
        "legends": list(closing.legends),
        "stamps": [(stamp.role, stamp.person) for stamp in closing.stamps],
    }


def _table(table: Table, closing: float) -> dict[str, object]:
    wraps = any(column.flow is not Flow.FIT for column in table.columns)
    room = TABLE_BOTTOM - TABLE_TOP - closing - sum(table.head_heights)
    return {
        "columns": [
            {
                "width": column.width,
                "start": column.align is Align.START,
                "strong": column.tone is Tone.STRONG,
                "divides": column.divides,
            }
            for column in table.columns
        ],
        "heights": list(table.head_heights),
        "height": None if wraps else min(table.row_height, room / max(1, len(table.rows))),
        "head": [
            {
                "text": cell.text,
                "row": cell.row,
                "column": cell.column,
                "rows": cell.rows,
                "columns": cell.columns,
                "upright": cell.upright,
            }
            for cell in table.head
        ],
        "rows": [
            {"cells": _cells(row, len(table.columns)), "shaded": sorted(row.shaded)} for row in table.rows
        ],
    }


def _cells(row: Row, count: int) -> list[object]:
    """The cells of a row; what is left out at its end is empty."""
    return [*map(_cell, row.cells), *[""] * (count - len(row.cells))]


def _cell(cell: Cell) -> object:
    return (cell.text, cell.note) if isinstance(cell, Noted) else cell
