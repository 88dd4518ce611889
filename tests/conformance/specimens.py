"""The records that conformance is judged on, and spoilt copies of them that a judge must refuse.

Every kind of record at each stage that is kept, rendered and signed as the closing chain does; the class journal
is that of the whole year, over all its period journals.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject

from records.documents.assemble import count_pages
from records.documents.compose import compose
from records.documents.model import Document
from records.documents.pdfa import render, render_draft
from records.documents.places import stamp_places
from records.registers.kinds import RecordKind
from signing.authority import SchoolAuthority
from tests import amended_snapshots, report_snapshots, snapshots, year_snapshots
from tests.records.documents.samples import BOOK_ID, anchor, period_pdf, render_snapshot
from tests.signing.making import AT, SCHOOL, School, open_school, sign_all

NAMES: Final = (
    "period-journal-draft",
    "period-journal-unsigned",
    "period-journal-teacher",
    "period-journal-deputy-head",
    "class-journal-draft",
    "class-journal-unsigned",
    "class-journal-class-teacher",
    "class-journal-deputy-head",
    "class-journal-director",
    "summary-sheet-unsigned",
    "summary-sheet-class-teacher",
    "summary-sheet-director",
    "correction-act-unsigned",
    "correction-act-teacher",
    "correction-act-deputy-head",
    "supplement-unsigned",
    "supplement-teacher",
    "supplement-deputy-head",
    "signature-report-unsigned",
    "signature-report-deputy-head",
    "period-journal-anew",
    "class-journal-anew",
    "summary-sheet-anew",
)


@dataclass(frozen=True, slots=True)
class ClassYear:
    """The class journal before binding, and the renditions of its period journals by record id."""

    document: Document
    parts: Mapping[str, bytes]


def read_year() -> ClassYear:
    """All subjects of 9А in all four quarters."""
    sheets = range(len(snapshots.read_book().sheets))
    parts = {snapshots.record_id(n, k): period_pdf(n, k) for n in sheets for k in range(1, 5)}
    return ClassYear(compose(year_snapshots.class_journal(parts)), parts)


def make_specimens(year: ClassYear, folder: Path) -> Mapping[str, bytes]:
    """A file for each of NAMES; `folder` takes the keys of the school that signs them."""
    school = open_school(SchoolAuthority.create(folder, SCHOOL, AT))
    journal, sheet = compose(snapshots.period_journal()), compose(year_snapshots.summary_sheet())
    period, summary = period_pdf(), render_snapshot(year_snapshots.summary_sheet())
    book = render(year.document, anchor(BOOK_ID), year.parts)
    teacher, deputy = _signed(school, period, journal)
    class_teacher, director = _signed(school, summary, sheet)
    by_class_teacher, by_deputy, by_director = _signed(school, book, year.document)
    files = (
        render_draft(journal),
        period,
        teacher,
        deputy,
        render_draft(year.document),
        book,
        by_class_teacher,
        by_deputy,
        by_director,
        summary,
        class_teacher,
        director,
        *_act(school, amended_snapshots.correction_act()),
        *_act(school, amended_snapshots.supplement()),
        *_act(school, report_snapshots.signature_report()),
        render_snapshot(amended_snapshots.period_journal_anew()),
        render(compose(amended_snapshots.class_journal_anew(year.parts)), anchor(BOOK_ID), year.parts),
        render_snapshot(amended_snapshots.summary_sheet_anew()),
    )
    return dict(zip(NAMES, files, strict=True))


def _act(school: School, snapshot: Mapping[str, Any]) -> list[bytes]:
    """An act or a report as it is printed, and after each signature."""
    rendition = render_snapshot(snapshot)
    return [rendition, *_signed(school, rendition, compose(snapshot))]


def _signed(school: School, rendition: bytes, document: Document) -> list[bytes]:
    """The record after each signature, every one seen in its frame."""
    places = stamp_places(document, count_pages(rendition))
    return sign_all(school, rendition, RecordKind(document.kind.value), places)


@dataclass(frozen=True, slots=True)
class Fault:
    """A spoilt copy: of which specimen, how it is spoilt, and the rule of ISO 19005-3 it breaks then."""

    specimen: str
    spoil: Callable[[bytes], bytes]
    rule: str


def _edited(edit: Callable[[PdfWriter], None]) -> Callable[[bytes], bytes]:
    def spoil(pdf: bytes) -> bytes:
        writer = PdfWriter(clone_from=io.BytesIO(pdf))
        edit(writer)
        output = io.BytesIO()
        writer.write(output)
        return output.getvalue()

    return spoil


def _without(kind: str, key: str) -> Callable[[bytes], bytes]:
    """Takes `key` out of every dictionary of this /Type."""

    def edit(writer: PdfWriter) -> None:
        for number in range(1, len(writer._objects) + 1):
            found = writer.get_object(number)
            if isinstance(found, DictionaryObject) and found.get("/Type") == kind:
                found.pop(key, None)

    return _edited(edit)


def _cover_less(pdf: bytes) -> bytes:
    """The last signature leaves the last two bytes of the file out."""
    *_, last = re.finditer(rb"/ByteRange \[0 \d+ \d+ (\d+)\]", pdf)
    start, end = last.span(1)
    return pdf[:start] + str(int(last.group(1)) - 2).encode().rjust(end - start) + pdf[end:]


FAULTS: Final[Mapping[str, Fault]] = {
    "a font without its program": Fault(
        "period-journal-unsigned", _without("/FontDescriptor", "/FontFile2"), "6.2.11.4.1-1"
    ),
    "glyphs without Unicode": Fault(
        "period-journal-unsigned", _without("/Font", "/ToUnicode"), "6.2.11.7.2-1"
    ),
    "no output intent": Fault("period-journal-unsigned", _without("/Catalog", "/OutputIntents"), "6.2.4.3-4"),
    "no metadata": Fault("period-journal-unsigned", _without("/Catalog", "/Metadata"), "6.6.2.1-1"),
    "a snapshot of no stated relationship": Fault(
        "period-journal-unsigned", _without("/Filespec", "/AFRelationship"), "6.8-3"
    ),
    "a snapshot that belongs to nothing": Fault(
        "period-journal-unsigned", _without("/Catalog", "/AF"), "6.8-4"
    ),
    "a visible field without an appearance": Fault(
        "period-journal-teacher", _without("/Annot", "/AP"), "6.3.3-1"
    ),
    "bytes after the last revision": Fault(
        "period-journal-deputy-head", lambda pdf: pdf + b"% more\n", "6.1.3-3"
    ),
    "a signature of less than the file": Fault("period-journal-deputy-head", _cover_less, "6.4.3-1"),
}
