"""Which digests and keys are accepted, and until when: data, and the one rule over it.

After ETSI TS 119 312 and NIST SP 800-131A; the crypto constraints of EN 319 102-1 (5.1.4.4). What is not listed is
refused by its name, whether weak or unknown. It reads no certificate and no signature: signing/strength.py does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from records.digest import Json
from records.times import rfc3339


@dataclass(frozen=True, slots=True)
class Accepted:
    """A digest or kind of key that is accepted: for keys from a size in bits on; before a moment, if one is set."""

    name: str
    before: datetime | None = None
    bits: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """An algorithm that is not accepted, by name, and why, in Russian and English."""

    name: str
    ru: str
    en: str


POLICY: Final = (
    "letopis/algorithms/1"  # a test holds the tables below to this name: who changes them counts on
)
_END_OF_2030: Final = datetime(2031, 1, 1, tzinfo=UTC)

DIGESTS: Final = (
    Accepted("sha224", before=_END_OF_2030),
    *(Accepted(name) for name in ("sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512")),
)
# The first line that fits says until when: longer keys stand first.
KEYS: Final = (
    Accepted("rsa", bits=3072),
    Accepted("rsa", bits=2048, before=_END_OF_2030),
    *(Accepted(curve, bits=256) for curve in ("secp256r1", "brainpoolp256r1")),
    *(Accepted(curve, bits=384) for curve in ("secp384r1", "brainpoolp384r1")),
    *(Accepted(curve, bits=512) for curve in ("secp521r1", "brainpoolp512r1")),
    *(Accepted("ed25519", bits=256), Accepted("ed448", bits=448)),
)
SCHEMES: Final = (
    *(Accepted("rsassa_pkcs1v15"), Accepted("rsassa_pss"), Accepted("ecdsa")),
    *(Accepted("ed25519"), Accepted("ed448")),
)
_BROKEN: Final = frozenset({"md2", "md4", "md5", "sha1", "dsa", "ripemd160"})
_SHOWN: Final[Mapping[str, str]] = {
    "rsa": "RSA",
    "dsa": "DSA",
    "rsassa_pkcs1v15": "RSA PKCS #1 v1.5",
    "rsassa_pss": "RSA-PSS",
    "secp256r1": "ECDSA P-256",
    "secp384r1": "ECDSA P-384",
    "secp521r1": "ECDSA P-521",
}


def published() -> Mapping[str, Json]:
    """The whole policy under its name, as a report names it: an algorithm's key from so many bits on, until when."""
    tables = {"digests": DIGESTS, "keys": KEYS, "schemes": SCHEMES}
    return {"name": POLICY, **{kind: [_told(line) for line in table] for kind, table in tables.items()}}


def _told(line: Accepted) -> Json:
    shown = _SHOWN.get(line.name, line.name.upper())
    return {"name": shown, "bits": line.bits or None, "before": rfc3339(line.before) if line.before else None}


def refuse_digest(name: str, at: datetime) -> Refusal | None:
    """Why a digest is not accepted in something made at `at`; None when it is."""
    return _refuse(DIGESTS, name, 0, at)


def refuse_scheme(name: str, at: datetime) -> Refusal | None:
    """Why a signature scheme is not accepted in something made at `at`; None when it is."""
    return _refuse(SCHEMES, name, 0, at)


def refuse_key(name: str, bits: int, at: datetime) -> Refusal | None:
    """Why a key is not accepted in something made at `at`; None when it is. `name` is RSA's or the curve's."""
    return _refuse(KEYS, name, bits, at)


def shortest_rsa(until: datetime) -> int:
    """The fewest bits of an RSA key that is accepted up to `until`."""
    return min(line.bits for line in KEYS if line.name == "rsa" and (not line.before or until < line.before))


def _refuse(table: tuple[Accepted, ...], name: str, bits: int, at: datetime) -> Refusal | None:
    shown = _SHOWN.get(name, name.upper())
    lines = [line for line in table if line.name == name]
    if not lines:
        if name in _BROKEN:
            return Refusal(shown, f"{shown} ненадёжен", f"{shown} is broken")
        return Refusal(shown, f"{shown} неизвестен и не признаётся", f"{shown} is unknown and not accepted")
    long_enough = [line for line in lines if bits >= line.bits]
    if not long_enough:
        least = min(line.bits for line in lines)
        return Refusal(
            shown, f"ключ {shown} {bits} бит короче {least}", f"a {shown} key of {bits} bits is below {least}"
        )
    before = long_enough[0].before
    if before is not None and at >= before:
        size = f" {bits}" if bits else ""
        day = f"{before:%d.%m.%Y}"
        return Refusal(
            shown, f"{shown}{size} не принимается с {day}", f"{shown}{size} is not accepted from {day} on"
        )
    return None
