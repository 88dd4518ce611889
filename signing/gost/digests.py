"""Streebog where pyHanko 0.38 computes a digest itself: of a byte range, and of the certificate that a CMS names.

ISO 32000-2, 12.8.1; RFC 5035, 4 (ESSCertIDv2). What is replaced is checked first; other digests stay as they were.
"""

from __future__ import annotations

import functools
import hmac
from collections.abc import Callable, Mapping
from typing import Any, Final

from asn1crypto import tsp, x509
from pyhanko.sign import general
from pyhanko.sign.validation import EmbeddedPdfSignature, generic_cms

from signing.gost.names import register
from signing.gost.streebog import streebog
from signing.libraries import require_sources

SIZES: Final = {"streebog256": 256, "streebog512": 512}

_released: Callable[[x509.Certificate, Any], bool] = general.check_ess_certid
_SOURCES: Mapping[Callable[..., object], str] = {
    _released: "2aaefa7c8528b33b8196e33cfe3e86b159e7befefe152fc8820fdb65227741eb"
}


class _OfByteRange(dict[str, bytes]):
    """The digests of a signature's byte range as pyHanko keeps them; Streebog is computed when it is asked for."""

    def __init__(self, data: bytes, byte_range: tuple[int, ...], known: Mapping[str, bytes]) -> None:
        super().__init__(known)
        self._data, self._range = data, byte_range

    def __missing__(self, name: str) -> bytes:
        self[name] = streebog(covered(self._data, self._range), SIZES[name])
        return self[name]


def covered(data: bytes, byte_range: tuple[int, ...]) -> bytes:
    """The octets of a byte range: pairs of offset and length."""
    pairs = zip(byte_range[::2], byte_range[1::2], strict=True)
    return b"".join(data[start : start + length] for start, length in pairs)


def lend_streebog(signature: EmbeddedPdfSignature, data: bytes) -> None:
    """Let pyHanko take Streebog digests of what this signature of the file `data` covers."""
    byte_range = tuple(int(number) for number in signature.byte_range)
    signature.external_digests = _OfByteRange(data, byte_range, signature.external_digests)


def is_named(certificate: x509.Certificate, named: tsp.ESSCertID | tsp.ESSCertIDv2) -> bool:
    """Whether it is this certificate that a signing-certificate attribute names."""
    bits = None
    if isinstance(named, tsp.ESSCertIDv2):
        bits = SIZES.get(named["hash_algorithm"]["algorithm"].native)
    if bits is None:
        return _released(certificate, named)
    if not hmac.compare_digest(streebog(certificate.dump(), bits), named["cert_hash"].native):
        return False
    serial = named["issuer_serial"]
    return not serial or bool(general.match_issuer_serial(serial, certificate))


@functools.cache
def teach() -> None:
    """Teach the libraries of this process GOST, once. Raises SetupError where they are not those that were studied."""
    register()
    require_sources(_SOURCES)
    for module in (general, generic_cms):
        library: Any = module
        library.check_ess_certid = is_named
