"""The audit of the tiled log: each kind of damage to each kind of file is found and the file is named."""

from __future__ import annotations

import errno

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.log.errors import TileError
from records.log.tile_audit import Audited, audit, damage
from records.log.tiles import encode_bundle, new_tiles
from records.log.treehead import TreeHead
from tests.records.log.trees import ORIGIN, SIGNER, MemoryTree, reading, tree

TREE = tree(600)
HEAD = TREE.head(600)
FILES = TREE.files(600)
PATHS = sorted(FILES)
TILES = [path for path in PATHS if "entries" not in path]
BUNDLES = [path for path in PATHS if "entries" in path]


def found(files: dict[str, bytes], head: TreeHead = HEAD) -> list[tuple[str, str]]:
    """(path, code) of everything that the audit says."""
    return [(finding.path, finding.code) for finding in damage(reading(files), head)]


def flip(data: bytes, bit: int) -> bytes:
    place = bit // 8 % len(data)
    return data[:place] + bytes([data[place] ^ (1 << bit % 8)]) + data[place + 1 :]


def flip_entry(data: bytes) -> bytes:
    """A bundle with a bit of its first entry flipped, its lengths as they were."""
    return flip(data, 16)


def test_a_sound_log_passes_and_says_what_was_read() -> None:
    assert audit(reading(FILES), HEAD) == Audited(600, 7, sum(map(len, FILES.values())))


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 512, 600])
def test_a_sound_log_of_any_size_passes(size: int) -> None:
    assert audit(reading(TREE.files(size)), TREE.head(size)).entries == size


def test_the_audit_raises_its_first_finding() -> None:
    with pytest.raises(TileError, match=r"^log\.tile\.missing: tile/0/001: "):
        audit(reading({path: data for path, data in FILES.items() if path != "tile/0/001"}), HEAD)


@pytest.mark.parametrize("path", PATHS)
def test_a_missing_file_is_named(path: str) -> None:
    assert found({p: data for p, data in FILES.items() if p != path}) == [(path, "log.tile.missing")]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("cut", [1, 2, 32, 34])
def test_a_truncated_file_is_named(path: str, cut: int) -> None:
    assert found(FILES | {path: FILES[path][:-cut]}) == [(path, "log.tile.length")]


@pytest.mark.parametrize("path", PATHS)
def test_an_emptied_file_is_named(path: str) -> None:
    assert found(FILES | {path: b""}) == [(path, "log.tile.length")]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("tail", [b"\0", bytes(32), b"\0\0"])
def test_a_file_with_something_after_its_end_is_named(path: str, tail: bytes) -> None:
    assert found(FILES | {path: FILES[path] + tail}) == [(path, "log.tile.length")]


@given(st.sampled_from(TILES), st.integers(0, 8 * 8192))
def test_a_flipped_bit_in_a_hash_tile_is_named(path: str, bit: int) -> None:
    assert found(FILES | {path: flip(FILES[path], bit)}) == [(path, "log.tile.altered")]


