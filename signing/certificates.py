"""Builds the certificates and revocation lists of a school's own authority (RFC 5280; TSA: RFC 3161, 2.3).

Names, keys and times in; signed X.509 objects out. It stores nothing and reads no clock.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signing.errors import AuthorityError

# X.520 counts characters; the library counts bytes, and a Russian name of 33 letters has 66 of them.
warnings.filterwarnings("ignore", "Attribute's length must be", UserWarning)

PublicKey = RSAPublicKey | EllipticCurvePublicKey

ROOT_LIFE = timedelta(days=30 * 365 + 8)
# Longer than the longest term of a record (25 years), shorter than the root: the last archive timestamp
# of a summary sheet can be checked to the end of its term even if no renewal was ever made.
TSA_LIFE = timedelta(days=28 * 365)
PERSON_LIFE = timedelta(days=457)  # 15 months: a school year and the autumn after it
CRL_LIFE = timedelta(days=7)
AUTHORITY = "Удостоверяющий центр школы"  # every school's own, and nobody else, is called so
_NAME_BOUND = 64  # RFC 5280, appendix A.1: ub-common-name, ub-organization-name
_PRINTABLE = re.compile(r"[A-Za-z0-9 '()+,./:=?-]{1,64}")  # X.520: serialNumber is a PrintableString


@dataclass(frozen=True, slots=True)
class Issuer:
    """A certification authority: its certificate and its private key."""

    certificate: x509.Certificate
    key: RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Revocation:
    """A certificate (serial number) that is not to be trusted from a moment on."""

    serial: int
    at: datetime


def is_of_school(authority: x509.Name) -> bool:
    """Whether that is the name of a school's own authority."""
    return AUTHORITY in [name.value for name in authority.get_attributes_for_oid(NameOID.COMMON_NAME)]


def _bounded(text: str) -> str:
    return text if len(text) <= _NAME_BOUND else text[: _NAME_BOUND - 1] + "…"


def distinguished_name(organisation: str, common: str, title: str = "", person: str = "") -> x509.Name:
    """C=RU, O, CN and, for a person, title and serialNumber. Longer names are cut to the bound of X.520.

    Raises AuthorityError (authority.person_id) when the id has letters that a serialNumber cannot hold.
    """
    if person and not _PRINTABLE.fullmatch(person):
        raise AuthorityError(
            "authority.person_id",
            f"Номер сотрудника {person!r} не годится для сертификата: нужны латинские буквы и цифры.",
            f"the person id {person!r} cannot stand in a certificate: Latin letters and digits only",
        )
    parts = [(NameOID.COUNTRY_NAME, "RU"), (NameOID.ORGANIZATION_NAME, organisation)]
    parts += [(NameOID.TITLE, title)] if title else []
    parts += [(NameOID.SERIAL_NUMBER, person)] if person else []
    parts.append((NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, _bounded(value), _validate=False) for oid, value in parts])


def _serial(key: PublicKey) -> int:
    """Unpredictable and unique because the key is: 152 bits of its digest (RFC 5280, 4.1.2.2)."""
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return int.from_bytes(b"\x01" + hashlib.sha256(der).digest()[:18], "big")


def _usage(*allowed: str) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: name in allowed for name in names})


def _builder(subject: x509.Name, issuer: x509.Name, key: PublicKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(_serial(key))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def root_certificate(school: str, key: RSAPrivateKey, at: datetime) -> x509.Certificate:
    """The self-signed root of a school, valid for 30 years from `at`; it may issue no further authorities."""
    name = distinguished_name(school, AUTHORITY)
    return (
        _builder(name, name, key.public_key())
        .not_valid_before(at)
        .not_valid_after(at + ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .sign(key, hashes.SHA256())
    )


def _issued(subject: x509.Name, key: PublicKey, issuer: Issuer) -> x509.CertificateBuilder:
    authority_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    return (
        _builder(subject, issuer.certificate.subject, key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(authority_key, critical=False)
    )


def tsa_certificate(school: str, key: RSAPublicKey, issuer: Issuer, at: datetime) -> x509.Certificate:
    """The certificate of the timestamp authority: its only use, marked critical, is timeStamping."""
    subject = distinguished_name(school, "Штамп времени школы")
    return (
        _issued(subject, key, issuer)
        .not_valid_before(at)
        .not_valid_after(min(at + TSA_LIFE, issuer.certificate.not_valid_after_utc))
        .add_extension(_usage("digital_signature"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(issuer.key, hashes.SHA256())
    )


def person_certificate(subject: x509.Name, key: PublicKey, issuer: Issuer, at: datetime) -> x509.Certificate:
    """A person's certificate for 15 months from `at`, for signing with intent (contentCommitment)."""
    return (
        _issued(subject, key, issuer)
        .not_valid_before(at)
        .not_valid_after(min(at + PERSON_LIFE, issuer.certificate.not_valid_after_utc))
        .add_extension(_usage("digital_signature", "content_commitment"), critical=True)
        .sign(issuer.key, hashes.SHA256())
    )


def revocation_list(issuer: Issuer, revocations: Iterable[Revocation], at: datetime) -> bytes:
    """The DER revocation list as of `at`, good for 7 days; its number is the second of `at`, so it grows."""
    moment = at.astimezone(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(moment)
        .next_update(moment + CRL_LIFE)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
        )
        .add_extension(x509.CRLNumber(int(moment.timestamp())), critical=False)
    )
    for revocation in revocations:
        if revocation.at <= moment:
            entry = x509.RevokedCertificateBuilder()
            entry = entry.serial_number(revocation.serial).revocation_date(revocation.at)
            builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)
