"""Every proof of every tree to 129 entries is judged by Go as by us: what we prove holds, what is altered does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from records.log.errors import ProofError
from records.log.merkle import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from records.log.treehead import TreeHead
from tests.conformance.golog.golog import ask, consistency, inclusion
from tests.conformance.golog.grown import grow

LARGEST = 129
TREE = grow(LARGEST)
HEADS = [TREE.head(size) for size in range(LARGEST + 1)]
SIZES = range(1, LARGEST + 1)

Included = tuple[bytes, int, TreeHead, list[bytes]]
Extended = tuple[TreeHead, TreeHead, list[bytes]]


def inclusions() -> list[Included]:
    """Leaf hash, index, head and proof of every leaf of every tree."""
    return [
        (TREE.leaf(index), index, HEADS[size], inclusion_proof(TREE, index, size))
        for size in SIZES
        for index in range(size)
    ]


def extensions() -> list[Extended]:
    """Old head, new head and proof of every pair of trees."""
    return [
        (HEADS[old], HEADS[new], consistency_proof(TREE, old, new))
        for new in SIZES
        for old in range(1, new + 1)
    ]


def flip(value: bytes, bit: int) -> bytes:
    place = bit // 8 % len(value)
    return value[:place] + bytes([value[place] ^ (1 << bit % 8)]) + value[place + 1 :]


def alterations(proof: Sequence[bytes], turn: int) -> Iterator[list[bytes]]:
    """The proof with a hash flipped, dropped, doubled, swapped with its neighbour, put in; `turn` says where."""
    place = turn % (len(proof) + 1)
    yield [*proof[:place], bytes(32), *proof[place:]]
    if place < len(proof):
        yield [*proof[:place], flip(proof[place], turn), *proof[place + 1 :]]
        yield [*proof[:place], *proof[place + 1 :]]
        yield [*proof[: place + 1], *proof[place:]]
    if place + 1 < len(proof):
        yield [*proof[:place], proof[place + 1], proof[place], *proof[place + 2 :]]


def altered_inclusions() -> list[Included]:
    return [
        (leaf, index, head, altered)
        for turn, (leaf, index, head, proof) in enumerate(inclusions())
        for altered in alterations(proof, turn)
    ]


def altered_extensions() -> list[Extended]:
    return [
        (old, new, altered)
        for turn, (old, new, proof) in enumerate(extensions())
        for altered in alterations(proof, turn)
    ]


def included(claim: Included) -> bool:
    """Our verdict."""
    leaf, index, head, proof = claim
    try:
        verify_inclusion(leaf, index, head.size, proof, head.root)
    except ProofError:
        return False
    return True


def extended(claim: Extended) -> bool:
    """Our verdict."""
    old, new, proof = claim
    try:
        verify_consistency(old.size, new.size, proof, old.root, new.root)
    except ProofError:
        return False
    return True


def go_included(claims: Sequence[Included]) -> list[bool]:
    """Go's verdicts."""
    return [not answer.refused for answer in ask(inclusion(*claim) for claim in claims)]


def go_extended(claims: Sequence[Extended]) -> list[bool]:
    """Go's verdicts."""
    return [not answer.refused for answer in ask(consistency(*claim) for claim in claims)]


def test_go_accepts_every_inclusion_proof() -> None:
    claims = inclusions()
    assert go_included(claims) == [True] * (LARGEST * (LARGEST + 1) // 2)


def test_go_accepts_every_consistency_proof() -> None:
    claims = extensions()
    assert go_extended(claims) == [True] * (LARGEST * (LARGEST + 1) // 2)


def test_go_refuses_every_altered_inclusion_proof() -> None:
    assert not any(go_included(altered_inclusions()))


def test_we_refuse_every_altered_inclusion_proof() -> None:
    assert not any(map(included, altered_inclusions()))


def test_go_refuses_every_altered_consistency_proof() -> None:
    assert not any(go_extended(altered_extensions()))


def test_we_refuse_every_altered_consistency_proof() -> None:
    assert not any(map(extended, altered_extensions()))


@pytest.mark.parametrize("size", [1, 2, 7, 8, 33, 128, 129])
def test_a_proof_moved_to_any_other_place_is_judged_alike(size: int) -> None:
    claims = [
        (TREE.leaf(index), place, HEADS[size], inclusion_proof(TREE, index, size))
        for index in range(size)
        for place in range(-1, size + 1)
    ]
    assert go_included(claims) == list(map(included, claims))


@pytest.mark.parametrize("old", [1, 2, 7, 8, 33, 64, 128])
def test_a_consistency_proof_moved_to_any_other_sizes_is_judged_alike(old: int) -> None:
    claims = [
        (
            TreeHead("", other, HEADS[old].root),
            TreeHead("", size, HEADS[new].root),
            consistency_proof(TREE, old, new),
        )
        for new in range(old, LARGEST + 1)
        for size in (new - 1, new, new + 1)
        for other in (old - 1, old, old + 1)
        if other and size
    ]
    assert go_extended(claims) == list(map(extended, claims))
