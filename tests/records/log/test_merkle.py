"""RFC 9162, 2.1: roots, inclusion and consistency proofs, and that nothing else proves anything.

The vectors are those of the certificate-transparency reference implementation (merkle_tree_test).
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.log.errors import ProofError
from records.log.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests.records.log.trees import MemoryTree, tree

LEAVES = tuple(
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243"),
        *("5051525354555657", "606162636465666768696a6b6c6d6e6f"),
    )
)
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
VECTORS = MemoryTree(LEAVES)
TREE = tree(70)
SIZES = st.integers(1, 70)


@pytest.mark.parametrize("size", range(9))
def test_the_root_is_that_of_the_reference_implementation(size: int) -> None:
    assert root(VECTORS, size).hex() == root_of(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [
        (1, 1, []),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_the_consistency_proof_is_that_of_the_reference_implementation(
    old: int, new: int, proof: list[str]
) -> None:
    assert [value.hex() for value in consistency_proof(VECTORS, old, new)] == proof


def test_the_inclusion_proof_of_the_example_in_the_rfc_names_the_nodes_b_h_l() -> None:
    # RFC 9162, 2.1.5: "The inclusion proof for d0 is [b, h, l]" in the tree of seven leaves.
    b = leaf_hash(TREE.all[1])
    h = MemoryTree(TREE.all[2:4]).root(2)
    subtree_of_the_last_three = MemoryTree(TREE.all[4:7]).root(3)
    assert inclusion_proof(TREE, 0, 7) == [b, h, subtree_of_the_last_three]


def test_every_leaf_of_every_tree_to_70_is_proved() -> None:
    for size in range(1, 71):
        head = TREE.root(size)
        for index in range(size):
            proof = inclusion_proof(TREE, index, size)
            verify_inclusion(leaf_hash(TREE.all[index]), index, size, proof, head)


def test_every_pair_of_trees_to_70_is_proved_consistent() -> None:
    for new in range(71):
        for old in range(new + 1):
            verify_consistency(old, new, consistency_proof(TREE, old, new), TREE.root(old), TREE.root(new))


def test_the_frontier_gives_the_root_of_every_size() -> None:
    frontier = Frontier()
    for size, entry in enumerate(TREE.all):
        assert frontier.root() == TREE.root(size)
        frontier.push(leaf_hash(entry))


def test_a_stored_frontier_grows_like_one_that_never_stopped() -> None:
    for size in range(70):
        frontier = Frontier.at(TREE, size)
        frontier.push(leaf_hash(TREE.all[size]))
        assert frontier.root() == TREE.root(size + 1)


def test_the_frontier_gives_each_complete_subtree_once() -> None:
    frontier = Frontier()
    completed = [pair for entry in TREE.all for pair in frontier.push(leaf_hash(entry))]
    assert sorted(node for node, _ in completed) == [
        (level, place) for level in range(7) for place in range(70 >> level)
    ]
    assert TREE.read([node for node, _ in completed]) == [value for _, value in completed]


def flipped(value: bytes, bit: int) -> bytes:
    place = bit // 8 % len(value)
    return value[:place] + bytes([value[place] ^ (1 << bit % 8)]) + value[place + 1 :]


@given(st.data(), st.integers(0, 255))
def test_an_inclusion_proof_with_a_flipped_bit_is_refused(data: st.DataObject, bit: int) -> None:
    size = data.draw(st.integers(2, 70))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(TREE, index, size)
    place = data.draw(st.integers(0, len(proof) - 1))
    proof[place] = flipped(proof[place], bit)
    with pytest.raises(ProofError, match=r"^log\.proof\.root"):
        verify_inclusion(leaf_hash(TREE.all[index]), index, size, proof, TREE.root(size))


@given(st.data())
def test_an_inclusion_proof_of_another_leaf_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 70))
    index, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    proof = inclusion_proof(TREE, index, size)
    with pytest.raises(ProofError, match=r"^log\.proof\.root"):
        verify_inclusion(leaf_hash(TREE.all[other]), index, size, proof, TREE.root(size))


@given(st.data())
def test_an_inclusion_proof_at_another_index_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 70))
    index, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    proof = inclusion_proof(TREE, index, size)
    with pytest.raises(ProofError):
        verify_inclusion(leaf_hash(TREE.all[index]), other, size, proof, TREE.root(size))


@given(st.data(), SIZES)
def test_an_inclusion_proof_that_lost_or_gained_a_hash_is_refused(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(TREE, index, size)
    longer = [*proof, bytes(32)]
    altered = data.draw(st.sampled_from([longer, proof[:-1]] if proof else [longer]))
    with pytest.raises(ProofError, match=r"^log\.proof\.length"):
        verify_inclusion(leaf_hash(TREE.all[index]), index, size, altered, TREE.root(size))


@given(st.data(), st.integers(0, 255))
def test_a_consistency_proof_with_a_flipped_bit_is_refused(data: st.DataObject, bit: int) -> None:
    new = data.draw(st.integers(2, 70))
    old = data.draw(st.integers(1, new - 1))
    proof = consistency_proof(TREE, old, new)
    place = data.draw(st.integers(0, len(proof) - 1))
    proof[place] = flipped(proof[place], bit)
    with pytest.raises(ProofError, match=r"^log\.proof\.root"):
        verify_consistency(old, new, proof, TREE.root(old), TREE.root(new))


@given(st.data())
def test_a_consistency_proof_that_lost_or_gained_a_hash_is_refused(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 70))
    old = data.draw(st.integers(1, new - 1))
    proof = consistency_proof(TREE, old, new)
    altered = data.draw(st.sampled_from([[*proof, bytes(32)], proof[:-1]]))
    with pytest.raises(ProofError, match=r"^log\.proof\.length"):
        verify_consistency(old, new, altered, TREE.root(old), TREE.root(new))


@given(st.data(), st.sampled_from(["old", "new"]), st.integers(0, 255))
def test_a_consistency_proof_to_an_altered_root_is_refused(data: st.DataObject, side: str, bit: int) -> None:
    new = data.draw(SIZES)
    old = data.draw(st.integers(1, new))
    roots = {"old": TREE.root(old), "new": TREE.root(new)}
    roots[side] = flipped(roots[side], bit)
    with pytest.raises(ProofError, match=r"^log\.proof\.root"):
        verify_consistency(old, new, consistency_proof(TREE, old, new), roots["old"], roots["new"])


def test_a_rewritten_past_has_no_consistency_proof() -> None:
    rewritten = MemoryTree((b"another beginning", *TREE.all[1:]))
    with pytest.raises(ProofError, match=r"^log\.proof\.root"):
        verify_consistency(40, 70, consistency_proof(rewritten, 40, 70), TREE.root(40), rewritten.root(70))


def test_a_tree_that_shrank_is_refused() -> None:
    with pytest.raises(ProofError, match=r"^log\.proof\.sizes"):
        verify_consistency(8, 7, [], TREE.root(8), TREE.root(7))


def test_a_proof_between_a_tree_and_a_smaller_one_is_not_made() -> None:
    with pytest.raises(ProofError, match=r"^log\.proof\.sizes"):
        consistency_proof(TREE, 8, 7)


def test_an_empty_proof_between_different_sizes_is_refused() -> None:
    with pytest.raises(ProofError, match=r"^log\.proof\.length"):
        verify_consistency(3, 7, [], TREE.root(3), TREE.root(7))


def test_a_proof_from_the_empty_tree_is_empty() -> None:
    with pytest.raises(ProofError, match=r"^log\.proof\.length"):
        verify_consistency(0, 7, [bytes(32)], EMPTY_ROOT, TREE.root(7))


def test_the_empty_tree_has_one_root() -> None:
    with pytest.raises(ProofError, match=r"^log\.proof\.root"):
        verify_consistency(0, 7, [], bytes(32), TREE.root(7))


@pytest.mark.parametrize(("index", "size"), [(7, 7), (-1, 7), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ProofError, match=r"^log\.proof\.index"):
        inclusion_proof(TREE, index, size)


def test_a_leaf_outside_the_tree_is_refused() -> None:
    with pytest.raises(ProofError, match=r"^log\.proof\.index"):
        verify_inclusion(leaf_hash(TREE.all[0]), 7, 7, [], TREE.root(7))
