"""Certification requests for keys that are made elsewhere: PKCS #10 (RFC 2986), built here, signed by the key itself.

The server says what stands in the request; the key's signature over it proves that whoever asks has the key. Browsers
know ECDSA over P-256 and write a signature as two numbers side by side (W3C WebCrypto, 23.7); here it is DER.
It keeps nothing and issues nothing.
"""

from __future__ import annotations

from asn1crypto import core, csr
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from signing.errors import SigningRefusedError

_LONGEST_KEY = 200  # octets of a SubjectPublicKeyInfo; P-256 has 91
_HALF = 32  # octets of either number of a P-256 signature


def read_key(spki: bytes) -> EllipticCurvePublicKey:
    """The public key of a SubjectPublicKeyInfo (DER). Raises SigningRefusedError signing.browser_key."""
    try:
        key = load_der_public_key(spki) if len(spki) <= _LONGEST_KEY else None
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return key
    raise SigningRefusedError(
        "signing.browser_key",
        "Это не открытый ключ ECDSA на кривой P-256: браузер создал ключ другого вида.",
        "this is no public ECDSA key on the curve P-256; the browser made a key of another kind",
    )


def request_info(subject: x509.Name, key: EllipticCurvePublicKey) -> bytes:
    """What the key has to sign: CertificationRequestInfo, DER (RFC 2986, 4.1), without attributes."""
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    info = csr.CertificationRequestInfo(
        {
            "version": "v1",
            "subject": csr.Name.load(subject.public_bytes()),
            "subject_pk_info": csr.PublicKeyInfo.load(spki),
            "attributes": csr.CRIAttributes([]),
        }
    )
    encoded: bytes = info.dump()
    return encoded


def complete_request(info: bytes, signature: bytes) -> x509.CertificateSigningRequest:
    """The whole request. Raises SigningRefusedError signing.not_the_key when the signature is not that key's."""
    request = csr.CertificationRequest(
        {
            "certification_request_info": csr.CertificationRequestInfo.load(info),
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": core.OctetBitString(signature),
        }
    )
    try:
        whole = x509.load_der_x509_csr(request.dump())
        proven = whole.is_signature_valid
    except ValueError:
        proven = False
    if not proven:
        raise SigningRefusedError(
            "signing.not_the_key",
            "Заявка на сертификат подписана не тем ключом, который в ней назван. Создайте ключ заново.",
            "the request is not signed by the key that it names; make the key again",
        )
    return whole


def from_webcrypto(signature: bytes) -> bytes:
    """The DER form of a P-256 signature as browsers write it. Raises SigningRefusedError signing.browser_signature."""
    if len(signature) != 2 * _HALF:
        raise SigningRefusedError(
            "signing.browser_signature",
            "Ответ браузера — не подпись ECDSA P-256.",
            "the browser's answer is no ECDSA P-256 signature",
        )
    return encode_dss_signature(int.from_bytes(signature[:_HALF]), int.from_bytes(signature[_HALF:]))
