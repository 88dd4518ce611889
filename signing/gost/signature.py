"""Verifies a signature of GOST R 34.10-2012 (RFC 7091, 6.2), by gostcrypto; pyHanko asks it through `Verifier`.

Key and signature as X.509 and CMS write them (RFC 9215, 4.3; R 1323565.1.025-2019): the key is x and y with the least
octet first, the signature s and r with the greatest first, the digest a number with the least octet first.
"""

from __future__ import annotations

import functools
from typing import Any, Final

import gostcrypto
from asn1crypto import algos, keys
from cryptography.exceptions import InvalidSignature
from pyhanko_certvalidator.errors import AlgorithmNotSupported
from pyhanko_certvalidator.sig_validate import (
    DEFAULT_VALIDATION_CONTEXT,
    DefaultSignatureValidator,
    SignatureValidationContext,
)

from signing.gost.names import bits_of, curve_of, register
from signing.gost.streebog import streebog

_SETS: Final = {
    **{f"gost256{one.lower()}": f"id-tc26-gost-3410-2012-256-paramSet{one}" for one in "ABCD"},
    **{f"gost512{one.lower()}": f"id-tc26-gost-3410-12-512-paramSet{one}" for one in "AB"},
    "gost512c": "id-tc26-gost-3410-2012-512-paramSetC",
}


@functools.cache
def _curve(name: str) -> Any:
    """gostcrypto's curve. Raises AlgorithmNotSupported, which names it."""
    if name not in _SETS:
        raise AlgorithmNotSupported(f"the curve {name} is unknown")
    mode = gostcrypto.gostsignature.MODE_256 if "256" in name else gostcrypto.gostsignature.MODE_512
    return gostcrypto.gostsignature.new(
        mode, gostcrypto.gostsignature.CURVES_R_1323565_1_024_2019[_SETS[name]]
    )


def verify(key: keys.PublicKeyInfo, signature: bytes, digest: bytes) -> None:
    """The signature is one of this GOST key over this digest.

    Raises InvalidSignature, and AlgorithmNotSupported for a curve that is unknown or not of the key's size.
    """
    bits = bits_of(key)
    name = curve_of(key)
    if bits is None or not name.startswith(f"gost{bits}"):
        raise AlgorithmNotSupported(f"the curve {name} is unknown or not one of this key")
    size = bits // 8
    public = key["public_key"].parsed.native
    if len(public) != 2 * size or len(signature) != 2 * size or len(digest) != size:
        raise InvalidSignature
    if not _holds(name, public, bytes(signature), bytes(digest)):
        raise InvalidSignature


# Whoever signs eighty documents has the same certificates and revocation lists looked at with each of them.
@functools.lru_cache(maxsize=4096)
def _holds(name: str, public: bytes, signature: bytes, digest: bytes) -> bool:
    """What the equation says, of these octets and nothing else: a few hundredths of a second in pure Python."""
    size = len(digest)
    curve, x, y = _curve(name), public[:size][::-1], public[size:][::-1]
    swapped = bytearray(signature[size:] + signature[:size])  # gostcrypto wants r before s
    if not _on_curve(curve, int.from_bytes(x, "big"), int.from_bytes(y, "big")):
        return False
    return bool(curve.verify(bytearray(x + y), bytearray(digest[::-1]), swapped))


def _on_curve(curve: Any, x: int, y: int) -> bool:
    """A point elsewhere is no key (RFC 7091, 5.2), and the library does not ask."""
    p = curve._p
    return 0 <= x < p and 0 <= y < p and not (y * y - x * x * x - curve._a * x - curve._b) % p


class Verifier(DefaultSignatureValidator):
    """pyHanko's point of extension: GOST signatures here, all others as released."""

    def validate_signature(
        self,
        signature: bytes,
        signed_data: bytes,
        public_key_info: keys.PublicKeyInfo,
        signature_algorithm: algos.SignedDigestAlgorithm,
        context: SignatureValidationContext = DEFAULT_VALIDATION_CONTEXT,
    ) -> None:
        """Raises InvalidSignature; AlgorithmNotSupported where key, scheme and digest do not belong together."""
        register()
        bits = bits_of(public_key_info)
        scheme = str(signature_algorithm["algorithm"].native)
        if bits is None and not scheme.startswith("gost"):
            super().validate_signature(signature, signed_data, public_key_info, signature_algorithm, context)
            return
        beside = context.contextual_md_algorithm
        if scheme != f"gost2012_{bits}" or beside not in (None, f"streebog{bits}"):
            raise AlgorithmNotSupported(f"{scheme} with {beside} is no scheme of a GOST key of {bits} bits")
        digest = signed_data if context.prehashed else streebog(signed_data, bits or 0)
        verify(public_key_info, signature, digest)
