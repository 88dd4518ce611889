"""Digests and canonical JSON: bytes in, hexadecimal out.

Canonical JSON is RFC 8785 (JCS). SHA-256 (FIPS 180-4) names records and content; SHA-512 stands in bags.
It does not decide what is digested.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"


def sha256(data: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sha512(data: bytes) -> str:
    """SHA-512 as 128 hexadecimal digits."""
    return hashlib.sha512(data).hexdigest()


def canonical(value: Json) -> bytes:
    """The one byte form of a JSON value (RFC 8785). Floats have no place in a record.

    The standard library writes the same bytes ten times as fast, wherever it can be told beforehand that it
    does; the rest, and what is no JSON at all, is left to rfc8785, which raises CanonicalizationError.
    """
    if _is_plain(value):
        try:
            return _PLAIN.encode(value).encode()
        except UnicodeEncodeError:
            pass  # an unpaired surrogate: rfc8785 says so
    return rfc8785.dumps(value)


_PLAIN: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_SAFE_INTEGERS: Final = 2**53  # RFC 7493, 2.2


def _is_plain(value: object) -> bool:
    """Only strings, small integers, true, false, null, lists and dictionaries with ASCII names.

    RFC 8785 orders names by UTF-16 units, the library by code points: for ASCII that is the same.
    """
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str) or found is None:
            continue
        if isinstance(found, dict):
            if not all(map(_is_ascii, found)):
                return False
            waiting.extend(found.values())
        elif isinstance(found, list | tuple):
            waiting.extend(found)
        elif not isinstance(found, int) or abs(found) >= _SAFE_INTEGERS:
            return False
    return True


def _is_ascii(name: object) -> bool:
    return isinstance(name, str) and name.isascii()


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
