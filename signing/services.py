"""What signing needs besides the signer: the chain, a current revocation list, a timestamp authority.

One Services a batch: pyHanko's caches have no expiry and cache errors too (findings.md, Signing).
Nothing here opens a connection: revocation data come from the school's authority, and those of outside authorities
from their folder (signing/outside.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

from signing.authority import SchoolAuthority
from signing.credential import to_asn1
from signing.gost.signature import Verifier
from signing.timestamp import CheckedTimeStamper
from signing.tsa import SchoolTimeStamper


@dataclass(frozen=True, slots=True, eq=False)
class Services:
    """The validation context (trust root, revocation list as of `at`) and the timestamper of one batch."""

    at: datetime
    context: ValidationContext
    timestamper: TimeStamper


def services_at(authority: SchoolAuthority, at: datetime, stamped_at: datetime | None = None) -> Services:
    """The services of the school's authority for signatures begun at `at`; share them within a batch.

    Where the key is elsewhere its answer comes later, at `stamped_at`: that is when the timestamps are made.
    """
    outside = authority.outside
    context = ValidationContext(
        trust_roots=[to_asn1(one) for one in (authority.root, *outside.anchors())],
        other_certs=[to_asn1(one) for one in outside.intermediates()],
        crls=[authority.crl(at), *outside.crls()],
        moment=at,
        allow_fetching=False,
        revocation_mode="require",
        signature_validator=Verifier(),
    )
    stamper = SchoolTimeStamper(authority.tsa.certificate, authority.tsa.key, stamped_at or at)
    return Services(at, context, CheckedTimeStamper(stamper, stamped_at or at))
