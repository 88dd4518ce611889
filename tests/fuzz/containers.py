"""What is fuzzed of a detached CMS: DER with odd elements; and no damage of what is signed is taken for a signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Final

from asn1crypto import cms

from signing.external import check_detached

_SEED: Final = Path(__file__).parent / "seeds" / "detached.cms"
CONTENT: Final = b"what is signed"
SIGNED_AT: Final = datetime(2026, 11, 22, 23, 45, tzinfo=UTC)
_SEQUENCE, _SET, _CONTEXT, _OCTETS = 0x30, 0x31, 0xA0, 0x04
_ODD: Final = (
    *(
        b"\x05\x00",
        b"\x30\x00",
        b"\x31\x00",
        b"\x04\x00",
        b"\x02\x01\x00",
        b"\x02\x00",
        b"\x06\x01\x80",
        b"\xa0\x00",
    ),
    *(
        b"\x30\x80\x00\x00",
        b"\x02\x84\x00\x00\x00\x01\x00",
        b"\x0c\x02\xff\xfe",
        b"\x18\x0f99991231235960Z",
        b"\x1f",
    ),
    *(b"\x30\x84\x7f\xff\xff\xff", b"\x24\x06\x04\x01a\x04\x01b", b"\x06\x0b" + b"\xff" * 10 + b"\x7f"),
)


@lru_cache(maxsize=1)
def seed() -> bytes:
    """A CAdES-BES over CONTENT by a GOST key of 256 bits, as OpenSSL's engine made it."""
    return _SEED.read_bytes()


def judge(data: bytes) -> None:
    """A container that is taken says the same of its signer as the seed: else it is as bad as a crash."""
    check_detached(data, CONTENT, SIGNED_AT)
    if _judged(data) != _judged(seed()):
        raise AssertionError("damage went unnoticed")


def _judged(data: bytes) -> tuple[bytes, bytes]:
    """The signed attributes, and the certificate that the signer is looked for in."""
    signed = cms.ContentInfo.load(data)["content"]
    info = signed["signer_infos"][0]
    return info["signed_attrs"].dump(), signed["certificates"][0].dump()


def odd_der(data: bytes, chance: Random) -> bytes:
    """The container with one to three elements lost, doubled, exchanged, nested or odd, whose lengths agree."""
    for _ in range(chance.randint(1, 3)):
        data = _changed(data, chance, chance.choice(_CHANGES))
    return data


def _changed(data: bytes, chance: Random, change: Callable[[bytes, Random], bytes]) -> bytes:
    """One element is changed: of those side by side one is drawn, and whether it or one within it."""
    parts = _elements(data)
    if not parts:
        return data
    at = chance.randrange(len(parts))
    tag, body = parts[at]
    inner = _elements(body) if tag in (_SEQUENCE, _SET, _OCTETS) or tag & 0xE0 == _CONTEXT else []
    if inner and chance.random() < 0.85:
        made = _element(tag, _changed(body, chance, change))
    else:
        made = change(_element(tag, body), chance)
    return b"".join(made if n == at else _element(*part) for n, part in enumerate(parts))


def _elements(data: bytes) -> list[tuple[int, bytes]]:
    """(tag, content) of the elements side by side; none where the octets are something else."""
    found, at = list[tuple[int, bytes]](), 0
    while at + 2 <= len(data):
        size, at_body = data[at + 1], at + 2
        if size & 0x80:
            at_body += size & 0x7F
            size = int.from_bytes(data[at + 2 : at_body], "big")
        if at_body + size > len(data):
            return []
        found.append((data[at], data[at_body : at_body + size]))
        at = at_body + size
    return found if at == len(data) else []


def _element(tag: int, body: bytes) -> bytes:
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def _deep(one: bytes, chance: Random) -> bytes:
    for _ in range(chance.choice((2, 50, 400))):
        one = _element(chance.choice((_SEQUENCE, _SET, _CONTEXT)), one)
    return one


_CHANGES: Final[tuple[Callable[[bytes, Random], bytes], ...]] = (
    lambda one, chance: b"",
    lambda one, chance: one * 2,
    lambda one, chance: chance.choice(_ODD),
    lambda one, chance: one + chance.choice(_ODD),
    lambda one, chance: bytes((one[0] ^ 1 << chance.randrange(8),)) + one[1:],
    lambda one, chance: _element(one[0], bytes(chance.choice((0, 1, 40, 70_000)))),
    _deep,
)
