"""A token's certification request: whole, signed by its key, with the code inside, and of a key that is accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AttributeOID
from sqlalchemy import Engine

from records.db import transaction
from records.log.store import LogEvent
from signing.authority import SchoolAuthority
from signing.certification import read_request, token_request
from signing.credential import PrivateKey
from signing.enrolment import Held
from signing.errors import SigningRefusedError
from signing.registration import admit
from tests.signing.making import AT
from tests.signing.own_keys import ANNA, ENTROPY, code_for, refused

CODE = "ABCD-EFGH-JKMN"
BEFORE, AFTER = datetime(2030, 12, 31, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)


def signs(key: PrivateKey) -> Callable[[bytes], bytes]:
    if isinstance(key, RSAPrivateKey):
        return lambda data: key.sign(data, PKCS1v15(), hashes.SHA256())
    return lambda data: key.sign(data, ec.ECDSA(hashes.SHA256()))


def request_of(key: PrivateKey, code: str = CODE) -> bytes:
    return token_request(key.public_key(), code, signs(key))


def rsa(bits: int) -> RSAPrivateKey:
    return generate_private_key(65537, bits)


def refusal(data: bytes, until: datetime = BEFORE) -> str:
    with pytest.raises(SigningRefusedError) as found:
        read_request(data, until)
    return found.value.code


@pytest.mark.parametrize(
    "make",
    [
        lambda: rsa(2048),
        lambda: ec.generate_private_key(ec.SECP256R1()),
        lambda: ec.generate_private_key(ec.SECP384R1()),
    ],
    ids=["RSA", "P-256", "P-384"],
)
def test_a_request_gives_its_key_and_its_code(make: Callable[[], PrivateKey]) -> None:
    key = make()
    assert read_request(request_of(key), BEFORE) == (key.public_key(), CODE)


@pytest.mark.parametrize(
    ("make", "until"),
    [
        (lambda: rsa(1024), BEFORE),
        (lambda: rsa(2048), AFTER),
        (lambda: ec.generate_private_key(ec.SECP521R1()), BEFORE),
        (lambda: ec.generate_private_key(ec.SECP224R1()), BEFORE),
    ],
    ids=["RSA too short", "RSA too long in use", "P-521", "P-224"],
)
def test_a_key_that_is_not_accepted_is_refused(make: Callable[[], PrivateKey], until: datetime) -> None:
    assert refusal(request_of(make()), until) == "signing.token_key"


def test_a_key_of_another_kind_is_refused() -> None:
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    builder = builder.add_attribute(AttributeOID.CHALLENGE_PASSWORD, CODE.encode())
    whole = builder.sign(ed25519.Ed25519PrivateKey.generate(), None)
    assert refusal(whole.public_bytes(Encoding.PEM)) == "signing.token_key"


def test_a_request_that_another_key_signed_is_refused() -> None:
    mine, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    with pytest.raises(SigningRefusedError) as found:
        token_request(mine.public_key(), CODE, signs(other))
    assert found.value.code == "signing.not_the_key"


def test_a_request_whose_code_was_changed_is_refused() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    whole = x509.load_pem_x509_csr(request_of(key))
    changed = whole.public_bytes(Encoding.DER).replace(CODE.encode(), b"ABCD-EFGH-JKMP")
    pem = x509.load_der_x509_csr(changed).public_bytes(Encoding.PEM)
    assert refusal(pem) == "signing.not_the_key"


def test_a_request_without_a_code_is_none_of_ours() -> None:
    assert refusal(request_of(ec.generate_private_key(ec.SECP256R1()), "")) == "signing.token_request"


@pytest.mark.parametrize("data", [b"", b"-----BEGIN CERTIFICATE REQUEST-----", b"\xff\x00", b"MIIB"])
def test_what_is_no_request_is_refused(data: bytes) -> None:
    assert refusal(data) == "signing.token_request"


def test_a_key_is_certified_for_the_person_of_the_code_under_the_registers_name(
    staffed: Engine, authority: SchoolAuthority
) -> None:
    with transaction(staffed) as session:
        key = ec.generate_private_key(ec.SECP384R1())
        request = request_of(key, code_for(session, "anna"))
        row = admit(session, ANNA, authority, request, "Мой токен", AT, ENTROPY)
        told = session.query(LogEvent).order_by(LogEvent.id.desc()).first()

        assert (row.held, row.label) == (Held.TOKEN, "Мой токен")
        assert row.x509().public_key() == key.public_key()
        assert "Громова Анна Ивановна" in row.x509().subject.rfc4514_string()
        assert told is not None
        assert b'"held":"token"' in (told.body or b"")


def test_a_code_of_somebody_else_certifies_nothing(staffed: Engine, authority: SchoolAuthority) -> None:
    with transaction(staffed) as session:
        request = request_of(ec.generate_private_key(ec.SECP256R1()), code_for(session, "boris"))
        said = refused(lambda: admit(session, ANNA, authority, request, "Мой токен", AT, ENTROPY))
        assert said == "key.code"
