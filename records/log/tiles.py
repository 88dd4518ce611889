"""The log as plain files: hash tiles and entry bundles, 256 wide (C2SP tlog-tiles).

`new_tiles` lists the files to write when the tree grows. Files are immutable; a partial tile is superseded by
a wider one at another path, and a reader takes the first hashes of the full tile when the partial is gone.
It neither writes files nor checks them (tile_audit does).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from records.log.errors import TileError
from records.log.merkle import HASH_SIZE, HashReader, Node

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
_LENGTH = 2  # bytes of the length before each entry


class TreeReader(HashReader, Protocol):
    """Gives subtree hashes and the entries themselves."""

    def entries(self, start: int, end: int) -> Sequence[bytes]:
        """The entries [start, end). Raises LogError when one is not there."""
        ...


def _spell(index: int, width: int) -> str:
    """`x001/x234/067`, and `.p/<W>` after it when the tile is partial."""
    text = f"{index % 1000:03}"
    while index := index // 1000:
        text = f"x{index % 1000:03}/{text}"
    return text if width == TILE_WIDTH else f"{text}.p/{width}"


def hash_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Where the hash tile lies: `tile/<L>/<N>[.p/<W>]`. A tile level is eight levels of the tree."""
    return f"tile/{level}/{_spell(index, width)}"


def bundle_path(index: int, width: int = TILE_WIDTH) -> str:
    """Where the entry bundle lies: `tile/entries/<N>[.p/<W>]`."""
    return f"tile/entries/{_spell(index, width)}"


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Entries one after another, each behind its length in two bytes, big-endian.

    Raises OverflowError for an entry over 65,535 bytes.
    """
    return b"".join(len(entry).to_bytes(_LENGTH, "big") + entry for entry in entries)


def decode_bundle(path: str, data: bytes, count: int) -> list[bytes]:
    """The `count` entries of a bundle. Raises TileError `log.tile.length` for fewer, more or cut entries."""
    entries, place = [], 0
    while place < len(data):
        start = place + _LENGTH
        place = start + int.from_bytes(data[place:start], "big")
        entries.append(data[start:place])
    if place != len(data) or len(entries) != count:
        raise _wrong_length(path)
    return entries


def widths(count: int) -> Iterator[tuple[int, int]]:
    """Index and width of every tile of a level that holds `count` hashes."""
    return _widths_between(0, count)


def _widths_between(old: int, new: int) -> Iterator[tuple[int, int]]:
    if old < new:
        for index in range(old // TILE_WIDTH, (new - 1) // TILE_WIDTH + 1):
            yield index, min(TILE_WIDTH, new - index * TILE_WIDTH)


def new_tiles(reader: TreeReader, old_size: int, new_size: int) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file that a tree of `new_size` has and one of `old_size` had not.

    Bundles come first, then hash tiles from the leaves up, and the caller writes the checkpoint last: a crash
    on the way leaves files that no checkpoint asks for yet, and the next run writes the same bytes again.
    """
    for index, width in _widths_between(old_size, new_size):
        first = index * TILE_WIDTH
        yield bundle_path(index, width), encode_bundle(reader.entries(first, first + width))
    level = 0
    while new_size >> (TILE_HEIGHT * level):
        shift = TILE_HEIGHT * level
        for index, width in _widths_between(old_size >> shift, new_size >> shift):
            first = index * TILE_WIDTH
            nodes = [Node(shift, place) for place in range(first, first + width)]
            yield hash_path(level, index, width), b"".join(reader.read(nodes))
        level += 1


def decode_hashes(path: str, data: bytes, count: int) -> list[bytes]:
    """The `count` hashes of a hash tile. Raises TileError `log.tile.length` for fewer or more bytes."""
    if len(data) != count * HASH_SIZE:
        raise _wrong_length(path)
    return [data[place : place + HASH_SIZE] for place in range(0, len(data), HASH_SIZE)]


def _wrong_length(path: str) -> TileError:
    return TileError(
        "log.tile.length",
        path,
        "длина файла не та: он обрезан или в нём лишнее; восстановите его из здоровой копии.",
        "wrong length: cut short or with something after the end; restore it from a healthy copy",
    )
