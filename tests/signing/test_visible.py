"""Signatures that are seen: each in its frame, as text, in the fonts of the page, and nobody else's to change."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import enumerate_sig_fields
from pypdf import PdfReader

from records.anchor import Anchor
from records.closing.snapshot import Snapshot, freeze
from records.documents.agreement import disagreements
from records.documents.assemble import count_pages
from records.documents.compose import compose
from records.documents.model import TablePage
from records.documents.pdfa import render
from records.documents.places import StampPlaces, stamp_places
from records.registers.kinds import RecordKind
from signing import certificates
from signing.errors import Reason, SigningRefusedError
from signing.report import expect
from signing.stamp import HEAD
from signing.trust import Trust
from signing.validate import validate
from tests import amended_snapshots, report_snapshots, snapshots, year_snapshots
from tests.records.documents.samples import renditions
from tests.signing.attacks import TODAY, appended_alone, reason
from tests.signing.chains import chain_of
from tests.signing.making import AT, CAST, HOUR, School, sign_all, sign_step

Signed = Mapping[RecordKind, list[bytes]]
KINDS = list(RecordKind)
LONG = ("Константинопольская-Преображенская Александра-Елизавета Всеволодовна " * 2)[:120]


@dataclass(frozen=True)
class Printed:
    """A record before anybody signs it."""

    snapshot: Snapshot
    rendition: bytes
    places: StampPlaces


@lru_cache
def printed(kind: RecordKind) -> Printed:
    body = _bodies()[kind]
    snapshot = freeze(body, body["pupils"], bytes(32))
    document = compose(snapshot.body)
    anchor = Anchor("letopis.example/school", 7, body["record"]["id"], snapshot.digest)
    pdf = render(document, anchor, renditions() if document.book else {})
    return Printed(snapshot, pdf, stamp_places(document, count_pages(pdf)))


def _bodies() -> Mapping[RecordKind, dict[str, Any]]:
    return {
        RecordKind.PERIOD_JOURNAL: snapshots.period_journal(),
        RecordKind.CLASS_JOURNAL: year_snapshots.class_journal(renditions()),
        RecordKind.SUMMARY_SHEET: year_snapshots.summary_sheet(),
        RecordKind.CORRECTION_ACT: amended_snapshots.correction_act(),
        RecordKind.SUPPLEMENT: amended_snapshots.supplement(),
        RecordKind.SIGNATURE_REPORT: report_snapshots.signature_report(),
    }


@pytest.fixture(scope="module")
def signed(school: School) -> Signed:
    """Each kind of record after each of its signatures."""
    return {kind: sign_all(school, printed(kind).rendition, kind, printed(kind).places) for kind in KINDS}


def text_of(pdf: bytes, page: int, folder: Path, frame: tuple[float, ...] = ()) -> str:
    """What pdftotext reads on a page, within a rectangle in points from the upper left if one is given."""
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    x, y, width, height = (str(round(edge)) for edge in frame or (0, 0, 842, 596))
    place = ["-f", str(page + 1), "-l", str(page + 1), "-x", x, "-y", y, "-W", width, "-H", height]
    run = subprocess.run(
        ["pdftotext", "-r", "72", "-layout", *place, path, "-"], capture_output=True, check=True
    )
    return " ".join(run.stdout.decode().split())


def widgets(pdf: bytes) -> dict[str, Any]:
    return {
        str(item.get_object()["/T"]): item.get_object()
        for page in PdfReader(io.BytesIO(pdf)).pages
        for item in page.get("/Annots", ())
    }


def in_frame(pdf: bytes, kind: RecordKind, place: int, folder: Path) -> str:
    places = printed(kind).places
    area = places.areas[place]
    frame = (area.left, 595.28 - area.top, area.right - area.left, area.top - area.bottom)
    return text_of(pdf, places.page, folder, frame)


# --- where


@pytest.mark.parametrize("kind", KINDS)
def test_the_frames_are_those_of_the_signers_in_order(kind: RecordKind) -> None:
    document = compose(printed(kind).snapshot.body)
    last = document.book.after[-1].pages[-1] if document.book else document.pages[-1].content
    assert isinstance(last, TablePage)
    assert last.closing is not None
    wanted = [snapshots.ROLES[step.role.value] for step in chain_of(kind)]
    assert [stamp.role for stamp in last.closing.stamps] == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_lies_on_its_frame_and_prints(signed: Signed, kind: RecordKind) -> None:
    found = widgets(signed[kind][0])
    places = printed(kind).places
    for step, area in zip(chain_of(kind), places.areas, strict=True):
        assert [float(edge) for edge in found[step.field]["/Rect"]] == [
            area.left,
            area.bottom,
            area.right,
            area.top,
        ]
        assert found[step.field]["/F"] & 0b111 == 0b100


def test_there_must_be_a_frame_for_each_signer(school: School) -> None:
    journal = printed(RecordKind.PERIOD_JOURNAL)
    one = StampPlaces(journal.places.page, journal.places.areas[:1])
    with pytest.raises(SigningRefusedError):
        sign_step(school, journal.rendition, chain_of(RecordKind.PERIOD_JOURNAL), 0, AT, one)


def test_a_page_without_the_fonts_of_the_forms_bears_no_mark(school: School, page: bytes) -> None:
    places = printed(RecordKind.PERIOD_JOURNAL).places
    with pytest.raises(SigningRefusedError) as error:
        sign_step(school, page, chain_of(RecordKind.PERIOD_JOURNAL), 0, AT, StampPlaces(0, places.areas))
    assert error.value.code == "signing.lettering"


# --- what


@pytest.mark.parametrize("kind", KINDS)
def test_a_print_bears_the_marks_of_those_who_have_signed(
    signed: Signed, kind: RecordKind, tmp_path: Path
) -> None:
    chain = chain_of(kind)
    for done, pdf in enumerate(signed[kind]):
        for place, step in enumerate(chain):
            shown = in_frame(pdf, kind, place, tmp_path)
            assert snapshots.ROLES[step.role.value] in shown
            assert (HEAD in shown) is (place <= done)
            assert (CAST[step.role][1] in shown) is (place <= done)


def test_a_mark_gives_certificate_validity_and_the_time_of_the_school(
    signed: Signed, school: School, tmp_path: Path
) -> None:
    kind = RecordKind.CLASS_JOURNAL
    serial = f"{school.people[chain_of(kind)[2].role].certificate.serial_number:X}".zfill(38)
    shown = in_frame(signed[kind][2], kind, 2, tmp_path)
    assert serial in shown.replace(" ", "").replace("Сертификат:", "")
    assert "Действителен: с 27.10.2025 по 27.01.2027" in shown
    assert "Подписано: 27.10.2025 14:00 (+03:00)" in shown


@pytest.mark.parametrize("kind", KINDS)
def test_marks_use_the_fonts_of_their_page(signed: Signed, kind: RecordKind) -> None:
    page: Any = PdfReader(io.BytesIO(signed[kind][-1])).pages[printed(kind).places.page]
    fonts = page["/Resources"]["/Font"]
    for item in page["/Annots"]:
        if "/AP" in item.get_object():
            form = item.get_object()["/AP"]["/N"]
            used = form["/Resources"]["/Font"]
            assert {name: used.raw_get(name) for name in used} == {name: fonts.raw_get(name) for name in used}


@pytest.mark.filterwarnings("ignore:Attribute's length")
def test_a_signer_with_a_name_of_120_letters_is_named_in_full(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificates, "_NAME_BOUND", 200)
    kind, chain = RecordKind.CLASS_JOURNAL, chain_of(RecordKind.CLASS_JOURNAL)
    long = school.authority.issue("p9", LONG, "классный руководитель", AT)
    named = School(school.authority, {**school.people, chain[0].role: long})
    pdf = sign_step(named, printed(kind).rendition, chain, 0, AT, printed(kind).places)
    shown = in_frame(pdf, kind, 0, tmp_path)
    assert len(LONG) == 120
    assert LONG.replace(" ", "") in shown.replace(" ", "").replace("Владелец:", "")


# --- the file


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_signature_gives_the_same_bytes(signed: Signed, kind: RecordKind, school: School) -> None:
    assert sign_all(school, printed(kind).rendition, kind, printed(kind).places) == signed[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_an_analysis_of_the_differences_accepts_every_mark(
    signed: Signed, kind: RecordKind, trust: Trust
) -> None:
    for done, pdf in enumerate(signed[kind], start=1):
        report = validate(pdf, expect(chain_of(kind), [None] * done), trust, TODAY)
        assert len(report.signatures) == done


@pytest.mark.parametrize("kind", KINDS)
def test_a_signed_record_still_agrees_with_its_snapshot(signed: Signed, kind: RecordKind) -> None:
    assert disagreements(signed[kind][-1], printed(kind).snapshot) == ()


@pytest.mark.parametrize("victim", ["Teacher", "DeputyHead"])
def test_a_mark_that_a_stranger_changes_is_found(signed: Signed, victim: str, trust: Trust) -> None:
    """Of one who has signed, and of one who has not yet."""

    def paint(writer: IncrementalPdfFileWriter) -> None:
        own, other = (_field(writer, name) for name in (victim, "Teacher"))
        look = other.get_object()["/AP"].raw_get("/N")
        widget = own.get_object()
        widget["/AP"] = DictionaryObject({NameObject("/N"): look, NameObject("/D"): look})  # type: ignore[no-untyped-call]
        writer.mark_update(own)

    spoilt = appended_alone(signed[RecordKind.PERIOD_JOURNAL][0], paint)
    expected = expect(chain_of(RecordKind.PERIOD_JOURNAL), [None])
    assert reason(spoilt, expected, trust, AT + HOUR) is Reason.CHANGED_AFTER


def _field(writer: IncrementalPdfFileWriter, name: str) -> Any:
    ((_, _, reference),) = enumerate_sig_fields(writer, with_name=name)
    return reference
