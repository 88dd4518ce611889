"""Composes a snapshot into a Document: pages as values, by the kind of the record.

Takes Snapshot v1 (docs/snapshot-v1.md). Pure; it neither renders nor measures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from records.digest import Json
from records.documents.acts import compose_correction_act, compose_supplement
from records.documents.class_journal import compose_class_journal
from records.documents.model import Document, Kind
from records.documents.period_journal import compose_period_journal
from records.documents.reading import Node, text
from records.documents.signature_report import compose_signature_report
from records.documents.summary_sheet import compose_summary_sheet
from records.errors import InputError

_FORMS: Final[Mapping[str, Callable[[Node], Document]]] = {
    Kind.PERIOD_JOURNAL: compose_period_journal,
    Kind.CLASS_JOURNAL: compose_class_journal,
    Kind.SUMMARY_SHEET: compose_summary_sheet,
    Kind.CORRECTION_ACT: compose_correction_act,
    Kind.SUPPLEMENT: compose_supplement,
    Kind.SIGNATURE_REPORT: compose_signature_report,
}


def compose(snapshot: Mapping[str, Json]) -> Document:
    """The printed form of a snapshot. Raises InputError for an unknown kind or an incomplete snapshot."""
    kind = text(snapshot, "kind")
    if kind not in _FORMS:
        raise InputError(
            "documents.kind",
            f"Печатная форма для «{kind}» не предусмотрена.",
            f"no printed form for {kind!r}",
        )
    return _FORMS[kind](snapshot)
