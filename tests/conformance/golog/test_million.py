"""A tree of a million entries: a sample of its proofs, and all its tiles, judged by Go."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from records.log.merkle import consistency_proof, inclusion_proof
from tests.conformance.golog.golog import ask, folder, growth
from tests.conformance.golog.grown import GrownTree, grow, write_tiles
from tests.conformance.golog.test_proofs import (
    alterations,
    extended,
    go_extended,
    go_included,
    included,
)
from tests.conformance.golog.test_tiles import hash_tiles

MILLION = 1_000_000
EDGES = [1, 255, 256, 257, 65_535, 65_536, 65_537, 524_287, 524_288, 524_289, 999_936, MILLION - 1]
SAMPLE = sorted({*EDGES, *random.Random(9162).sample(range(1, MILLION), 1000)})


@pytest.fixture(scope="module")
def tree() -> GrownTree:
    return grow(MILLION)


def test_go_accepts_inclusion_proofs(tree: GrownTree) -> None:
    head = tree.head(MILLION)
    claims = [(tree.leaf(n), n, head, inclusion_proof(tree, n, MILLION)) for n in (0, *SAMPLE)]
    assert all(go_included(claims))


def test_go_accepts_consistency_proofs(tree: GrownTree) -> None:
    head = tree.head(MILLION)
    claims = [(tree.head(old), head, consistency_proof(tree, old, MILLION)) for old in (*SAMPLE, MILLION)]
    assert all(go_extended(claims))


def test_both_refuse_altered_inclusion_proofs(tree: GrownTree) -> None:
    head = tree.head(MILLION)
    claims = [
        (tree.leaf(n), n, head, altered)
        for n in SAMPLE
        for altered in alterations(inclusion_proof(tree, n, MILLION), n)
    ]
    assert not any([*go_included(claims), *map(included, claims)])


def test_both_refuse_altered_consistency_proofs(tree: GrownTree) -> None:
    head = tree.head(MILLION)
    claims = [
        (tree.head(old), head, altered)
        for old in SAMPLE
        for altered in alterations(consistency_proof(tree, old, MILLION), old)
    ]
    assert not any([*go_extended(claims), *map(extended, claims)])


def test_go_comes_from_every_tile_and_entry_to_the_root_that_is_signed(
    tree: GrownTree, tmp_path: Path
) -> None:
    head = tree.head(MILLION)
    (answer,) = ask([folder(write_tiles(tree, tmp_path, MILLION), head)])
    assert (answer.refused, answer.root) == ("", head.text().splitlines()[2])


def test_go_publishes_the_same_tiles(tree: GrownTree) -> None:
    (answer,) = ask([growth(MILLION // 2, MILLION)])
    assert answer.paths == hash_tiles(tree, MILLION // 2, MILLION)
