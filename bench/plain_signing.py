"""The peers of signing: the calls that a user of pyHanko writes for a B-LTA signature and for long-term validation.

They are given what they need, loaded: keys, certificates, revocation list, timestamp authority, trusted root. They
paint no mark, compare no file with a log, and the signer never validates what it made.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.authority import SchoolAuthority
from signing.credential import PrivateKey, to_asn1
from signing.lta_corrections import corrected
from signing.services import services_at
from signing.trust import Trust


@dataclass(frozen=True, slots=True)
class PlainDesk:
    """What the script signs with: a signer, a context made anew for each file, a timestamp authority."""

    signer: Signer
    context: Callable[[], ValidationContext]
    timestamper: TimeStamper


def plain_desk(
    authority: SchoolAuthority, certificate: x509.Certificate, key: PrivateKey, at: datetime
) -> PlainDesk:
    """A desk at `at` with our keys, certificates, revocation list and timestamp authority; the signer is pyHanko's."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(to_asn1(authority.root))
    crl = authority.crl(at)

    def context() -> ValidationContext:
        roots = [to_asn1(authority.root)]
        return ValidationContext(trust_roots=roots, crls=[crl], moment=at, allow_fetching=False)

    signer = SimpleSigner(to_asn1(certificate), _asn1_key(key), store)
    return PlainDesk(signer, context, services_at(authority, at).timestamper)


def plain_stamper(authority: SchoolAuthority, at: datetime) -> TimeStamper:
    """pyHanko's own timestamp authority with our key."""
    return DummyTimeStamper(to_asn1(authority.tsa.certificate), _asn1_key(authority.tsa.key), fixed_dt=at)


def _asn1_key(key: PrivateKey) -> PrivateKeyInfo:
    return PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def sign_field(pdf: bytes, field: str, reason: str, desk: PlainDesk) -> bytes:
    """The file with the waiting field signed at level B-LTA."""
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=True,
        validation_context=desk.context(),
        use_pades_lta=True,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signer = PdfSigner(metadata, desk.signer, timestamper=desk.timestamper)
    signed: bytes = signer.sign_pdf(writer, existing_fields_only=True).getvalue()
    return signed


def validate_long_term(pdf: bytes, trust: Trust, at: datetime) -> Sequence[bool]:
    """Whether each signature is valid at `at` by pyHanko's validation of B-LTA, with its analysis of differences."""
    specification = replace(trust.specification(), diff_policy=DEFAULT_DIFF_POLICY)
    timing = ValidationTimingInfo(at, at, point_in_time_validation=True)

    async def each() -> list[bool]:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        results = [await ades_lta_validation(one, specification, timing) for one in signatures]
        return [result.ades_subindic is AdESPassed.OK for result in results]

    with corrected(at):  # once our corrections are in the library, it validates nowhere else
        return asyncio.run(each())
