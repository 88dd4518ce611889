"""The peers of the log: an ordinary SQLite table of events, and RFC 9162, 2.1 recomputed from a list as written.

The table proves nothing; the list proves everything and keeps nothing: each question walks all leaves. They are
the simplest there is at either end.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path


def append_plainly(file: Path, events: int, batch: int) -> None:
    """Insert `events` rows in transactions of `batch`, as durable as ours (WAL, synchronous=FULL)."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, at TEXT, kind TEXT, body TEXT)")
        for start in range(0, events, batch):
            database.execute("BEGIN IMMEDIATE")
            for number in range(start, min(start + batch, events)):
                row = ("2026-05-26T15:00:00Z", "record.rendered", json.dumps({"record": f"{number:020}"}))
                database.execute("INSERT INTO event (at, kind, body) VALUES (?, ?, ?)", row)
            database.execute("COMMIT")


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n]) by its definition (RFC 9162, 2.1.1); `leaves` are leaf hashes, at least one."""
    if len(leaves) == 1:
        return leaves[0]
    middle = _split(len(leaves))
    both = b"\1" + tree_hash(leaves[:middle]) + tree_hash(leaves[middle:])
    return hashlib.sha256(both).digest()


def audit_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]) by its definition (RFC 9162, 2.1.3.1)."""
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*audit_path(index, leaves[:middle]), tree_hash(leaves[middle:])]
    return [*audit_path(index - middle, leaves[middle:]), tree_hash(leaves[:middle])]


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