@given(st.sampled_from(BUNDLES), st.integers(0, 255), st.integers(0, 255))
def test_a_flipped_bit_in_an_entry_is_named(path: str, place: int, bit: int) -> None:
    data = FILES[path]
    start = place % (len(data) // 34) * 34 + 2
    altered = data[:start] + flip(data[start : start + 32], bit) + data[start + 32 :]
    assert found(FILES | {path: altered}) == [(path, "log.bundle.altered")]


@pytest.mark.parametrize("path", BUNDLES)
def test_swapped_entries_are_found(path: str) -> None:
    data = FILES[path]
    assert found(FILES | {path: data[34:68] + data[:34] + data[68:]}) == [(path, "log.bundle.altered")]


def test_every_damaged_bundle_is_named() -> None:
    altered = {path: flip_entry(FILES[path]) for path in BUNDLES}
    assert found(FILES | altered) == [(path, "log.bundle.altered") for path in BUNDLES]


def test_every_damaged_hash_tile_is_named() -> None:
    altered = {path: flip(FILES[path], 9) for path in TILES}
    assert found(FILES | altered) == [(path, "log.tile.altered") for path in TILES]


def test_a_damaged_bundle_does_not_hide_a_damaged_tile_above_it() -> None:
    altered = {
        "tile/entries/000": flip_entry(FILES["tile/entries/000"]),
        "tile/1/000.p/2": flip(FILES["tile/1/000.p/2"], 9),
    }
    assert found(FILES | altered) == [
        ("tile/entries/000", "log.bundle.altered"),
        ("tile/1/000.p/2", "log.tile.altered"),
    ]


def test_a_missing_bundle_does_not_hide_a_damaged_tile_elsewhere() -> None:
    rest = {path: data for path, data in FILES.items() if path != "tile/entries/000"}
    assert found(rest | {"tile/0/001": flip(FILES["tile/0/001"], 9)}) == [
        ("tile/entries/000", "log.tile.missing"),
        ("tile/0/001", "log.tile.altered"),
    ]


def test_damage_on_both_sides_is_found_without_blaming_one() -> None:
    altered = {
        "tile/entries/000": flip_entry(FILES["tile/entries/000"]),
        "tile/0/001": flip(FILES["tile/0/001"], 9),
    }
    assert found(FILES | altered) == [
        ("tile/entries/000", "log.tile.disputed"),
        ("tile/entries/001", "log.tile.disputed"),
    ]


def test_a_place_that_lost_bundle_and_tile_is_reported_for_both() -> None:
    rest = {path: data for path, data in FILES.items() if not path.endswith("/001")}
    assert found(rest) == [("tile/entries/001", "log.tile.missing"), ("tile/0/001", "log.tile.missing")]


def test_a_log_rewritten_as_a_whole_does_not_lead_to_the_signed_root() -> None:
    rewritten = MemoryTree((b"another beginning", *TREE.all[1:]))
    assert found(rewritten.files(600)) == [("checkpoint", "log.root")]


def test_a_head_that_claims_a_smaller_tree_than_it_signs_is_found() -> None:
    assert found(FILES | TREE.files(599), TreeHead(ORIGIN, 599, HEAD.root)) == [("checkpoint", "log.root")]


def test_an_empty_log_with_the_root_of_another_is_found() -> None:
    assert found({}, TreeHead(SIGNER.name, 0, HEAD.root)) == [("checkpoint", "log.root")]


@pytest.mark.parametrize("size", [1, 200, 255, 257, 300, 511])
def test_the_full_tile_supersedes_the_partial(size: int) -> None:
    grown = dict(new_tiles(TREE, 0, 512))
    assert not any(path.endswith(f".p/{size % 256}") for path in grown if "/0/" in path)
    assert found(TREE.files(size // 256 * 256) | grown, TREE.head(size)) == []


def test_damage_in_a_superseding_tile_is_found_under_its_own_name() -> None:
    grown = dict(new_tiles(TREE, 0, 512))
    grown["tile/0/001"] = flip(grown["tile/0/001"], 9)
    files = TREE.files(256) | grown
    assert found(files, TREE.head(300)) == [("tile/0/001", "log.tile.altered")]


def test_a_partial_tile_at_the_width_of_another_head_does_not_stand_in() -> None:
    files = {path: data for path, data in FILES.items() if path != "tile/0/002.p/88"}
    files["tile/0/002.p/87"] = FILES["tile/0/002.p/88"][:-32]
    assert found(files) == [("tile/0/002.p/88", "log.tile.missing")]


def test_a_bundle_of_other_lengths_is_found_though_its_size_is_the_same() -> None:
    entries = [*TREE.all[:254], TREE.all[254][:31], TREE.all[255] + b"\0"]
    assert found(FILES | {"tile/entries/000": encode_bundle(entries)}) == [
        ("tile/entries/000", "log.bundle.altered")
    ]


def test_a_file_that_the_medium_will_not_give_is_named() -> None:
    def read(path: str) -> bytes:
        if path == "tile/0/001":
            raise OSError(errno.EIO, "Input/output error", path)
        return FILES[path]

    assert [(f.path, f.code) for f in damage(read, HEAD)] == [("tile/0/001", "log.tile.unreadable")]
