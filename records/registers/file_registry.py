"""The registry of an electronic dossier's documents: what stands where a paper volume has its last sheet. Pure.

Every record that lies in the archive, replaced revisions included, with pages, file, digest and signatures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.documents.forms.file_registry import FiledDocument, FileRegistry
from records.documents.forms.parts import Head, SignatureFacts
from records.lifecycle import RecordState
from records.registers.facts import DossierFacts, FiledRecord, Staff

REPLACED = "заменён новой редакцией"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy tells of a record: its file, SHA-512 and pages."""

    file: str
    digest: str
    pages: int


def build_file_registry(
    head: Head,
    dossier: DossierFacts,
    contents: Mapping[str, Contents],
    signatures: Mapping[str, Sequence[SignatureFacts]],
    staff: Staff,
) -> FileRegistry:
    """The registry; `contents` and `signatures` by record id."""
    documents = [
        _document(record, contents[record.id], signatures.get(record.id, ())) for record in dossier.kept
    ]
    return FileRegistry(head, dossier.index, dossier.heading, dossier.keeping, documents, staff.secretary)


def _document(record: FiledRecord, contents: Contents, signatures: Sequence[SignatureFacts]) -> FiledDocument:
    assert record.sealed is not None, "what lies in the archive is sealed"
    return FiledDocument(
        record.title,
        record.id,
        record.revision,
        record.sealed,
        contents.pages,
        contents.file,
        record.size,
        contents.digest,
        signatures,
        REPLACED if record.state is RecordState.REPLACED else "",
    )
