"""Trees of any size in memory, a list of hashes a level, with the reader that proofs and tiles are made from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from records.log.merkle import Node, root
from records.log.tiles import new_tiles
from records.log.treehead import TreeHead
from tests.records.log.trees import ORIGIN


@dataclass(frozen=True, slots=True)
class GrownTree:
    """A TreeReader: the entries, and the hashes of the complete subtrees of each level."""

    leaves: Sequence[bytes]
    levels: Sequence[Sequence[bytes]]

    def read(self, nodes: Sequence[Node]) -> list[bytes]:
        """The hashes of the subtrees."""
        return [self.levels[node.level][node.place] for node in nodes]

    def entries(self, start: int, end: int) -> Sequence[bytes]:
        """The entries [start, end)."""
        return self.leaves[start:end]

    def head(self, size: int) -> TreeHead:
        """The head of the first `size` entries."""
        return TreeHead(ORIGIN, size, root(self, size))

    def leaf(self, index: int) -> bytes:
        """The hash of an entry."""
        return self.levels[0][index]


def grow(size: int) -> GrownTree:
    """A tree of `size` different entries of 32 bytes."""
    sha256 = hashlib.sha256
    entries = [sha256(b"%d" % number).digest() for number in range(size)]
    levels = [[sha256(b"\0" + entry).digest() for entry in entries]]
    while len(levels[-1]) > 1:
        pairs = iter(levels[-1])
        levels.append(
            [sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
        )
    return GrownTree(entries, levels)


def write_tiles(tree: GrownTree, folder: Path, *sizes: int) -> Path:
    """The folder of a log that grew from nothing through these sizes."""
    old = 0
    for size in sizes:
        for path, data in new_tiles(tree, old, size):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        old = size
    return folder
