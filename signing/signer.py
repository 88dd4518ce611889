"""The contract of everything that signs, and the bridge from it to pyHanko (EN 319 142-1, 6.3: the signature value).

A Signer has a certificate, the certificates above it, and signs bytes with SHA-256; where its key lies is its own
affair. RSA gives PKCS #1 v1.5, an elliptic curve ECDSA in DER (RFC 5753). It builds no CMS and touches no PDF.
"""

from __future__ import annotations

from typing import Protocol

from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pyhanko.sign.signers import Signer as LibrarySigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.credential import to_asn1
from signing.errors import SigningRefusedError

_DER_OF_ECDSA = 9  # bytes around two integers, their sign bits included


class Signer(Protocol):
    """Signs with one key. tests/contract says what every one of them must do."""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the key."""

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        """The certificates of its issuers, nearest first."""

    async def sign(self, data: bytes) -> bytes:
        """The signature over the SHA-256 digest of `data`.

        Raises SigningRefusedError (signing.key_…) when the key is away, locked or fails; never with a secret in it.
        """


class KeyIsElsewhere(Exception):  # noqa: N818  # no error: the question that the first half of remote.py runs up to
    """A signature cannot be made here; `data` is what the key has to sign."""

    def __init__(self, data: bytes) -> None:
        super().__init__("the key is elsewhere")
        self.data = data


class PdfBridge(LibrarySigner):
    """A Signer as pyHanko wants one: it parses no key and keeps none."""

    def __init__(self, signer: Signer) -> None:
        mechanism, self._room = _mechanism(signer.certificate)
        self._signer = signer
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(map(to_asn1, signer.issuers))
        super().__init__(
            signing_cert=to_asn1(signer.certificate),
            cert_registry=store,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": mechanism}),
        )

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,  # noqa: ARG002  # the mechanism fixes it
        dry_run: bool = False,
    ) -> bytes:
        """The signature, or as many zeros as the longest one has."""
        return bytes(self._room) if dry_run else await self._signer.sign(data)


def _mechanism(certificate: x509.Certificate) -> tuple[str, int]:
    """The name of the mechanism, and the length of its longest signature."""
    key = certificate.public_key()
    if isinstance(key, RSAPublicKey):
        return "sha256_rsa", key.key_size // 8
    if isinstance(key, EllipticCurvePublicKey):
        return "sha256_ecdsa", 2 * ((key.key_size + 7) // 8) + _DER_OF_ECDSA
    raise SigningRefusedError(
        "signing.key_kind",
        "Ключ этого сертификата не RSA и не ECDSA: таким Летопись не подписывает.",
        "the key of this certificate is neither RSA nor ECDSA",
    )
