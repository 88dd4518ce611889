"""Signed notes and their keys: text + Ed25519 key -> note, and back (C2SP signed-note, signature type 0x01).

Keys have the text forms of Go's sumdb/note: `name+hash+base64` to verify, `PRIVATE+KEY+` before it to sign.
Signatures of unknown keys (witnesses, old keys) are kept and passed over. It knows nothing of trees.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from records.log.errors import NoteError

_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY+"
_DASH = "— "
_LONGEST = 1_000_000  # characters; C2SP asks for a limit that leaves room for 16 signatures


@dataclass(frozen=True, slots=True)
class NoteVerifier:
    """A public key with its name: 32 bytes of Ed25519 (RFC 8032)."""

    name: str
    key: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key in a signature: SHA-256(name LF 0x01 key)[:4]."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:4]

    def text(self) -> str:
        """The form to publish: `name+hash+base64(0x01 key)`."""
        return f"{self.name}+{self.key_id.hex()}+{_encode(_ED25519 + self.key)}"

    def verify(self, text: str, signature: bytes) -> None:
        """Raise NoteError `log.note.signature` unless the signature is this key's over the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text.encode())
        except InvalidSignature:
            raise NoteError(
                "log.note.signature",
                f"Подпись ключа {self.name} под записью неверна: текст или подпись изменены.",
                f"the signature of {self.name} does not fit the note: text or signature was altered",
            ) from None


@dataclass(frozen=True, slots=True, repr=False)
class NoteSigner:
    """A private key with its name: the 32-byte seed of Ed25519. Its repr does not show the seed."""

    name: str
    seed: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)

    def __repr__(self) -> str:
        return f"NoteSigner({self.verifier().text()})"

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def verifier(self) -> NoteVerifier:
        """The public half."""
        return NoteVerifier(self.name, self._private().public_key().public_bytes_raw())

    def text(self) -> str:
        """The secret form: `PRIVATE+KEY+name+hash+base64(0x01 seed)`."""
        return f"{_PRIVATE}{self.name}+{self.verifier().key_id.hex()}+{_encode(_ED25519 + self.seed)}"

    def sign(self, text: str) -> bytes:
        """The 64-byte signature over the text."""
        return self._private().sign(text.encode())


def parse_verifier(text: str) -> NoteVerifier:
    """The verifier that a text form names. Raises NoteError `log.note.key`."""
    name, key_id, key = _parse_key(text)
    verifier = NoteVerifier(name, key)
    if verifier.key_id.hex() != key_id:
        raise _bad_key()
    return verifier


def parse_signer(text: str) -> NoteSigner:
    """The signer that a secret text form names. Raises NoteError `log.note.key`; the text stays out of it."""
    if not text.startswith(_PRIVATE):
        raise _bad_key()
    name, key_id, seed = _parse_key(text.removeprefix(_PRIVATE))
    signer = NoteSigner(name, seed)
    if signer.verifier().key_id.hex() != key_id:
        raise _bad_key()
    return signer


def sign_note(text: str, signer: NoteSigner) -> str:
    """The note: the text, a blank line, the signature line.

    Raises NoteError `log.note.form` when the text does not end in a newline or has control characters.
    """
    _check_text(text)
    signature = signer.verifier().key_id + signer.sign(text)
    return f"{text}\n{_DASH}{signer.name} {_encode(signature)}\n"


def open_note(note: str, verifier: NoteVerifier) -> str:
    """The text of a note that the verifier's key signed.

    Raises NoteError: `log.note.form` (not a note), `log.note.unsigned` (no signature of this key),
    `log.note.signature` (a signature of this key that does not fit).
    """
    _check_text(note)
    body, separator, lines = note.rpartition("\n\n")
    text = body + "\n"
    if not separator or not body or not lines:
        raise _bad_form("нет подписей", "it has no signatures")
    signatures = [_parse_signature(line) for line in lines.removesuffix("\n").split("\n")]
    ours = [value for name, key_id, value in signatures if (name, key_id) == (verifier.name, verifier.key_id)]
    if not ours:
        raise NoteError(
            "log.note.unsigned",
            f"Под записью нет подписи ключа {verifier.name}+{verifier.key_id.hex()}.",
            f"the note has no signature by {verifier.name}+{verifier.key_id.hex()}",
        )
    for signature in ours:
        verifier.verify(text, signature)
    return text


def _parse_signature(line: str) -> tuple[str, bytes, bytes]:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    raw = decode_base64(encoded)
    if not line.startswith(_DASH) or not space or not name or raw is None or len(raw) < 5:
        raise _bad_form("строка подписи не по форме", "a signature line is malformed")
    return name, raw[:4], raw[4:]


def _parse_key(text: str) -> tuple[str, str, bytes]:
    parts = text.split("+", 2)
    raw = decode_base64(parts[2]) if len(parts) == 3 else None
    if raw is None or len(raw) != 33 or raw[:1] != _ED25519 or not _is_name(parts[0]):
        raise _bad_key()
    return parts[0], parts[1], raw[1:]


def decode_base64(text: str) -> bytes | None:
    """The bytes of canonical standard base 64 (RFC 4648, 4), or None: one value has one spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if _encode(raw) == text else None


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and name.isprintable() and not any(c.isspace() for c in name)


def _check_name(name: str) -> None:
    if not _is_name(name):
        raise NoteError(
            "log.note.name",
            f"Имя ключа {name!r} не годится: нужна непустая строка без пробелов и знака «+».",
            f"{name!r} cannot name a key: it must be non-empty, without spaces and plus signs",
        )


def _check_text(text: str) -> None:
    if not text.endswith("\n") or len(text) > _LONGEST or any(c < " " and c != "\n" for c in text):
        raise _bad_form(
            "нет конца строки, есть управляющие знаки или текст слишком длинный",
            "no final newline, control characters, or too long",
        )


def _bad_form(ru: str, en: str) -> NoteError:
    return NoteError("log.note.form", f"Это не подписанная запись: {ru}.", f"not a signed note: {en}")


def _bad_key() -> NoteError:
    return NoteError(
        "log.note.key",
        "Ключ журнала записан неверно: нужно «имя+хеш+base64».",
        "malformed log key: expected name+hash+base64",
    )
