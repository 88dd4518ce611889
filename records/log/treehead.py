"""Tree heads: size and root of a log -> a checkpoint that its key signed, and back (C2SP tlog-checkpoint).

A checkpoint is a signed note of three lines: origin, size, base64 root. It makes no tree and keeps no
history: that two heads of one log agree is for merkle.verify_consistency.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from records.log.errors import NoteError
from records.log.merkle import HASH_SIZE
from records.log.note import NoteSigner, NoteVerifier, decode_base64, open_note, sign_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class TreeHead:
    """A log at one size: its origin, the number of entries, the 32-byte root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note text of the checkpoint."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class SignedTreeHead:
    """A tree head and the note that carries it, with every signature that stood on it."""

    head: TreeHead
    note: str


def sign(head: TreeHead, signer: NoteSigner) -> SignedTreeHead:
    """The checkpoint of `head`. The key's name must be the origin: raises NoteError `log.head.origin`."""
    _check_origin(head.origin, signer.name)
    return SignedTreeHead(head, sign_note(head.text(), signer))


def parse_and_verify(note: str, verifier: NoteVerifier) -> SignedTreeHead:
    """The tree head of a checkpoint, once the log's own signature on it holds.

    Extension lines are signed but mean nothing to us. Raises NoteError: what open_note raises,
    `log.head.form` (not a checkpoint), `log.head.origin` (another log's).
    """
    lines = open_note(note, verifier).removesuffix("\n").split("\n")
    root = decode_base64(lines[2]) if len(lines) >= 3 else None
    if root is None or len(root) != HASH_SIZE or not _SIZE.fullmatch(lines[1]) or not all(lines):
        raise NoteError(
            "log.head.form",
            "Подписанный текст — не контрольная точка журнала (нужны имя журнала, размер, корень).",
            "the signed text is no checkpoint: expected origin, size and root",
        )
    _check_origin(lines[0], verifier.name)
    return SignedTreeHead(TreeHead(lines[0], int(lines[1]), root), note)


def _check_origin(origin: str, name: str) -> None:
    if origin != name:
        raise NoteError(
            "log.head.origin",
            f"Контрольная точка журнала «{origin}», а ключ — журнала «{name}».",
            f"the checkpoint is of log {origin!r}, the key of log {name!r}",
        )
