"""What a key answers when it is asked to sign, by where it is held: the one place that knows how the kinds differ.

The answer of a key that is elsewhere in; the signature as it stands in a CMS out: ECDSA in DER (RFC 5753), RSA as it is
(PKCS #1 v1.5). Whether it is a signature of that key is signing/remote.py's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from signing.certification import from_webcrypto
from signing.enrolment import Held


def signature_of(held: str, answer: bytes) -> bytes:
    """The signature in the answer of a key that is held there. Raises SigningRefusedError (signing.…_signature)."""
    return _READ[Held(held)](answer)


def _as_it_is(answer: bytes) -> bytes:
    return answer


_READ: Final[Mapping[Held, Callable[[bytes], bytes]]] = {
    Held.BROWSER: from_webcrypto,
    Held.TOKEN: _as_it_is,
}
