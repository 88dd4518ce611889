"""Every way to spoil a signed file ends in one coded reason; every code of SignatureInvalid is reached."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pypdf import PdfReader, PdfWriter

from signing.errors import Reason, SignatureInvalid
from signing.indications import Indication
from signing.reading import open_signed
from signing.report import Expectation, expect
from signing.trust import Trust
from signing.validate import validate
from tests.signing.attacks import BOTH, JOURNAL, TODAY, appended, appended_alone, reason

# --- the file as a whole


@pytest.mark.parametrize("pdf", [b"", b"garbage", b"%PDF-1.7\n%%EOF", b"\xff" * 5000])
def test_what_is_no_pdf_is_unreadable(trust: Trust, pdf: bytes) -> None:
    assert reason(pdf, Expectation(), trust) is Reason.UNREADABLE


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_torn_file_is_refused(trust: Trust, period_journal: list[bytes], share: float) -> None:
    torn = period_journal[-1][: int(len(period_journal[-1]) * share)]
    assert reason(torn, BOTH, trust) in {Reason.UNREADABLE, Reason.MISSING, Reason.CHANGED_AFTER}


def test_an_encrypted_file_is_refused(trust: Trust, period_journal: list[bytes]) -> None:
    writer = PdfWriter(io.BytesIO(period_journal[-1]))
    writer.encrypt("secret", algorithm="AES-256")
    output = io.BytesIO()
    writer.write(output)
    assert reason(output.getvalue(), BOTH, trust) is Reason.ENCRYPTED


def test_an_unsigned_file_misses_its_signature(page: bytes, trust: Trust) -> None:
    assert reason(page, Expectation(), trust) is Reason.MISSING


def test_a_file_cut_back_to_an_earlier_signature_misses_the_later_one(
    trust: Trust, period_journal: list[bytes]
) -> None:
    assert reason(period_journal[0], BOTH, trust) is Reason.MISSING


def test_a_file_cut_back_to_the_unsigned_rendition_misses_everything(
    page: bytes, trust: Trust, period_journal: list[bytes]
) -> None:
    assert reason(period_journal[-1][: len(page)], BOTH, trust) is Reason.MISSING


def test_a_waiting_field_that_is_gone_is_missing(trust: Trust, period_journal: list[bytes]) -> None:
    expected = replace(expect(JOURNAL, [None]), waiting=("DeputyHead", "Director"))
    assert reason(period_journal[0], expected, trust) is Reason.MISSING


# --- the content


def test_a_flipped_byte_in_the_page_is_found(trust: Trust, page: bytes, period_journal: list[bytes]) -> None:
    spoiled = bytearray(period_journal[-1])
    spoiled[page.index(b"stream") + 40] ^= 1
    assert reason(bytes(spoiled), BOTH, trust) is Reason.BROKEN


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_flipped_bit_goes_unnoticed(
    data: st.DataObject, trust: Trust, period_journal: list[bytes]
) -> None:
    pdf = period_journal[-1]
    _, start, end, _ = open_signed(pdf).timestamps[-1].byte_range
    place = data.draw(st.integers(0, len(pdf) - 1).filter(lambda n: not start <= n < end))
    spoiled = bytearray(pdf)
    spoiled[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SignatureInvalid):
        validate(bytes(spoiled), BOTH, trust, TODAY)


def test_a_damaged_archive_timestamp_is_broken(trust: Trust, period_journal: list[bytes]) -> None:
    pdf = period_journal[-1]
    _, start, _, _ = open_signed(pdf).timestamps[-1].byte_range
    signature = pdf.rindex(b"\n", 0, start)
    spoiled = pdf[:signature] + b" " + pdf[signature + 1 :]
    assert reason(spoiled, BOTH, trust) is Reason.BROKEN


# --- after the last signature


def test_appended_bytes_are_found(trust: Trust, period_journal: list[bytes]) -> None:
    assert reason(period_journal[-1] + b"\n% more", BOTH, trust) is Reason.CHANGED_AFTER


def test_appended_bytes_are_found_in_a_file_of_unknown_origin(
    trust: Trust, period_journal: list[bytes]
) -> None:
    assert reason(period_journal[-1] + b"% more", Expectation(), trust) is Reason.CHANGED_AFTER


def test_bytes_hidden_in_the_room_of_the_last_timestamp_are_found(
    trust: Trust, period_journal: list[bytes]
) -> None:
    pdf = period_journal[-1]
    _, _, end, _ = open_signed(pdf).timestamps[-1].byte_range
    hidden = pdf[: end - 9] + b"deadbeef" + pdf[end - 1 :]
    assert reason(hidden, BOTH, trust) is Reason.CHANGED_AFTER


def test_digits_in_another_case_are_found(trust: Trust, period_journal: list[bytes]) -> None:
    pdf = period_journal[-1]
    _, start, end, _ = open_signed(pdf).timestamps[-1].byte_range
    room = pdf[start:end]
    letter = next(place for place, digit in enumerate(room) if digit in b"ABCDEF")
    other = room[:letter] + room[letter : letter + 1].lower() + room[letter + 1 :]
    assert reason(pdf[:start] + other + pdf[end:], BOTH, trust) is Reason.CHANGED_AFTER


@pytest.mark.parametrize("state", [0, 1])
def test_edited_metadata_are_found(trust: Trust, period_journal: list[bytes], state: int) -> None:
    def retitle(writer: IncrementalPdfFileWriter) -> None:
        # The writer rewrites Info and XMP by itself, as any program would.
        writer.update_root()  # type: ignore[no-untyped-call]

    expected = expect(JOURNAL, [None] * (state + 1))
    assert reason(appended(period_journal[state], retitle), expected, trust) is Reason.CHANGED_AFTER


def test_another_info_dictionary_is_found(trust: Trust, period_journal: list[bytes]) -> None:
    def repoint(writer: IncrementalPdfFileWriter) -> None:
        writer.set_info(writer.root.raw_get("/Pages"))
        writer.update_root()  # type: ignore[no-untyped-call]

    spoiled = appended_alone(period_journal[0], repoint)
    assert reason(spoiled, expect(JOURNAL, [None]), trust) is Reason.CHANGED_AFTER


def test_metadata_taken_from_the_catalogue_are_missed(trust: Trust, period_journal: list[bytes]) -> None:
    def remove(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/Metadata"]
        writer.update_root()  # type: ignore[no-untyped-call]

    spoiled = appended_alone(period_journal[0], remove)
    assert reason(spoiled, expect(JOURNAL, [None]), trust) is Reason.CHANGED_AFTER


def test_a_rewritten_page_is_found(trust: Trust, period_journal: list[bytes]) -> None:
    def repaint(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
        writer.update_container(page)

    assert reason(appended_alone(period_journal[-1], repaint), BOTH, trust) is Reason.CHANGED_AFTER


def test_a_new_signature_field_is_found(trust: Trust, period_journal: list[bytes]) -> None:
    spoiled = appended_alone(
        period_journal[0], lambda writer: append_signature_field(writer, SigFieldSpec("Extra"))
    )
    assert reason(spoiled, expect(JOURNAL, [None]), trust) is Reason.UNEXPECTED_FIELD


# --- the error itself


@pytest.mark.parametrize("code", Reason)
def test_every_reason_speaks_both_languages(code: Reason) -> None:
    error = SignatureInvalid(code, "Teacher")
    assert error.code == code.value
    assert error.text("ru") != error.text("en")


@pytest.mark.parametrize("code", Reason)
def test_no_reason_counts_as_passed(code: Reason) -> None:
    assert SignatureInvalid(code, "Teacher").indication is not Indication.TOTAL_PASSED


def test_the_field_is_named(trust: Trust, period_journal: list[bytes]) -> None:
    with pytest.raises(SignatureInvalid) as error:
        validate(period_journal[0], BOTH, trust, TODAY)
    assert "DeputyHead" in error.value.text("ru")


def test_page_text_survives_signing(period_journal: list[bytes]) -> None:
    assert "Соколова" in PdfReader(io.BytesIO(period_journal[-1])).pages[0].extract_text()
