"""Digests and canonical JSON: bytes in, hexadecimal out.

Canonical JSON is RFC 8785 (JCS). SHA-256 (FIPS 180-4) names records and content; SHA-512 stands in bags.
It does not decide what is digested.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"


def sha256(data: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sha512(data: bytes) -> str:
    """SHA-512 as 128 hexadecimal digits."""
    return hashlib.sha512(data).hexdigest()


def canonical(value: Json) -> bytes:
    """The one byte form of a JSON value (RFC 8785). Floats have no place in a record."""
    return rfc8785.dumps(value)


def salted(domain: str, salt: bytes, body: bytes) -> str:
    """A commitment to `body` that tells nothing without the salt: SHA-256(domain NUL salt body).

    `salt` has 32 bytes, so that salt and body cannot run into each other. Raises ValueError otherwise.
    """
    if len(salt) != 32:
        raise ValueError("a salt has 32 bytes")
    return sha256(domain.encode() + b"\0" + salt + body)


def derive(seed: bytes, *names: str) -> bytes:
    """32 bytes for a purpose from a random seed: HMAC-SHA-256 over the length-prefixed names."""
    message = b"".join(len(n.encode()).to_bytes(4, "big") + n.encode() for n in names)
    return hmac.new(seed, message, hashlib.sha256).digest()
