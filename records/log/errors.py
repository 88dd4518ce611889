"""What can be wrong with the log, by whose fault: a proof, a signed note, a tile file, the stored tree.

Every class carries a stable code and a text in both languages; TileError also names the file. All of them
mean a problem found in the records (exit code 1).
"""

from __future__ import annotations

from typing import ClassVar

from records.errors import RecordsError


class LogError(RecordsError):
    """The log does not hold what it promised."""

    exit_code: ClassVar[int] = 1


class ProofError(LogError):
    """A Merkle proof does not prove what was claimed (RFC 9162, 2.1.3.2 and 2.1.4.2)."""


class NoteError(LogError):
    """A key, a signed note or a checkpoint is malformed, or no trusted signature stands on it."""


class TreeError(LogError):
    """The tree in the database contradicts its own signed head or has lost a hash."""


class TileError(LogError):
    """A file of the tiled log is missing, damaged or foreign. `path` is relative to the log's folder."""

    def __init__(self, code: str, path: str, ru: str, en: str) -> None:
        super().__init__(code, f"{path}: {ru}", f"{path}: {en}")
        self.path = path
