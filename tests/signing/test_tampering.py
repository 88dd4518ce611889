"""Every way to spoil a signed file ends in one coded reason; every code of SignatureInvalid is reached."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pypdf import PdfReader, PdfWriter

from records.actor import Role
from records.registers.kinds import RecordKind
from signing.certificates import Revocation, revocation_list
from signing.credential import facts
from signing.errors import Indication, Reason, SignatureInvalid
from signing.pades import SigningOrder, sign
from signing.policy import Level, PolicyStep, fields, steps
from signing.reading import open_signed
from signing.report import Expectation, ExpectedSignature, expect
from signing.services import Services, services_at
from signing.trust import Trust, trust_from_pem
from signing.tsa import SchoolTimeStamper
from signing.validate import validate
from tests.signing.making import AT, HOUR, YEAR, School, foreign, sign_step

JOURNAL = steps(RecordKind.PERIOD_JOURNAL)
TODAY = AT + 5 * HOUR
BOTH = expect(JOURNAL, [None, None])


def reason(pdf: bytes, expected: Expectation, trust: Trust, at: datetime = TODAY) -> Reason:
    with pytest.raises(SignatureInvalid) as error:
        validate(pdf, expected, trust, at)
    return error.value.reason


def appended(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    """The file with one more revision, made as any program would."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


class Unnoticed(IncrementalPdfFileWriter):
    """Appends a revision without touching metadata, so that one change comes alone."""

    def _update_meta(self) -> None:
        pass


