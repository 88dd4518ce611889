"""Which algorithms a signed file relies on, put to the policy of signing/algorithms.py (EN 319 102-1, 5.2.8.4.2.2).

Of each signature and timestamp: digest, scheme, key, and the certificates on its way to a root. An algorithm is
asked about at the time that the next stamp gives; a stamp that lies about it fails in signing/proofs.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from asn1crypto import algos, cms, keys
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from signing.algorithms import Refusal, refuse_digest, refuse_key, refuse_scheme, shown
from signing.errors import Reason, SignatureInvalid
from signing.gost.names import bits_of, curve_of
from signing.reading import SignedFile, generated_at

_LONGEST_CHAIN = 10


def check_algorithms(signed: SignedFile, at: datetime) -> Iterator[SignatureInvalid]:
    """Step 4: a finding for every signature or timestamp that relies on an algorithm which is not accepted."""
    everything = signed.everything
    for place, signature in enumerate(everything):
        later = (stamp for stamp in everything[place + 1 :] if stamp in signed.timestamps)
        sealed = next((generated_at(stamp.signed_data) for stamp in later), at)
        for refusal in _refused(signature, signed, sealed):
            yield SignatureInvalid(Reason.WEAK, signature.field_name, refusal.ru, (refusal.ru, refusal.en))
            break


def _refused(signature: EmbeddedPdfSignature, signed: SignedFile, sealed: datetime) -> Iterator[Refusal]:
    """What is wrong with one signature; `sealed` is when the next document timestamp covered it."""
    if signature in signed.timestamps:
        yield from _of_token(signature.signed_data, sealed)
        return
    made = sealed
    for stamp in extract_tst_data_iter(signature.signer_info, signed=False):
        made = min(made, generated_at(stamp))
        yield from _of_token(stamp, sealed)
    yield from _of_token(signature.signed_data, made)


def _of_token(token: cms.SignedData, at: datetime) -> Iterator[Refusal]:
    pool = [choice.chosen for choice in token["certificates"] if choice.name == "certificate"]
    for info in token["signer_infos"]:
        yield from _of_info(info, at)
        for certificate in _chain(info["sid"], pool):
            yield from refused_certificate(certificate, at)


def refused_signer(
    info: cms.SignerInfo, certificate: asn1_x509.Certificate, at: datetime
) -> Iterator[Refusal]:
    """What is wrong with the algorithms of one signature that is to be made at `at`, and with its key."""
    yield from _of_info(info, at)
    yield from _of_key(certificate.public_key, at)


def _of_info(info: cms.SignerInfo, at: datetime) -> Iterator[Refusal]:
    yield from _named(refuse_digest(info["digest_algorithm"]["algorithm"].native, at))
    yield from _of_scheme(info["signature_algorithm"], at)


def refused_certificate(certificate: asn1_x509.Certificate, at: datetime) -> Iterator[Refusal]:
    """What is wrong with the key of a certificate that is relied on at `at`, and with what its issuer signed it by."""
    yield from _of_key(certificate.public_key, at)
    if certificate.issuer != certificate.subject:  # nobody relies on what a root says of itself
        yield from _of_scheme(certificate["signature_algorithm"], at)


def _named(refusal: Refusal | None) -> Iterator[Refusal]:
    if refusal is not None:
        yield refusal


def _of_scheme(algorithm: algos.SignedDigestAlgorithm, at: datetime) -> Iterator[Refusal]:
    name = algorithm["algorithm"].native
    try:
        scheme = algorithm.signature_algo
    except ValueError:  # an identifier without a name of its own
        scheme = name
    yield from _named(refuse_scheme(scheme, at))
    try:
        digest = algorithm.hash_algo
    except ValueError:  # rsaEncryption: the digest stands beside it
        return
    if scheme not in ("ed25519", "ed448"):  # their digest is part of the scheme
        yield from _named(refuse_digest(digest, at))


def named_algorithm(signature: EmbeddedPdfSignature) -> str:
    """What a signature is made with, as people call it: kind and size of the key, digest."""
    key, digest = (
        signature.signer_cert.public_key,
        signature.signer_info["digest_algorithm"]["algorithm"].native,
    )
    name, bits = _kind(key)
    return f"{shown(name)}{f' {bits}' if name == 'rsa' else ''}, {shown(digest)}"


def _kind(key: keys.PublicKeyInfo) -> tuple[str, int]:
    """The name of a key's kind, or of its curve, as the policy lists it, and its size."""
    kind = key.algorithm
    if kind == "ec":
        form, curve = key.curve
        return (str(curve) if form == "named" else "EC").lower(), key.bit_size
    if kind in ("rsa", "rsassa_pss"):
        return "rsa", key.bit_size
    gost = bits_of(key)
    if gost is not None:
        return curve_of(key), gost
    return kind, {"ed25519": 256, "ed448": 448}.get(kind, 0)


def _of_key(key: keys.PublicKeyInfo, at: datetime) -> Iterator[Refusal]:
    yield from _named(refuse_key(*_kind(key), at))


def _chain(
    sid: cms.SignerIdentifier, pool: Sequence[asn1_x509.Certificate]
) -> Iterator[asn1_x509.Certificate]:
    """The signer's certificate and those above it, as far as they lie with the signature."""
    current = next((one for one in pool if _is_named(sid, one)), None)
    for _ in range(_LONGEST_CHAIN):
        if current is None:
            return
        yield current
        issuer = current.issuer
        if issuer == current.subject:
            return
        current = next((one for one in pool if one.subject == issuer), None)


def _is_named(sid: cms.SignerIdentifier, certificate: asn1_x509.Certificate) -> bool:
    if sid.name == "subject_key_identifier":
        identifier: bytes = sid.chosen.native
        return bool(identifier == certificate.key_identifier)
    serial: int = sid.chosen["serial_number"].native
    issuer: asn1_x509.Name = sid.chosen["issuer"]
    return bool(serial == certificate.serial_number and issuer == certificate.issuer)
