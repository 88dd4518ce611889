"""The corrections to pyHanko: refused on any other release, needed in the long run, deaf to the clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.validation import ades, generic_cms
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.ltv.ades_past import past_validate

from records.errors import SetupError
from records.registers.kinds import RecordKind
from signing import lta_corrections
from signing.authority import SchoolAuthority
from signing.certificates import (
    Issuer,
    distinguished_name,
    person_certificate,
    revocation_list,
    tsa_certificate,
)
from signing.credential import Credential, to_asn1
from signing.errors import Reason, SignatureInvalid
from signing.libraries import require_releases
from signing.pades import SigningOrder, sign
from signing.policy import fields
from signing.report import expect
from signing.services import Services
from signing.trust import Trust, trust_from_pem
from signing.tsa import SchoolTimeStamper
from signing.validate import validate
from tests.signing.chains import chain_of
from tests.signing.making import AT, HOUR, SCHOOL, YEAR, open_school, sign_step

JOURNAL = chain_of(RecordKind.PERIOD_JOURNAL)
BOTH = expect(JOURNAL, [None, None])
LATER = AT + 12 * YEAR


def test_the_installed_library_is_the_one_that_was_studied() -> None:
    lta_corrections.check()


def test_another_release_is_refused() -> None:
    with pytest.raises(SetupError, match="pyhanko") as error:
        require_releases(lta_corrections.PINNED, lambda name: "0.39.0")
    assert error.value.code == "setup.libraries"


def test_a_changed_source_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {past_validate: "0" * 64}
    monkeypatch.setattr(lta_corrections, "_PATCHED", changed)
    with pytest.raises(SetupError, match="past_validate"):
        lta_corrections.check()


def test_without_the_first_correction_old_signatures_are_lost(
    trust: Trust, period_journal: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def from_now(*args: object, **kwargs: object) -> object:
        return await past_validate(*args, **{**kwargs, "init_control_time": LATER})  # type: ignore[arg-type]

    validate(period_journal[-1], BOTH, trust, LATER)
    monkeypatch.setattr(ades, "past_validate", from_now)
    with pytest.raises(SignatureInvalid):
        validate(period_journal[-1], BOTH, trust, LATER)


def test_an_intermediate_authority_may_expire(page: bytes) -> None:
    pdf, trust = signed_under_an_intermediate(page)
    assert validate(pdf, BOTH, trust, LATER).signatures


def test_without_the_second_correction_an_expired_intermediate_is_the_end(
    page: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf, trust = signed_under_an_intermediate(page)
    validate(pdf, BOTH, trust, LATER)
    monkeypatch.setattr(generic_cms, "handle_certvalidator_errors", lta_corrections._handle_errors)
    with pytest.raises(SignatureInvalid) as error:
        validate(pdf, BOTH, trust, LATER)
    assert error.value.reason is Reason.UNTRUSTED


@pytest.mark.parametrize("year", [2001, 2090])
def test_the_clock_of_the_machine_does_not_matter(page: bytes, tmp_path: Path, year: int) -> None:
    begin = AT.replace(year=year)
    school = open_school(SchoolAuthority.create(tmp_path, SCHOOL, begin), begin)
    first = sign_step(school, page, JOURNAL, 0, begin)
    both = sign_step(school, first, JOURNAL, 1, begin + HOUR)
    trust = trust_from_pem(school.authority.trust_pem())
    proven = [
        [one.proven_at for one in validate(both, BOTH, trust, at).signatures]
        for at in (begin + 2 * HOUR, begin + 12 * YEAR)
    ]
    assert proven == [[begin, begin + HOUR]] * 2


def new_key() -> RSAPrivateKey:
    return generate_private_key(65537, 3072)  # accepted to the end of the test


def authority(common: str, issuer: Issuer | None, life: timedelta) -> Issuer:
    """A certification authority below `issuer`, or a root."""
    key = new_key()
    name = distinguished_name(SCHOOL, common)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT)
        .not_valid_after(AT + life)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(issuer.key if issuer else key, hashes.SHA256())
    )
    return Issuer(certificate, key)


def signed_under_an_intermediate(page: bytes) -> tuple[bytes, Trust]:
    """A period journal whose signers were certified by an authority that lives only a year and a half."""
    root = authority("Корень", None, 30 * YEAR)
    middle = authority("Промежуточный УЦ", root, timedelta(days=550))
    tsa_key = new_key()
    tsa = tsa_certificate(SCHOOL, tsa_key.public_key(), root, AT)
    people = [person(name, middle, root) for name in ("Громова Мария Ивановна", "Фёдоров Павел Сергеевич")]
    pdf = page
    for place, step in enumerate(JOURNAL):
        at = AT + place * HOUR
        context = ValidationContext(
            trust_roots=[to_asn1(root.certificate)],
            other_certs=[to_asn1(middle.certificate)],
            crls=[revocation_list(issuer, (), at) for issuer in (root, middle)],
            moment=at,
            revocation_mode="require",
        )
        services = Services(at, context, SchoolTimeStamper(tsa, tsa_key, at))
        pdf = sign(pdf, SigningOrder(step, fields(JOURNAL), "Подписано", at), people[place], services)
    return pdf, Trust((root.certificate.public_bytes(Encoding.DER),))


def person(name: str, middle: Issuer, root: Issuer) -> Credential:
    key = new_key()
    certificate = person_certificate(distinguished_name(SCHOOL, name), key.public_key(), middle, AT)
    return Credential(name, certificate, key, (middle.certificate, root.certificate))
