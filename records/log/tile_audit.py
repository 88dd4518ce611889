"""The full audit of a tiled log: every entry bundle and hash tile against a tree head (C2SP tlog-tiles).

Recomputes the tree from the entries and says which file is at fault: of a bundle and a hash tile that
disagree, the side that leads to the signed root is right. It repairs nothing and checks no signature: verify
the head first (treehead.parse_and_verify).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from records.log.errors import TileError
from records.log.merkle import Frontier, leaf_hash
from records.log.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    bundle_path,
    decode_bundle,
    decode_hashes,
    hash_path,
    widths,
)
from records.log.treehead import TreeHead

CHECKPOINT = "checkpoint"

Read: TypeAlias = Callable[[str], bytes]
Decode: TypeAlias = Callable[[str, bytes, int], list[bytes]]


@dataclass(frozen=True, slots=True)
class Audited:
    """What a clean audit covered: entries, files read, their bytes."""

    entries: int
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Tile:
    path: str
    items: list[bytes]


@dataclass(slots=True)
class _Reading:
    """Reads files of one log, counts them and gathers what is wrong with each."""

    read: Read
    files: int = 0
    bytes: int = 0
    findings: list[TileError] = field(default_factory=list)

    def get(self, path_of: Callable[[int], str], count: int, decode: Decode) -> _Tile | None:
        """The first `count` items of a tile, or None with a finding noted."""
        # The partial tile may be gone once the full one is there (tlog-tiles, Partial Tiles).
        for width in dict.fromkeys((count, TILE_WIDTH)):
            path = path_of(width)
            try:
                data = self.read(path)
            except FileNotFoundError:
                continue
            except OSError as error:
                self.findings.append(_unreadable(path, error))
                return None
            self.files += 1
            self.bytes += len(data)
            try:
                return _Tile(path, decode(path, data, width)[:count])
            except TileError as error:
                self.findings.append(error)
                return None
        self.findings.append(_missing(path_of(count)))
        return None


@dataclass(frozen=True, slots=True)
class _Dispute:
    """A bundle and a level 0 tile that disagree on the leaf hashes of one place."""

    place: int
    bundle: str
    tile: _Tile


@dataclass(slots=True)
class _Tree:
    """The tree above some leaf hashes: its root and the rows of hashes at each tile level above 0."""

    root: bytes
    rows: dict[int, list[bytes]]


def audit(read: Read, head: TreeHead) -> Audited:
    """Check the whole log against `head`; raise the first finding of `damage`.

    `read` gives the bytes of a path relative to the log's folder and raises FileNotFoundError without them.
    """
    reading = _Reading(read)
    _inspect(reading, head)
    if reading.findings:
        raise reading.findings[0]
    return Audited(head.size, reading.files, reading.bytes)


def damage(read: Read, head: TreeHead) -> tuple[TileError, ...]:
    """Everything that is wrong with the files of the log at `head`, each finding with its path and code.

    `log.tile.missing`, `log.tile.unreadable`, `log.tile.length`; `log.bundle.altered` and `log.tile.altered`
    when it is known which side of a disagreement is wrong, `log.tile.disputed` when it is not; `log.root`
    when the entries do not lead to the head at all. Tiles above level 0 are judged once the leaves lead to
    the root.
    """
    reading = _Reading(read)
    _inspect(reading, head)
    return tuple(reading.findings)


def _inspect(reading: _Reading, head: TreeHead) -> None:
    leaves, disputes = _read_leaves(reading, head.size)
    if leaves is None:
        return
    tree = _rebuild(leaves)
    if tree.root == head.root:
        reading.findings += [_altered_tile(dispute.tile.path) for dispute in disputes]
    else:
        for dispute in disputes:
            leaves[dispute.place] = dispute.tile.items
        tree = _rebuild(leaves)
        if tree.root != head.root:
            reading.findings += [_disputed(dispute) for dispute in disputes] or [_wrong_root(head, tree.root)]
            return
        reading.findings += [_altered_bundle(dispute.bundle) for dispute in disputes]
    _check_rows(reading, tree)


def _read_leaves(reading: _Reading, size: int) -> tuple[list[list[bytes]] | None, list[_Dispute]]:
    """The leaf hashes, 256 at a time, from the bundles; from the hash tile where there is no good bundle.

    None when some place has neither: nothing above it can be judged.
    """
    leaves: list[list[bytes]] = []
    disputes: list[_Dispute] = []
    lost = False
    for index, width in widths(size):
        bundle = reading.get(partial(bundle_path, index), width, decode_bundle)
        tile = reading.get(partial(hash_path, 0, index), width, decode_hashes)
        computed = [leaf_hash(entry) for entry in bundle.items] if bundle else None
        if bundle and tile and computed != tile.items:
            disputes.append(_Dispute(index, bundle.path, tile))
        best = computed or (tile.items if tile else None)
        lost = lost or best is None
        leaves.append(best or [])
    return (None if lost else leaves), disputes


def _rebuild(leaves: Sequence[Sequence[bytes]]) -> _Tree:
    frontier = Frontier()
    rows: dict[int, list[bytes]] = defaultdict(list)
    for block in leaves:
        for leaf in block:
            for node, value in frontier.push(leaf):
                if node.level and node.level % TILE_HEIGHT == 0:
                    rows[node.level // TILE_HEIGHT].append(value)
    return _Tree(frontier.root(), rows)


def _check_rows(reading: _Reading, tree: _Tree) -> None:
    """Compare the stored hash tiles above level 0 with what the entries give."""
    for level, row in sorted(tree.rows.items()):
        for index, width in widths(len(row)):
            tile = reading.get(partial(hash_path, level, index), width, decode_hashes)
            first = index * TILE_WIDTH
            if tile and tile.items != row[first : first + width]:
                reading.findings.append(_altered_tile(tile.path))


def _missing(path: str) -> TileError:
    return TileError(
        "log.tile.missing",
        path,
        "файла нет; восстановите его из здоровой копии.",
        "the file is missing; restore it from a healthy copy",
    )


def _unreadable(path: str, error: OSError) -> TileError:
    return TileError(
        "log.tile.unreadable",
        path,
        f"файл не читается ({error.strerror}); проверьте носитель и восстановите его из здоровой копии.",
        f"cannot be read ({error.strerror}); check the medium and restore it from a healthy copy",
    )


def _altered_tile(path: str) -> TileError:
    return TileError(
        "log.tile.altered",
        path,
        "хеши не те, что дают записи журнала; восстановите файл из здоровой копии.",
        "not the hashes that the entries give; restore the file from a healthy copy",
    )


def _altered_bundle(path: str) -> TileError:
    return TileError(
        "log.bundle.altered",
        path,
        "записи изменены: подписанный корень получается не из них; восстановите файл из здоровой копии.",
        "entries were altered: the signed root does not follow from them; restore it from a healthy copy",
    )


def _disputed(dispute: _Dispute) -> TileError:
    return TileError(
        "log.tile.disputed",
        dispute.bundle,
        f"расходится с {dispute.tile.path}, и ни один из них не ведёт к подписанному корню.",
        f"disagrees with {dispute.tile.path}, and neither leads to the signed root",
    )


def _wrong_root(head: TreeHead, computed: bytes) -> TileError:
    return TileError(
        "log.root",
        CHECKPOINT,
        f"записи дают корень {computed.hex()}, а подписан {head.root.hex()}: "
        "журнал переписан целиком или голова чужая.",
        f"the entries give root {computed.hex()}, signed is {head.root.hex()}: the log was rewritten "
        "or the head is another log's",
    )
