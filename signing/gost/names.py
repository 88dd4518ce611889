"""The identifiers of Russian algorithms, and their names given to asn1crypto (RFC 9215, 2 and 4; RFC 4357; RFC 4491).

The algorithms of 1994 and 2001 are named too, so that they are refused by name. It computes nothing and accepts
nothing: signing/algorithms.py does.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from asn1crypto import algos, core, keys

from signing.libraries import require_releases

RELEASES: Final = {"asn1crypto": "1.5.1", "gostcrypto": "1.2.5"}

DIGESTS: Final[Mapping[str, str]] = {
    "1.2.643.2.2.9": "gost94_digest",
    "1.2.643.7.1.1.2.2": "streebog256",
    "1.2.643.7.1.1.2.3": "streebog512",
}
KEYS: Final[Mapping[str, str]] = {
    "1.2.643.2.2.20": "gost94",
    "1.2.643.2.2.19": "gost2001",
    "1.2.643.7.1.1.1.1": "gost2012_256",
    "1.2.643.7.1.1.1.2": "gost2012_512",
}
# A SignerInfo may name the key's algorithm in place of the scheme's: the digest stands beside it then.
SCHEMES: Final[Mapping[str, str]] = {
    **KEYS,
    "1.2.643.2.2.4": "gost94",
    "1.2.643.2.2.3": "gost2001",
    "1.2.643.7.1.1.3.2": "gost2012_256",
    "1.2.643.7.1.1.3.3": "gost2012_512",
}
# The sets of CryptoPro (RFC 4357, 11.4) are those of TC 26 under other names: XchA is A, XchB is C.
CURVES: Final[Mapping[str, str]] = {
    "1.2.643.7.1.2.1.1.1": "gost256a",
    "1.2.643.7.1.2.1.1.2": "gost256b",
    "1.2.643.7.1.2.1.1.3": "gost256c",
    "1.2.643.7.1.2.1.1.4": "gost256d",
    "1.2.643.2.2.35.1": "gost256b",
    "1.2.643.2.2.35.2": "gost256c",
    "1.2.643.2.2.35.3": "gost256d",
    "1.2.643.2.2.36.0": "gost256b",
    "1.2.643.2.2.36.1": "gost256d",
    "1.2.643.7.1.2.1.2.1": "gost512a",
    "1.2.643.7.1.2.1.2.2": "gost512b",
    "1.2.643.7.1.2.1.2.3": "gost512c",
}
_BITS: Final = {"gost2012_256": 256, "gost2012_512": 512}


class KeyParameters(core.Sequence):  # type: ignore[misc]
    """GostR3410-2012-PublicKeyParameters (RFC 9215, 4.2)."""

    _fields: ClassVar = [  # asn1crypto completes it in place
        ("curve", core.ObjectIdentifier),
        ("digest", core.ObjectIdentifier, {"optional": True}),
        ("encryption", core.ObjectIdentifier, {"optional": True}),
    ]


def bits_of(key: keys.PublicKeyInfo) -> int | None:
    """256 or 512 for a key of GOST R 34.10-2012, None for every other."""
    return _BITS.get(key["algorithm"]["algorithm"].native)


def curve_of(key: keys.PublicKeyInfo) -> str:
    """The name of the curve of a GOST key, or its identifier in digits when it is unknown."""
    dotted = str(key["algorithm"]["parameters"]["curve"].dotted)
    return CURVES.get(dotted, dotted)


def _form_of_key(before: Callable[[keys.PublicKeyInfo], Any]) -> Callable[[keys.PublicKeyInfo], Any]:
    """The form of a key's octets: of an unknown kind they stay octets, so that it can be refused by name."""

    def form(self: keys.PublicKeyInfo) -> Any:
        if self["algorithm"]["algorithm"].native in KEYS.values():
            return core.OctetString
        try:
            return before(self)
        except KeyError:
            return (core.OctetBitString, None)

    return form


@functools.cache
def register() -> None:
    """Give the names to asn1crypto, once. Raises SetupError where it is not the release that was studied."""
    require_releases(RELEASES)
    _name(algos.DigestAlgorithmId, DIGESTS)
    _name(algos.SignedDigestAlgorithmId, SCHEMES)
    _name(keys.PublicKeyAlgorithmId, KEYS)
    specs = dict.fromkeys(_BITS, KeyParameters)
    keys.PublicKeyAlgorithm._oid_specs = {**keys.PublicKeyAlgorithm._oid_specs, **specs}
    forms = keys.PublicKeyInfo._spec_callbacks
    # pyHanko has put its own form for new kinds of keys there: what stands there goes on being asked.
    keys.PublicKeyInfo._spec_callbacks = {**forms, "public_key": _form_of_key(forms["public_key"])}


def _name(kind: Any, names: Mapping[str, str]) -> None:
    kind._map = {**kind._map, **names}
    kind._reverse_map = {name: dotted for dotted, name in kind._map.items()}
