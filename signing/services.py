"""What signing needs besides the signer: the chain, a current revocation list, a timestamp authority.

One Services a batch: pyHanko's caches have no expiry and cache errors too (findings.md, Signing).
Nothing here opens a connection: revocation data come from the authority that issued the certificates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

from signing.authority import SchoolAuthority
from signing.timestamp import CheckedTimeStamper
from signing.tsa import SchoolTimeStamper


@dataclass(frozen=True, slots=True, eq=False)
class Services:
    """The validation context (trust root, revocation list as of `at`) and the timestamper of one batch."""

    at: datetime
    context: ValidationContext
    timestamper: TimeStamper


def to_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate in the form that pyHanko takes."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def services_at(authority: SchoolAuthority, at: datetime, stamped_at: datetime | None = None) -> Services:
    """The services of the school's authority for signatures begun at `at`; share them within a batch.

    Where the key is elsewhere its answer comes later, at `stamped_at`: that is when the timestamps are made.
    """
    context = ValidationContext(
        trust_roots=[to_asn1(authority.root)],
        crls=[authority.crl(at)],
        moment=at,
        allow_fetching=False,
        revocation_mode="require",
    )
    stamper = SchoolTimeStamper(authority.tsa.certificate, authority.tsa.key, stamped_at or at)
    return Services(at, context, CheckedTimeStamper(stamper, stamped_at or at))
