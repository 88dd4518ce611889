"""Certification requests for keys that are made elsewhere: PKCS #10 (RFC 2986), signed by the key itself.

Of a browser's key the server says what stands in the request; a token's owner brings the whole, with the one-time code
inside (RFC 2985, 5.4.1). The key's signature over it proves that whoever asks has the key. Browsers know ECDSA over
P-256 and write a signature as two numbers side by side (W3C WebCrypto, 23.7); here it is DER.
It keeps nothing and issues nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from asn1crypto import core, csr
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from cryptography.x509.oid import AttributeOID

from signing.algorithms import Refusal, refuse_key
from signing.certificates import PublicKey
from signing.errors import SigningRefusedError

_LONGEST_KEY = 200  # octets of a SubjectPublicKeyInfo; P-256 has 91
_LONGEST_RSA = 4096  # bits; longer ones make every check dear
_MECHANISMS = {"ec": "sha256_ecdsa", "rsa": "sha256_rsa"}
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


def request_info(subject: x509.Name, key: PublicKey, code: str = "") -> bytes:
    """What the key has to sign: CertificationRequestInfo, DER (RFC 2986, 4.1); `code` as its challenge password."""
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    info = csr.CertificationRequestInfo(
        {
            "version": "v1",
            "subject": csr.Name.load(subject.public_bytes()),
            "subject_pk_info": csr.PublicKeyInfo.load(spki),
            "attributes": csr.CRIAttributes([_challenge(code)] if code else []),
        }
    )
    encoded: bytes = info.dump()
    return encoded


def _challenge(code: str) -> dict[str, object]:
    password = asn1_x509.DirectoryString(name="utf8_string", value=code)
    return {"type": "challenge_password", "values": [password]}


def complete_request(info: bytes, signature: bytes) -> x509.CertificateSigningRequest:
    """The whole request. Raises SigningRefusedError signing.not_the_key when the signature is not that key's."""
    asked = csr.CertificationRequestInfo.load(info)
    request = csr.CertificationRequest(
        {
            "certification_request_info": asked,
            "signature_algorithm": {"algorithm": _MECHANISMS[asked["subject_pk_info"].algorithm]},
            "signature": core.OctetBitString(signature),
        }
    )
    whole = x509.load_der_x509_csr(request.dump())
    _check_proven(whole)
    return whole


def token_request(key: PublicKey, code: str, sign: Callable[[bytes], bytes]) -> bytes:
    """The request of a key on a token (PEM): nameless, with the one-time code under its signature."""
    info = request_info(x509.Name([]), key, code)
    return complete_request(info, sign(info)).public_bytes(Encoding.PEM)


def read_request(data: bytes, until: datetime) -> tuple[PublicKey, str]:
    """The key and the code of a request that a token's owner brings (PEM); the key is accepted up to `until`.

    Raises SigningRefusedError (signing.token_request, signing.token_key, signing.not_the_key).
    """
    try:
        whole = x509.load_pem_x509_csr(data)
        key = whole.public_key()
        code = whole.attributes.get_attribute_for_oid(AttributeOID.CHALLENGE_PASSWORD).value.decode()
    except (ValueError, UnsupportedAlgorithm, x509.AttributeNotFound) as error:
        raise SigningRefusedError(
            "signing.token_request",
            "Это не заявка на сертификат для токена. Пришлите файл, который записала letopis token request.",
            "this is no request for a token's certificate; send the file that `letopis token request` wrote",
        ) from error
    _check_accepted(key, until)
    _check_proven(whole)
    assert isinstance(key, PublicKey)  # no other was accepted
    return key, code


def _check_accepted(key: object, until: datetime) -> None:
    """Raise SigningRefusedError unless the key is RSA or on a curve of ours, and accepted up to that moment."""
    refusal: Refusal | None = Refusal(
        "", "ключ не RSA и не на кривой P-256 или P-384", "neither RSA nor P-256 or P-384"
    )
    if isinstance(key, RSAPublicKey) and key.key_size <= _LONGEST_RSA:
        refusal = refuse_key("rsa", key.key_size, until)
    elif isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1 | SECP384R1):
        refusal = refuse_key(key.curve.name, key.key_size, until)
    if refusal is not None:
        raise SigningRefusedError(
            "signing.token_key",
            f"Ключ токена не годится: {refusal.ru}. Создайте другой (letopis token request --kind).",
            f"the token's key will not do: {refusal.en}; make another (letopis token request --kind)",
        )


def _check_proven(whole: x509.CertificateSigningRequest) -> None:
    try:
        proven = whole.is_signature_valid
    except (ValueError, UnsupportedAlgorithm):
        proven = False
    if not proven:
        raise SigningRefusedError(
            "signing.not_the_key",
            "Заявка на сертификат подписана не тем ключом, который в ней назван. Создайте ключ заново.",
            "the request is not signed by the key that it names; make the key again",
        )


def from_webcrypto(signature: bytes) -> bytes:
    """The DER form of a P-256 signature as browsers write it. Raises SigningRefusedError signing.browser_signature."""
    if len(signature) != 2 * _HALF:
        raise SigningRefusedError(
            "signing.browser_signature",
            "Ответ браузера — не подпись ECDSA P-256.",
            "the browser's answer is no ECDSA P-256 signature",
        )
    return encode_dss_signature(int.from_bytes(signature[:_HALF]), int.from_bytes(signature[_HALF:]))
