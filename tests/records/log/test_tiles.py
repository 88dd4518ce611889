"""C2SP tlog-tiles: the paths, the bundles and which files a growing tree writes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.log.errors import TileError
from records.log.merkle import leaf_hash
from records.log.tiles import bundle_path, decode_bundle, decode_hashes, encode_bundle, hash_path, new_tiles
from tests.records.log.trees import tree

TREE = tree(600)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (hash_path(0, 0), "tile/0/000"),
        (hash_path(1, 42, 17), "tile/1/042.p/17"),
        (hash_path(0, 1234067), "tile/0/x001/x234/067"),
        (hash_path(0, 1234067, 8), "tile/0/x001/x234/067.p/8"),
        (bundle_path(1000), "tile/entries/x001/000"),
        (bundle_path(273, 112), "tile/entries/273.p/112"),
    ],
)
def test_a_path_is_that_of_the_specification(path: str, expected: str) -> None:
    assert path == expected


def test_an_entry_stands_behind_its_length() -> None:
    assert encode_bundle([b"", b"a", b"x" * 300])[:7] == b"\0\0\0\1a\1\x2c"


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_any_entries_survive_a_bundle(entries: list[bytes]) -> None:
    assert decode_bundle("tile/entries/000", encode_bundle(entries), len(entries)) == entries


def test_an_entry_that_its_length_cannot_hold_is_refused() -> None:
    with pytest.raises(OverflowError):
        encode_bundle([bytes(65_536)])


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader_of_bundles(data: bytes) -> None:
    with pytest.raises(TileError, match=r"^log\.tile\.length"):
        decode_bundle("tile/entries/000", data, 256)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader_of_hash_tiles(data: bytes) -> None:
    with pytest.raises(TileError, match=r"^log\.tile\.length"):
        decode_hashes("tile/0/000", data, 256)


def test_a_tree_of_600_lies_in_the_files_that_the_specification_counts() -> None:
    assert list(TREE.files(600)) == [
        "tile/entries/000",
        "tile/entries/001",
        "tile/entries/002.p/88",
        "tile/0/000",
        "tile/0/001",
        "tile/0/002.p/88",
        "tile/1/000.p/2",
    ]


def test_a_tree_of_256_has_one_full_tile_and_one_hash_above_it() -> None:
    assert list(TREE.files(256)) == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]


def test_the_empty_tree_has_no_files() -> None:
    assert TREE.files(0) == {}


def test_a_tile_of_level_0_holds_the_hashes_of_the_entries_in_the_bundle() -> None:
    files = TREE.files(600)
    entries = decode_bundle("", files["tile/entries/002.p/88"], 88)
    assert files["tile/0/002.p/88"] == b"".join(map(leaf_hash, entries))


def test_growing_from_255_to_256_writes_the_full_tiles() -> None:
    assert [path for path, _ in new_tiles(TREE, 255, 256)] == [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    ]


def test_growing_within_a_tile_leaves_the_levels_above_alone() -> None:
    assert [path for path, _ in new_tiles(TREE, 513, 514)] == ["tile/entries/002.p/2", "tile/0/002.p/2"]


def test_a_tree_that_did_not_grow_writes_nothing() -> None:
    assert list(new_tiles(TREE, 600, 600)) == []


@given(st.lists(st.integers(0, 600), max_size=6))
def test_growing_in_any_steps_ends_with_every_file_of_the_whole(sizes: list[int]) -> None:
    files: dict[str, bytes] = {}
    steps = [0, *sorted(sizes), 600]
    for old, new in pairwise(steps):
        files |= dict(new_tiles(TREE, old, new))
    assert TREE.files(600).items() <= files.items()
