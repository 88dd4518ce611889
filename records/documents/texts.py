"""Every text that stands on the pages of a Document: the printer must have type for each character of it.

Values in, strings out. Which characters a face can show is asked elsewhere (typecase.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from records.documents.model import Closing, Document, Page, Table, TablePage, TitlePage


def texts_of(document: Document) -> Iterator[str]:
    """The texts, in no particular order; empty ones and repetitions included."""
    yield document.footer
    for page in document.pages:
        yield from _on_page(page)


def _on_page(page: Page) -> Iterator[str]:
    content = page.content
    if isinstance(content, TitlePage):
        yield from (content.organisation, content.title, *content.lines, content.place)
    if isinstance(content, TablePage):
        heading = content.heading
        yield from (heading.title, heading.aside, heading.over, content.empty)
        yield from _in_table(content.table)
        yield from _in_closing(content.closing) if content.closing else ()


def _in_table(table: Table) -> Iterator[str]:
    yield from (cell.text for cell in table.head)
    for row in table.rows:
        for cell in row.cells:
            if isinstance(cell, str):
                yield cell
            else:
                yield from (cell.text, cell.note)


def _in_closing(closing: Closing) -> Iterator[str]:
    yield from closing.facts
    yield from closing.legends
    for stamp in closing.stamps:
        yield from (stamp.role, stamp.person)
