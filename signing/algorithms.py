"""Which digests and keys are accepted, and until when: data, and the one rule over it.

After ETSI TS 119 312, NIST SP 800-131A and IR 8547; the crypto constraints of EN 319 102-1 (5.1.4.4). What is not
listed is refused by its name, whether weak, withdrawn or unknown. It reads no certificate and no signature:
signing/strength.py does.
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
    "letopis/algorithms/2"  # a test holds the tables below to this name: who changes them counts on
)
_END_OF_2030: Final = datetime(2031, 1, 1, tzinfo=UTC)
# No end is set in Russia; NIST IR 8547 lets no signature that a quantum computer breaks be made after 2035.
_END_OF_2035: Final = datetime(2036, 1, 1, tzinfo=UTC)

DIGESTS: Final = (
    Accepted("sha224", before=_END_OF_2030),
    *(Accepted(name) for name in ("sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512")),
    *(Accepted(name, before=_END_OF_2035) for name in ("streebog256", "streebog512")),
)
# The first line that fits says until when: longer keys stand first.
KEYS: Final = (
    Accepted("rsa", bits=3072),
    Accepted("rsa", bits=2048, before=_END_OF_2030),
    *(Accepted(curve, bits=256) for curve in ("secp256r1", "brainpoolp256r1")),
    *(Accepted(curve, bits=384) for curve in ("secp384r1", "brainpoolp384r1")),
    *(Accepted(curve, bits=512) for curve in ("secp521r1", "brainpoolp512r1")),
    *(Accepted("ed25519", bits=256), Accepted("ed448", bits=448)),
    *(Accepted(f"gost256{curve}", bits=256, before=_END_OF_2035) for curve in "abcd"),
    *(Accepted(f"gost512{curve}", bits=512, before=_END_OF_2035) for curve in "abc"),
)
SCHEMES: Final = (
    *(Accepted("rsassa_pkcs1v15"), Accepted("rsassa_pss"), Accepted("ecdsa")),
    *(Accepted("ed25519"), Accepted("ed448")),
    *(Accepted(name, before=_END_OF_2035) for name in ("gost2012_256", "gost2012_512")),
)
_BROKEN: Final = frozenset({"md2", "md4", "md5", "sha1", "dsa", "ripemd160"})
_WITHDRAWN: Final = (
    frozenset(  # GOST R 34.10-94 and -2001, GOST R 34.11-94: replaced, not to be used since 2020
        {"gost94", "gost94_digest", "gost2001"}
    )
)
_SHOWN: Final[Mapping[str, str]] = {
    **{f"sha{bits}": f"SHA-{bits}" for bits in (1, 224, 256, 384, 512)},
    "rsa": "RSA",
    "dsa": "DSA",
    "rsassa_pkcs1v15": "RSA PKCS #1 v1.5",
    "rsassa_pss": "RSA-PSS",
    "secp256r1": "ECDSA P-256",
    "secp384r1": "ECDSA P-384",
    "secp521r1": "ECDSA P-521",
    "streebog256": "Streebog-256",
    "streebog512": "Streebog-512",
    **{f"gost256{curve}": f"GOST R 34.10-2012 256 {curve.upper()}" for curve in "abcd"},
    **{f"gost512{curve}": f"GOST R 34.10-2012 512 {curve.upper()}" for curve in "abc"},
    "gost2012_256": "GOST R 34.10-2012 256",
    "gost2012_512": "GOST R 34.10-2012 512",
    "gost2001": "GOST R 34.10-2001",
    "gost94": "GOST R 34.10-94",
    "gost94_digest": "GOST R 34.11-94",
}


def published() -> Mapping[str, Json]:
    """The whole policy under its name, as a report names it: an algorithm's key from so many bits on, until when."""
    tables = {"digests": DIGESTS, "keys": KEYS, "schemes": SCHEMES}
    return {"name": POLICY, **{kind: [_told(line) for line in table] for kind, table in tables.items()}}


def _told(line: Accepted) -> Json:
    return {
        "name": shown(line.name),
        "bits": line.bits or None,
        "before": rfc3339(line.before) if line.before else None,
    }


def shown(name: str) -> str:
    """What people call a digest, a scheme or a kind of key."""
    return _SHOWN.get(name, name.upper())


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
    called = shown(name)
    lines = [line for line in table if line.name == name]
    if not lines:
        if name in _BROKEN:
            return Refusal(called, f"{called} ненадёжен", f"{called} is broken")
        if name in _WITHDRAWN:
            return Refusal(called, f"{called} отменён", f"{called} is withdrawn")
        return Refusal(
            called, f"{called} неизвестен и не признаётся", f"{called} is unknown and not accepted"
        )
    long_enough = [line for line in lines if bits >= line.bits]
    if not long_enough:
        least = min(line.bits for line in lines)
        return Refusal(
            called,
            f"ключ {called} {bits} бит короче {least}",
            f"a {called} key of {bits} bits is below {least}",
        )
    before = long_enough[0].before
    if before is not None and at >= before:
        size = f" {bits}" if bits else ""
        day = f"{before:%d.%m.%Y}"
        return Refusal(
            called, f"{called}{size} не принимается с {day}", f"{called}{size} is not accepted from {day} on"
        )
    return None
