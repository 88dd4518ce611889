"""Who signed, when and with what: signers, order, protection, trust, revocation and time (EN 319 102-1)."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings

from records.actor import Role
from signing.certificates import (
    Issuer,
    Revocation,
    _issued,
    _usage,
    distinguished_name,
    revocation_list,
    tsa_certificate,
)
from signing.credential import Credential, facts
from signing.errors import Reason, SignatureInvalid
from signing.indications import Indication, SubIndication
from signing.pades import SigningOrder, sign
from signing.policy import Level, PolicyStep, fields
from signing.report import Expectation, ExpectedSignature, expect
from signing.services import Services, services_at
from signing.trust import Trust, trust_from_pem
from signing.tsa import SchoolTimeStamper
from signing.validate import examine
from tests.signing.attacks import BOTH, JOURNAL, TODAY, Unnoticed, reason
from tests.signing.making import AT, HOUR, SCHOOL, YEAR, School, credential_of, foreign, sign_step

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
    assert isinstance(director.key, RSAPrivateKey)
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


def with_list(school: School, at: datetime = AT) -> Trust:
    """Trust that brings the revocation list which the file does not hold."""
    return trust_from_pem(school.authority.trust_pem(), (school.authority.crl(at),))


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


def test_a_certificate_not_meant_for_signing_is_found(school: School, page: bytes) -> None:
    """A certificate for encryption alone."""
    key = rsa.generate_private_key(65537, 2048)
    subject = distinguished_name(SCHOOL, "Громова Мария Ивановна")
    issuer = school.authority.issuer
    certificate = (
        _issued(subject, key.public_key(), issuer)
        .not_valid_before(AT)
        .not_valid_after(AT + YEAR)
        .add_extension(_usage("key_encipherment"), critical=True)
        .sign(issuer.key, hashes.SHA256())
    )
    signer = Credential("p1", certificate, key, (school.authority.root,))
    pdf = foreign(page, signer, school.services(AT), stamped=True, proven=False)
    found = finding(pdf, with_list(school))
    assert (found.reason, found.sub_indication) == (Reason.UNTRUSTED, SubIndication.CHAIN_CONSTRAINTS_FAILURE)


def test_a_signature_after_the_end_of_its_certificate_is_found(school: School, page: bytes) -> None:
    pdf = stamped_by(school, page, school.authority.tsa, AT + 2 * YEAR)
    found = finding(pdf, with_list(school, AT + 2 * YEAR), AT + 2 * YEAR)
    assert (found.reason, found.indication) == (Reason.EXPIRED, Indication.INDETERMINATE)


def test_a_weak_key_is_refused_by_name(school: School, page: bytes) -> None:
    signer = credential_of(school.authority, Role.TEACHER, rsa.generate_private_key(65537, 1024))
    found = finding(foreign(page, signer, school.services(AT), stamped=True, proven=False), with_list(school))
    assert found.reason is Reason.WEAK
    assert "RSA key of 1024 bits" in found.en


def test_a_timestamp_by_an_unknown_authority_is_found(school: School, stranger: School, page: bytes) -> None:
    pdf = stamped_by(school, page, stranger.authority.tsa, AT)
    assert reason(pdf, Expectation(), with_list(school)) is Reason.UNTRUSTED


def test_a_timestamp_after_the_end_of_its_authority_is_found(school: School, page: bytes) -> None:
    key = school.authority.tsa.key
    early = tsa_certificate(SCHOOL, key.public_key(), school.authority.issuer, AT - 28 * YEAR - HOUR)
    pdf = stamped_by(school, page, Issuer(early, key), AT)
    assert reason(pdf, Expectation(), with_list(school)) is Reason.EXPIRED


def test_a_timestamp_by_a_certificate_for_another_use_is_found(school: School, page: bytes) -> None:
    key, issuer = school.authority.tsa.key, school.authority.issuer
    wrong = (
        _issued(distinguished_name(SCHOOL, "Сервер"), key.public_key(), issuer)
        .not_valid_before(AT)
        .not_valid_after(AT + YEAR)
        .add_extension(_usage("digital_signature"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=True)
        .sign(issuer.key, hashes.SHA256())
    )
    pdf = stamped_by(school, page, Issuer(wrong, key), AT)
    assert reason(pdf, Expectation(), with_list(school)) is Reason.UNTRUSTED


def stamped_by(school: School, page: bytes, tsa: Issuer, at: datetime) -> bytes:
    """The teacher's signature with a timestamp of this authority."""
    services = Services(at, school.services(AT).context, SchoolTimeStamper(tsa.certificate, tsa.key, at))
    return foreign(page, school.people[Role.TEACHER], services, stamped=True, proven=False)


def finding(pdf: bytes, trust: Trust, at: datetime = TODAY) -> SignatureInvalid:
    return examine(pdf, Expectation(), trust, at).findings[0]
