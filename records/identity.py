"""Public ids: random, short, safe in a path, a URL and a QR code.

Twenty characters of lower-case base 32 (RFC 4648), 100 bits: nobody guesses a neighbour's record.
Random ids come from an injected source; ids that a retried step must find again come from a seed.
"""

from __future__ import annotations

import base64
import secrets
from typing import Protocol

from records.digest import derive

ID_LENGTH = 20


class Entropy(Protocol):
    """Where random bytes come from."""

    def token(self, size: int) -> bytes:
        """`size` unpredictable bytes."""
        ...


class SystemEntropy:
    """The operating system's source."""

    def token(self, size: int) -> bytes:
        """`size` unpredictable bytes."""
        return secrets.token_bytes(size)


def _spell(raw: bytes) -> str:
    return base64.b32encode(raw).decode().lower()[:ID_LENGTH]


def random_id(entropy: Entropy) -> str:
    """A fresh id."""
    return _spell(entropy.token(13))


def derived_id(seed: bytes, *names: str) -> str:
    """The id that a step mints again after a crash: the same seed and names give the same id."""
    return _spell(derive(seed, "id", *names))
