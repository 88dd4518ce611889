"""The frame of a document as HTML: heads, feet, closings, title page (Jinja2, templates/documents, escaped).

Every text is first reduced to what the fonts can show. The tables' areas stay empty: grid.py paints them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from records.anchor import Anchor
from records.documents import geometry
from records.documents.faces import CUTS, REPERTOIRE, Face, visible
from records.documents.fonts import load_faces
from records.documents.model import BlankPage, Closing, Document, TablePage, TitlePage
from records.documents.typeset import Line, fit, wrap
from records.times import rfc3339

# Millimetres, a little less than sheet.css gives: WeasyPrint's kerning is not measured here.
TITLE_WIDTH, ASIDE_WIDTH, FACTS_WIDTH = 162.0, 96.0, 123.0
SMALLEST_HEADING: Final = 0.45
FACT_SIZES: Final = (7.6, 7.2, 6.8, 6.4, 6.0, 5.6, 5.2, 4.8, 4.4, 4.0)
TEMPLATES: Final = Path(__file__).resolve().parents[2] / "templates"


def write_frame(document: Document, anchor: Anchor | None) -> str:
    """The HTML: first the page of the repertoire, then a section for each page. No anchor: a draft."""
    template = _environment().get_template(f"documents/{document.kind}.html")
    return template.render(
        document=document,
        anchor=anchor,
        created=rfc3339(document.created),
        repertoire=[(cut, REPERTOIRE + _further(document)) for cut in CUTS.values()],
    )


@lru_cache(maxsize=1)
def sheet_css() -> str:
    """The style sheet of the printed forms."""
    return (TEMPLATES / "documents" / "sheet.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, finalize=_shown
    )
    environment.globals.update(
        page=geometry, fit_title=_fit_title, fit_aside=_fit_aside, closing_size=closing_size
    )
    environment.tests["title_page"] = lambda content: isinstance(content, TitlePage)
    environment.tests["table_page"] = lambda content: isinstance(content, TablePage)
    environment.tests["blank_page"] = lambda content: isinstance(content, BlankPage)
    return environment


def _shown(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value, load_faces()[Face.SANS])
    return value


def _fit_title(text: str) -> Line:
    return fit(text, load_faces()[Face.SERIF_BOLD], 15.0, TITLE_WIDTH * geometry.POINTS, SMALLEST_HEADING)


def _fit_aside(text: str) -> Line:
    return fit(text, load_faces()[Face.SERIF], 9.5, ASIDE_WIDTH * geometry.POINTS, SMALLEST_HEADING)


def closing_size(closing: Closing) -> float:
    """The size in points at which the facts and legends of a closing stand in its height."""
    metrics = load_faces()[Face.SANS]
    room, width = (closing.height - 4.0) * geometry.POINTS, FACTS_WIDTH * geometry.POINTS
    for size in FACT_SIZES:
        facts = [len(wrap(fact, metrics, size, width)) * 1.25 + 0.3 for fact in closing.facts]
        legends = [len(wrap(legend, metrics, size * 0.87, width)) * 1.1 + 0.3 for legend in closing.legends]
        if size * sum([*facts, *legends]) <= room:
            return size
    return FACT_SIZES[-1]


def _further(document: Document) -> str:
    """Characters of the tables outside the repertoire: they must be in the fonts before the painter runs."""
    glyphs = load_faces()[Face.SANS].glyphs
    used: set[str] = set()
    for page in document.pages:
        if isinstance(page.content, TablePage):
            used.update(*_texts(page.content))
    return "".join(sorted(c for c in used.difference(REPERTOIRE) if c in glyphs))


def _texts(page: TablePage) -> list[str]:
    cells = [cell for row in page.table.rows for cell in row.cells]
    texts = [cell if isinstance(cell, str) else cell.text + cell.note for cell in cells]
    return [*texts, *(cell.text for cell in page.table.head)]
