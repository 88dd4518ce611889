"""Makes a Document of pages for printing on both sides, the first on a recto; its facts come from the snapshot.

Pages as values in, a Document out. A period journal, which begins on a verso, and a book lay their own pages.
"""

from __future__ import annotations

from collections.abc import Sequence

from records.digest import canonical
from records.documents import wording as say
from records.documents.geometry import side_of
from records.documents.model import Document, Kind, Page, TablePage
from records.documents.reading import Node, node, text
from records.times import parse_rfc3339


def paged(
    snapshot: Node, kind: Kind, title: str, description: str, contents: Sequence[TablePage]
) -> Document:
    """The document; its title is followed by class and year, its description by the year."""
    year = text(node(snapshot, "year"), "label")
    return Document(
        kind=kind,
        title=f"{title}. {say.class_line(snapshot)}. {year}",
        organisation=say.organisation(snapshot),
        description=f"{description}, {year}",
        footer=say.footer(snapshot),
        created=parse_rfc3339(text(snapshot, "as_of")),
        snapshot=canonical(snapshot),
        pages=[Page(side_of(folio), content) for folio, content in enumerate(contents, start=1)],
    )
