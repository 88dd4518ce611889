"""Signs in two halves for a key that is elsewhere: what its owner has to sign, then the file with their answer in it.

What a signature of pades.py covers follows from its inputs alone, so nothing half-made is kept between the halves:
the second prepares the same document anew and takes the answer only for the very bytes that were asked about (the
signed attributes of RFC 5652, 5.4: digest of the byte range, certificate, claimed time). It keeps no list of questions.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import NoReturn

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from signing.errors import SigningRefusedError
from signing.pades import SigningOrder, sign
from signing.services import Services
from signing.signer import KeyIsElsewhere


@dataclass(frozen=True, slots=True)
class _Question:
    """A Signer that has no key: it says what would have to be signed."""

    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]

    async def sign(self, data: bytes) -> NoReturn:
        raise KeyIsElsewhere(data)


@dataclass(frozen=True, slots=True)
class Answer:
    """A Signer with one signature, made elsewhere over `asked`; it gives it for those bytes and for no others."""

    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]
    asked: bytes
    signature: bytes

    async def sign(self, data: bytes) -> bytes:
        """The signature. Raises SigningRefusedError (signing.other_document, signing.wrong_answer)."""
        check_unchanged(data, self.asked)
        check_answer(self.certificate, data, self.signature)
        return self.signature


def to_be_signed(
    pdf: bytes,
    order: SigningOrder,
    certificate: x509.Certificate,
    issuers: tuple[x509.Certificate, ...],
    services: Services,
) -> bytes:
    """What the owner of the certificate has to sign: the signed attributes, DER, for SHA-256 and the key's algorithm.

    Raises what pades.sign raises before it comes to the key.
    """
    try:
        sign(pdf, order, _Question(certificate, issuers), services)
    except KeyIsElsewhere as question:
        return question.data
    raise AssertionError("a signature was made without a key")


def check_unchanged(now: bytes, asked: bytes) -> None:
    """What there is to sign is what was asked about. Raises SigningRefusedError signing.other_document."""
    if not hmac.compare_digest(now, asked):
        raise SigningRefusedError(
            "signing.other_document",
            "Пока ключ подписывал, документ изменился: подпись не поставлена. Подпишите его заново.",
            "the document changed while the key was signing; nothing was signed, sign it again",
        )


def check_answer(certificate: x509.Certificate, asked: bytes, signature: bytes) -> None:
    """The signature over `asked` is one of this certificate's key. Raises SigningRefusedError signing.wrong_answer."""
    key = certificate.public_key()
    try:
        if isinstance(key, EllipticCurvePublicKey):
            key.verify(signature, asked, ECDSA(hashes.SHA256()))
            return
        if isinstance(key, RSAPublicKey):
            key.verify(signature, asked, PKCS1v15(), hashes.SHA256())
            return
    except InvalidSignature:
        pass
    raise SigningRefusedError(
        "signing.wrong_answer",
        "Подпись сделана не тем ключом или не для этого документа: она не принята.",
        "the signature was made with another key or for another document; it was not taken",
    )