def appended_alone(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    writer = Unnoticed(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


# --- who signed, and in what order


def test_another_signer_than_the_one_on_record_is_found(
    school: School, trust: Trust, period_journal: list[bytes]
) -> None:
    deputy = facts(school.people[Role.DEPUTY_HEAD]).sha256
    assert reason(period_journal[-1], expect(JOURNAL, [deputy, deputy]), trust) is Reason.WRONG_SIGNER


def test_a_signature_that_nobody_expects_is_found(trust: Trust, period_journal: list[bytes]) -> None:
    expected = expect(JOURNAL, [None])
    assert reason(period_journal[-1], expected, trust) is Reason.UNEXPECTED_FIELD


def test_signatures_in_another_order_are_found(trust: Trust, period_journal: list[bytes]) -> None:
    swapped = expect((JOURNAL[1], JOURNAL[0]), [None, None])
    assert reason(period_journal[-1], swapped, trust) is Reason.UNEXPECTED_FIELD


def test_a_signature_proven_earlier_than_the_one_before_it_is_found(
    school: School, trust: Trust, page: bytes
) -> None:
    first = sign_step(school, page, JOURNAL, 0, AT + 2 * HOUR)
    both = sign_step(school, first, JOURNAL, 1, AT + HOUR)
    assert reason(both, BOTH, trust) is Reason.ORDER


# --- what the policy promises


def promised(step: PolicyStep, waiting: tuple[str, ...] = ("DeputyHead",)) -> Expectation:
    return Expectation((ExpectedSignature(step),), waiting)


def test_a_signature_that_should_lock_and_does_not_is_found(
    trust: Trust, period_journal: list[bytes]
) -> None:
    assert reason(period_journal[0], promised(replace(JOURNAL[0], locks=True)), trust) is Reason.NOT_LOCKED


def test_a_signature_that_should_certify_and_does_not_is_found(
    school: School, trust: Trust, page: bytes
) -> None:
    pdf = foreign(page, school.people[Role.TEACHER], school.services(AT), stamped=True, proven=True)
    expected = promised(replace(JOURNAL[0], field="Sig1"), waiting=())
    assert reason(pdf, expected, trust) is Reason.NOT_CERTIFIED


def test_a_missing_archive_timestamp_is_found(trust: Trust, period_journal: list[bytes]) -> None:
    expected = promised(replace(JOURNAL[0], level=Level.B_LTA))
    assert reason(period_journal[0], expected, trust) is Reason.NO_ARCHIVE_TIMESTAMP


# --- trust and time


def test_a_root_that_is_not_trusted_is_found(stranger: School, period_journal: list[bytes]) -> None:
    trust = trust_from_pem(stranger.authority.trust_pem())
    assert reason(period_journal[-1], BOTH, trust) is Reason.UNTRUSTED


def test_a_signature_before_its_certificate_is_found(trust: Trust, period_journal: list[bytes]) -> None:
    assert reason(period_journal[-1], BOTH, trust, AT - YEAR) is Reason.UNTRUSTED


def test_a_person_cannot_act_as_timestamp_authority(school: School, page: bytes) -> None:
    director = school.people[Role.DIRECTOR]
    stamper = SchoolTimeStamper(director.certificate, director.key, AT)
    pdf = foreign(
        page,
        school.people[Role.TEACHER],
        Services(AT, school.services(AT).context, stamper),
        stamped=True,
        proven=False,
    )
    assert reason(pdf, Expectation(), with_list(school)) is Reason.UNTRUSTED


def test_a_signature_without_a_timestamp_is_found(school: School, page: bytes) -> None:
    pdf = foreign(page, school.people[Role.TEACHER], school.services(AT), stamped=False, proven=False)
    assert reason(pdf, Expectation(), with_list(school)) is Reason.NO_TIMESTAMP


def test_a_file_without_revocation_data_is_found(school: School, trust: Trust, page: bytes) -> None:
    pdf = foreign(page, school.people[Role.TEACHER], school.services(AT), stamped=True, proven=False)
    assert reason(pdf, Expectation(), trust) is Reason.NO_REVOCATION_DATA


def test_a_signature_with_an_old_revocation_list_is_found(school: School, trust: Trust, page: bytes) -> None:
    pdf = signed_with_old_list(school, page, AT + YEAR / 12)
    assert reason(pdf, expect(JOURNAL, [None]), trust, AT + YEAR) is Reason.NO_REVOCATION_DATA


def test_a_certificate_revoked_before_the_signature_is_found(school: School, page: bytes) -> None:
    pdf = signed_with_old_list(school, page, AT + 2 * HOUR)
    serial = school.people[Role.TEACHER].certificate.serial_number
    newer = revocation_list(school.authority.issuer, [Revocation(serial, AT + HOUR)], TODAY)
    trust = trust_from_pem(school.authority.trust_pem(), (newer,))
    assert reason(pdf, expect(JOURNAL, [None]), trust) is Reason.REVOKED


def with_list(school: School) -> Trust:
    """Trust that brings the revocation list which the file does not hold."""
    return trust_from_pem(school.authority.trust_pem(), (school.authority.crl(AT),))


def signed_with_old_list(school: School, page: bytes, at: datetime) -> bytes:
    """The teacher's signature at `at`, with the revocation list of AT: the server was told nothing newer."""
    tsa = school.authority.tsa
    services = Services(
        at, services_at(school.authority, AT).context, SchoolTimeStamper(tsa.certificate, tsa.key, at)
    )
    order = SigningOrder(JOURNAL[0], fields(JOURNAL), "Подписано", at)
    return sign(page, order, school.people[Role.TEACHER], services)


def test_an_expired_certificate_without_archive_timestamp_is_found(
    trust: Trust, period_journal: list[bytes]
) -> None:
    assert reason(period_journal[0], expect(JOURNAL, [None]), trust, AT + 2 * YEAR) is Reason.EXPIRED


def test_a_signature_proven_before_its_certificate_began_is_found(
    school: School, trust: Trust, page: bytes
) -> None:
    pdf = signed_with_old_list(school, page, AT - HOUR)
    assert reason(pdf, expect(JOURNAL, [None]), trust) is Reason.UNTRUSTED


def test_an_archive_timestamp_of_a_stranger_is_not_mended_by_a_later_one(
    school: School, stranger: School, trust: Trust, page: bytes
) -> None:
    signed = sign_step(school, page, JOURNAL, 0, AT)
    strange = stamped(signed, stranger.services(AT), "First")
    mended = stamped(strange, school.services(AT + HOUR), "Second")
    assert reason(mended, expect(JOURNAL, [None]), trust) is Reason.EXPIRED


def stamped(pdf: bytes, services: Services, field: str) -> bytes:
    """The file with one more document timestamp."""
    stamper = PdfTimeStamper(services.timestamper, field_name=field)
    settings = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
    output = io.BytesIO()
    signing = stamper.async_timestamp_pdf(
        Unnoticed(io.BytesIO(pdf)), "sha256", services.context, output=output, dss_settings=settings
    )
    asyncio.run(signing)
    return output.getvalue()


def test_an_archive_timestamp_that_was_not_renewed_in_time_is_found(
    trust: Trust, period_journal: list[bytes]
) -> None:
    assert reason(period_journal[-1], BOTH, trust, AT + 29 * YEAR) is Reason.EXPIRED


def test_a_weak_digest_is_found(school: School, page: bytes) -> None:
    pdf = foreign(
        page, school.people[Role.TEACHER], school.services(AT), stamped=True, proven=False, digest="sha1"
    )
    assert reason(pdf, Expectation(), with_list(school)) is Reason.WEAK


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
