"""The period journals that enter the class journal: in curriculum order, and by period within a subject.

Takes a class_journal snapshot, gives Sources. It opens no rendition.
"""

from __future__ import annotations

from records.documents import wording as say
from records.documents.model import Source
from records.documents.reading import Node, maybe_node, node, nodes, number, text


def _journal_name(journal: Node) -> str:
    subgroup = maybe_node(journal, "subgroup")
    name = text(node(journal, "subject"), "name")
    return f"{name}, {text(subgroup, 'name')}" if subgroup else name


def list_sources(snapshot: Node) -> list[Source]:
    """The period journals in curriculum order, and by period within a subject."""
    journals = {
        text(journal, "id"): (place, journal) for place, journal in enumerate(nodes(snapshot, "journals"))
    }
    periods = {
        text(period, "id"): (number(period, "number"), text(period, "title"))
        for period in nodes(snapshot, "periods")
    }
    ordered = sorted(
        nodes(snapshot, "sources"),
        key=lambda source: (journals[text(source, "journal")][0], periods[text(source, "period")][0]),
    )
    return [
        Source(
            record=text(source, "record"),
            subject=_journal_name(journals[text(source, "journal")][1]),
            teacher=say.person(snapshot, text(journals[text(source, "journal")][1], "teacher")),
            period=periods[text(source, "period")][1],
            sha256=text(node(source, "rendition"), "sha256"),
        )
        for source in ordered
    ]
