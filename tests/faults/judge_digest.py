"""The judge's own digests: canonical JSON (RFC 8785), salted commitments, the Merkle tree of RFC 9162, signed notes.

A few lines each, written from the standards and docs/adr/0008 and 0011, not from the product's code.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def jcs(value: object) -> bytes:
    """Canonical JSON. Our keys are in the Basic Multilingual Plane and floats have no place in a record."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def salted(domain: str, salt: bytes, body: bytes) -> str:
    """SHA-256(domain NUL salt body)."""
    return sha256(domain.encode() + b"\0" + salt + body)


def leaf(entry: bytes) -> bytes:
    """RFC 9162, 2.1.1: the hash of a leaf."""
    return hashlib.sha256(b"\0" + entry).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162, 2.1.1: the head of the tree over these leaf hashes."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return _node(root(leaves[:split]), root(leaves[split:]))


def proven_root(index: int, size: int, entry: bytes, path: Sequence[bytes]) -> bytes:
    """RFC 9162, 2.1.3.2: the root to which an inclusion proof leads. Raises ValueError when it has another length."""
    place, last, found = index, size - 1, leaf(entry)
    for sibling in path:
        if last == 0:
            raise ValueError("the proof is too long")
        if place & 1 or place == last:
            found = _node(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = _node(found, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")
    return found


def open_checkpoint(note: str, verifier: str) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint that this key signed (C2SP signed-note, tlog-checkpoint).

    Raises ValueError or cryptography's InvalidSignature.
    """
    name, _, encoded = verifier.strip().split("+", 2)
    key = base64.b64decode(encoded)
    text, _, signature = note.partition("\n\n")
    dash, signer, value = signature.rstrip("\n").split(" ")
    raw = base64.b64decode(value)
    key_id = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if (dash, signer, raw[:4], key[:1]) != ("—", name, key_id, b"\1"):
        raise ValueError("signed by another key")
    Ed25519PublicKey.from_public_bytes(key[1:]).verify(raw[4:], f"{text}\n".encode())
    origin, size, digest = text.split("\n")
    return origin, int(size), base64.b64decode(digest)
