"""The log's files are those of Go's sumdb/tlog: the same tiles at the same places, leading to the same root."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from records.log.tile_audit import damage
from records.log.tiles import hash_path, new_tiles
from records.log.treehead import TreeHead
from tests.conformance.golog.golog import ask, folder, growth, naming
from tests.conformance.golog.grown import GrownTree, grow, write_tiles
from tests.conformance.golog.test_proofs import flip

TREE = grow(66_000)
SIZES = (1, 2, 129, 255, 256, 257, 511, 512, 600, 65_535, 65_536, 65_537, 66_000)
SMALL = (100, 256, 600)
FILES = sorted(path for path, _ in new_tiles(TREE, 0, 600))


@pytest.mark.parametrize("size", SIZES)
def test_go_comes_from_the_tiles_to_the_root_that_is_signed(size: int, tmp_path: Path) -> None:
    head = TREE.head(size)
    (answer,) = ask([folder(write_tiles(TREE, tmp_path, size), head)])
    assert (answer.refused, answer.root) == ("", head.text().splitlines()[2])


def test_go_reads_a_log_that_grew_in_steps(tmp_path: Path) -> None:
    (answer,) = ask([folder(write_tiles(TREE, tmp_path, *SMALL), TREE.head(600))])
    assert answer.refused == ""


def hash_tiles(tree: GrownTree, old: int, new: int) -> tuple[str, ...]:
    """The hash tiles that we publish."""
    return tuple(path for path, _ in new_tiles(tree, old, new) if "entries" not in path)


def test_go_publishes_the_same_tiles_when_a_tree_grows() -> None:
    steps = list(pairwise((0, *SIZES)))
    answers = ask(growth(old, new) for old, new in steps)
    assert [answer.paths for answer in answers] == [hash_tiles(TREE, old, new) for old, new in steps]


@pytest.mark.parametrize("level", [0, 1, 7])
@pytest.mark.parametrize("width", [1, 255, 256])
def test_go_finds_in_a_path_the_tile_that_we_named(level: int, width: int) -> None:
    numbers = [0, 7, 42, 999, 1000, 1001, 999_999, 1_000_000, 1_234_067]
    answers = ask(naming(hash_path(level, number, width)) for number in numbers)
    assert [answer.tile for answer in answers] == [(level, number, width) for number in numbers]


@pytest.mark.parametrize("path", FILES)
def test_both_refuse_a_flipped_bit_in_any_file(path: str, tmp_path: Path) -> None:
    log, head = write_tiles(TREE, tmp_path, 600), TREE.head(600)
    file = log / path
    file.write_bytes(flip(file.read_bytes(), 8 * 40))
    assert (refusal(log, head) != "", findings(log, head)) == (True, [path])


@pytest.mark.parametrize("path", FILES)
def test_both_refuse_a_log_without_any_one_of_its_files(path: str, tmp_path: Path) -> None:
    log, head = write_tiles(TREE, tmp_path, 600), TREE.head(600)
    (log / path).unlink()
    assert (refusal(log, head) != "", findings(log, head)) == (True, [path])


def test_both_refuse_the_tiles_of_another_log(tmp_path: Path) -> None:
    log = write_tiles(TREE, tmp_path, 600)
    other = TreeHead(TREE.head(600).origin, 600, TREE.head(599).root)
    assert (refusal(log, other), findings(log, other)) == ("downloaded inconsistent tile", ["checkpoint"])


def refusal(log: Path, head: TreeHead) -> str:
    """Why Go refuses the folder."""
    return ask([folder(log, head)])[0].refused


def findings(log: Path, head: TreeHead) -> list[str]:
    """The files that our audit names."""
    return [found.path for found in damage(lambda path: (log / path).read_bytes(), head)]
