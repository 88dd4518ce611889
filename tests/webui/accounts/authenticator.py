"""An authenticator in software (WebAuthn 6): makes and uses passkeys as an honest one does, or as a test bends it.

EC P-256 with `cryptography`, attestation `none`. It answers with the JSON that the page's program sends.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, MAY_BE_COPIED, BACKED_UP, ATTESTED = 1, 4, 8, 16, 64


def spelled(octets: bytes) -> str:
    """In base64url."""
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def octets_of(text: str) -> bytes:
    """From base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True, slots=True)
class Bent:
    """How an answer differs from what is right."""

    origin: str = "http://localhost"
    rp_id: str = "localhost"
    flags: int = PRESENT | VERIFIED
    kind: str | None = None
    challenge: str | None = None
    owner: str | None = None


HONEST = Bent()


@dataclass
class Authenticator:
    """Holds one passkey; `count` goes up with each use unless it is told to stay."""

    credential: bytes = b"credential of the tests"
    count: int = 0
    counts: bool = True
    owner: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, question: dict[str, Any], bent: Bent = HONEST) -> str:
        """The answer to the question for a new passkey."""
        self.owner = octets_of(question["user"]["id"])
        data = self._data(replace(bent, flags=bent.flags | ATTESTED)) + self._attested()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        told = self._told(question, "webauthn.create", bent)
        response = {"clientDataJSON": spelled(told), "attestationObject": spelled(attestation)}
        return self._answer({**response, "transports": ["internal", "hybrid", "telepathy"]})

    def use(self, question: dict[str, Any], bent: Bent = HONEST) -> str:
        """The answer to the question for a passkey."""
        self.count += self.counts
        data, told = self._data(bent), self._told(question, "webauthn.get", bent)
        signature = self.key.sign(data + sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        response = {"clientDataJSON": spelled(told), "authenticatorData": spelled(data)}
        owner = self.owner if bent.owner is None else bent.owner.encode()
        return self._answer({**response, "signature": spelled(signature), "userHandle": spelled(owner)})

    def _answer(self, response: dict[str, Any]) -> str:
        named = spelled(self.credential)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})

    def _told(self, question: dict[str, Any], kind: str, bent: Bent) -> bytes:
        told = {"type": bent.kind or kind, "challenge": bent.challenge or question["challenge"]}
        return json.dumps({**told, "origin": bent.origin, "crossOrigin": False}).encode()

    def _data(self, bent: Bent) -> bytes:
        return sha256(bent.rp_id.encode()).digest() + bytes([bent.flags]) + self.count.to_bytes(4, "big")

    def _attested(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        return bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + cbor2.dumps(public)
