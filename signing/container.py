"""Puts a signature container that somebody else made (CMS, RFC 5652) into a PDF, with our timestamp on it.

Of what came only the SignerInfo is taken, without its unsigned attributes: certificates, the container around them and
the timestamp are ours, so that nothing unchecked enters a record (EN 319 142-1, 6.3). It checks no signature.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from asn1crypto import algos, cms, core
from cryptography import x509
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.signers import Signer as LibrarySigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.credential import to_asn1

LARGEST_INFO: Final = 6 << 10  # octets of a SignerInfo: those of qualified certificates have about 1500
_AROUND: Final = 256  # tags, lengths, identifiers
_STAMP_DIGEST: Final = "sha256"


@dataclass(frozen=True, slots=True)
class ContainerSigner(ABC):
    """Whoever signs by giving a whole CMS: the certificate, and those above it, the nearest first."""

    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]

    @abstractmethod
    def signer_info(self, octets: bytes) -> cms.SignerInfo:
        """The checked signature over the octets of the byte range, of at most LARGEST_INFO octets."""


class ContainerBridge(LibrarySigner):
    """A ContainerSigner as pyHanko wants one. `covers` gives it the octets, between the two uses of `async_sign`."""

    def __init__(self, signer: ContainerSigner) -> None:
        self._signer = signer
        self._octets = b""
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(map(to_asn1, signer.issuers))
        super().__init__(
            signing_cert=to_asn1(signer.certificate),
            cert_registry=store,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),  # never asked for
        )

    def covers(self, octets: bytes) -> None:
        """What the signature is over."""
        self._octets = octets

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Never: the signature is made already."""
        raise NotImplementedError

    async def async_sign(  # type: ignore[override]  # its other arguments shape a CMS that is made already
        self,
        data_digest: bytes,  # noqa: ARG002
        digest_algorithm: str,  # noqa: ARG002
        dry_run: bool = False,
        timestamper: TimeStamper | None = None,
        **_: Any,
    ) -> cms.ContentInfo:
        """The container with the timestamp on it, or as many octets as the longest one has."""
        if timestamper is None:
            raise ValueError("a signature without a timestamp proves no time")
        certificates = [to_asn1(one) for one in (self._signer.certificate, *self._signer.issuers)]
        if dry_run:
            token = await timestamper.async_dummy_response(_STAMP_DIGEST)
            shown = sum(len(one.dump()) for one in certificates) + len(token.dump())
            room = core.OctetString(bytes(LARGEST_INFO + shown + _AROUND))
            return cms.ContentInfo({"content_type": "data", "content": room})
        info = self._signer.signer_info(self._octets)
        token = await timestamper.async_timestamp(sha256(info["signature"].native).digest(), _STAMP_DIGEST)
        stamped = cms.SignerInfo.load(info.dump())
        stamp = simple_cms_attribute("signature_time_stamp_token", token)  # type: ignore[no-untyped-call]
        stamped["unsigned_attrs"] = cms.CMSAttributes([stamp])
        return _container(stamped, certificates)


def _container(info: cms.SignerInfo, certificates: list[Any]) -> cms.ContentInfo:
    """RFC 5652, 5.1: version 1, for the content is data and the signer named by issuer and serial number."""
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [info["digest_algorithm"]],
            "encap_content_info": {"content_type": "data"},
            "certificates": certificates,
            "signer_infos": [info],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed})
