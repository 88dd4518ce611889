"""A person's signing credential and the plain facts of a certificate.

A value: the private key is already parsed, because parsing costs more than signing with it. It does not
say whether the certificate is valid or trusted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from records.digest import sha256
from signing.gost.names import register
from signing.identity import is_qualified, without_numbers

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says: SHA-256 of its DER form, serial number (hex), names, issuer, validity (aware, UTC).

    `subject` is without the numbers of the person (СНИЛС, ИНН); `qualified` that it calls itself so (63-ФЗ, статья 17).
    """

    sha256: str
    serial: str
    subject: str
    name: str
    issuer: str
    not_before: datetime
    not_after: datetime
    qualified: bool = False


@dataclass(frozen=True, slots=True)
class Credential:
    """A Signer (signing/signer.py) whose private key is at hand; `issuers` are the nearest first."""

    person: str
    certificate: x509.Certificate
    key: PrivateKey = field(repr=False)
    issuers: tuple[x509.Certificate, ...]

    async def sign(self, data: bytes) -> bytes:
        """The signature over the SHA-256 digest of `data`."""
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(data, PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ECDSA(hashes.SHA256()))


def certificate_facts(certificate: x509.Certificate) -> CertificateFacts:
    """The facts of a certificate; `name` is its common name, or the whole subject when it has none."""
    subject = without_numbers(certificate.subject).rfc4514_string()
    common = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return CertificateFacts(
        sha256=sha256(certificate.public_bytes(Encoding.DER)),
        serial=f"{certificate.serial_number:x}",
        subject=subject,
        name=str(common[0].value) if common else subject,
        issuer=certificate.issuer.rfc4514_string(),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        qualified=is_qualified(certificate),
    )


def to_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate in the form that pyHanko takes, which has to know the names in it before it reads any."""
    register()
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def facts(credential: Credential) -> CertificateFacts:
    """The facts of the credential's certificate."""
    return certificate_facts(credential.certificate)
