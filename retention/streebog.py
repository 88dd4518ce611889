"""A tag file of Streebog-256 digests in the bag of a record that bears a GOST signature: `streebog256.txt`.

GOST R 34.11-2012 (RFC 6986), a line for each payload file as `openssl dgst -engine gost -md_gost12_256 -r` prints it:
whoever may only believe Russian digests checks the bag with that command and `diff`. The tag manifest covers it. It is
no BagIt manifest: RFC 8493 has no name for the algorithm, and other programs would stumble over one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from retention.manifest import PAYLOAD
from retention.verification.report import Fault
from signing.gost.streebog import streebog
from signing.reading import digest_names

NAME: Final = "streebog256.txt"
_BITS: Final = 256
_OIDS: Final = re.compile(
    b"06082a850307010102", re.IGNORECASE
)  # Streebog's, as a signature's digits begin them


def has_gost(pdf: bytes) -> bool:
    """Whether a signature of the file begins with Streebog. Raises SignatureInvalid (unreadable)."""
    return bool(_OIDS.search(pdf)) and any(name.startswith("streebog") for name in digest_names(pdf))


def sums(payload: Mapping[str, bytes]) -> bytes:
    """The tag file for a payload (names without `data/`)."""
    digests = {name: streebog(body, _BITS).hex() for name, body in payload.items()}
    return "".join(f"{digests[name]} *{PAYLOAD}{name}\n" for name in sorted(digests)).encode()


def fault(payload: Mapping[str, bytes], found: bytes | None) -> Fault | None:
    """What is wrong with the tag file of a bag whose record bears a GOST signature: code, Russian, English."""
    if found is None:
        return (
            "bag.streebog_missing",
            f"На документе подпись по ГОСТ, а файла {NAME} в пакете нет.",
            f"the record bears a GOST signature, and the bag has no {NAME}",
        )
    if found != sums(payload):
        return (
            "bag.streebog_differs",
            f"Отпечатки ГОСТ Р 34.11-2012 в {NAME} не сходятся с файлами пакета.",
            f"the Streebog digests in {NAME} do not agree with the files of the bag",
        )
    return None
