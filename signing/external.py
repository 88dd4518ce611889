"""Signs in two halves by a program that makes the whole CMS itself: what it signs, then the file with its answer in it.

The flow of the CryptoPro plug-in, of `openssl cms` and of desktop programs, for GOST, RSA and elliptic keys of outside
authorities. As with remote.py nothing half-made is kept: the second half prepares the same file anew, and takes a
detached CAdES-BES over its very byte range alone (ISO 32000-2, 12.8.3.4: ETSI.CAdES.detached).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from asn1crypto import cms as asn1_cms
from cryptography import x509

from signing.container import ContainerSigner
from signing.credential import to_asn1
from signing.detached import (
    CLOCKS,
    checked,
    digest,
    digest_name,
    read_detached,
    readable,
    signer_certificate,
)
from signing.pades import SigningOrder, sign
from signing.remote import check_unchanged
from signing.services import Services
from signing.signer import KeyIsElsewhere


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is to be signed: the octets of the byte range, and their digest with the algorithm of the key."""

    algorithm: str
    digest: bytes
    octets: bytes


class _Question(ContainerSigner):
    """It says what would have to be signed."""

    def signer_info(self, octets: bytes) -> NoReturn:
        raise KeyIsElsewhere(octets)


@dataclass(frozen=True, slots=True)
class DetachedCms(ContainerSigner):
    """One CMS, made elsewhere for the file whose byte range has `digest`, asked for at `asked_at`."""

    digest: bytes
    cms: bytes
    asked_at: datetime

    def signer_info(self, octets: bytes) -> asn1_cms.SignerInfo:
        """Its checked signature. Raises SigningRefusedError: signing.other_document, signing.cms_…"""
        own = to_asn1(self.certificate)
        check_unchanged(digest(digest_name(own.public_key), octets), self.digest)
        return checked(read_detached(self.cms), own, self.digest, self.asked_at)


def prepare(
    pdf: bytes,
    order: SigningOrder,
    certificate: x509.Certificate,
    issuers: tuple[x509.Certificate, ...],
    services: Services,
) -> Prepared:
    """What the owner of the certificate has to sign, detached. Raises what pades.sign raises before the key."""
    try:
        sign(pdf, order, _Question(certificate, issuers), services)
    except KeyIsElsewhere as question:
        name = digest_name(to_asn1(certificate).public_key)
        return Prepared(name, digest(name, question.data), question.data)
    raise AssertionError("a signature was made without a key")


def put_cms(
    pdf: bytes,
    order: SigningOrder,
    certificate: x509.Certificate,
    issuers: tuple[x509.Certificate, ...],
    services: Services,
    digest: bytes,
    cms: bytes,
) -> bytes:
    """The file with that CMS in it and our timestamp on it. `digest` is what prepare() gave.

    Raises SigningRefusedError: signing.other_document when the file is another now, signing.cms_… when the CMS is not
    this certificate's over it, and what pades.sign raises.
    """
    return sign(pdf, order, DetachedCms(certificate, issuers, digest, cms, order.at), services)


def check_detached(
    cms: bytes,
    content: bytes,
    at: datetime,
    certificate: x509.Certificate | None = None,
    made_within: timedelta = CLOCKS,
) -> x509.Certificate:
    """The certificate whose key signed `content`, detached, at `at` or `made_within` before it.

    With `certificate` only that one is taken.

    It proves possession of the key; that the certificate is to be trusted is asked in signing/outside.py. Raises
    SigningRefusedError signing.cms_…
    """
    signed = read_detached(cms)
    with readable():
        own = to_asn1(certificate) if certificate else signer_certificate(signed)
        checked(signed, own, digest(digest_name(own.public_key), content), at, made_within)
        return certificate or x509.load_der_x509_certificate(own.dump())
