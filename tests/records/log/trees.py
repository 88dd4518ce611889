"""Trees in memory for the tests of the log: a reader built by the words of RFC 9162 2.1.1, and its files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from records.log.merkle import Node
from records.log.note import NoteSigner
from records.log.tiles import new_tiles
from records.log.treehead import TreeHead

ORIGIN = "letopis.example/school-1543"
SIGNER = NoteSigner(ORIGIN, bytes(range(32)))


def mth(entries: tuple[bytes, ...]) -> bytes:
    """MTH(D_n), RFC 9162 2.1.1, word for word; shares nothing with the code under test."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\1" + mth(entries[:k]) + mth(entries[k:])).digest()


@dataclass(frozen=True)
class MemoryTree:
    """A TreeReader over a tuple of entries."""

    all: tuple[bytes, ...]

    def read(self, nodes: Sequence[Node]) -> list[bytes]:
        return [_subtree(self.all, node) for node in nodes]

    def entries(self, start: int, end: int) -> list[bytes]:
        return list(self.all[start:end])

    def root(self, size: int) -> bytes:
        return mth(self.all[:size])

    def head(self, size: int) -> TreeHead:
        return TreeHead(ORIGIN, size, self.root(size))

    def files(self, size: int) -> dict[str, bytes]:
        return dict(new_tiles(self, 0, size))


@cache
def _subtree(entries: tuple[bytes, ...], node: Node) -> bytes:
    start, end = node.place << node.level, (node.place + 1) << node.level
    assert end <= len(entries), f"{node} is not complete"
    return mth(entries[start:end])


def tree(size: int) -> MemoryTree:
    """A tree of `size` different entries of 32 bytes."""
    return MemoryTree(tuple(hashlib.sha256(b"%d" % n).digest() for n in range(size)))


def reading(files: dict[str, bytes]) -> Callable[[str], bytes]:
    """What tile_audit reads by: the files of a dictionary."""

    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    return read
