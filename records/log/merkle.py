"""The Merkle tree of RFC 9162, 2.1: leaves to root, inclusion and consistency proofs, and their verifiers.

Proofs are made from stored hashes of complete subtrees (HashReader); the verifiers of 2.1.3.2 and 2.1.4.2
share no code with that part, work from the proof alone and raise ProofError. SHA-256 throughout.
It does not store, sign or fetch anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from records.log.errors import ProofError

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


class Node(NamedTuple):
    """A complete subtree: it covers the leaves [place << level, (place + 1) << level)."""

    level: int
    place: int


class HashReader(Protocol):
    """Gives the hashes of complete subtrees, many at a time so that a database is asked once."""

    def read(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        """The hashes of `nodes`, in their order. Raises LogError when one is not there."""
        ...


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a log entry (RFC 9162, 2.1.1): SHA-256(0x00 entry)."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node (RFC 9162, 2.1.1): SHA-256(0x01 left right)."""
    return hashlib.sha256(b"\1" + left + right).digest()


def complete_subtrees(start: int, end: int) -> list[Node]:
    """The largest complete subtrees that cover the leaves [start, end), left to right."""
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        nodes.append(Node(level, start >> level))
        start += 1 << level
    return nodes


def _join(hashes: Sequence[bytes]) -> bytes:
    """The root over neighbouring complete subtrees of falling size."""
    joined = hashes[-1]
    for left in reversed(hashes[:-1]):
        joined = node_hash(left, joined)
    return joined


def root(reader: HashReader, size: int) -> bytes:
    """The root of the first `size` leaves: MTH(D[0:size])."""
    return _join(reader.read(complete_subtrees(0, size))) if size else EMPTY_ROOT


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: takes leaf hashes one by one and keeps only log2(size) hashes."""

    size: int = 0
    _hashes: list[bytes] = field(default_factory=list)

    @classmethod
    def at(cls, reader: HashReader, size: int) -> Frontier:
        """The frontier of a stored tree of `size` leaves."""
        return cls(size, list(reader.read(complete_subtrees(0, size))))

    def push(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Add a leaf hash; return the leaf and every subtree that it completes, with their hashes."""
        node, value = Node(0, self.size), leaf
        completed = [(node, value)]
        while node.place & 1:
            value = node_hash(self._hashes.pop(), value)
            node = Node(node.level + 1, node.place >> 1)
            completed.append((node, value))
        self._hashes.append(value)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root of everything pushed so far."""
        return _join(self._hashes) if self.size else EMPTY_ROOT


def root_of(entries: Iterable[bytes]) -> bytes:
    """The root recomputed from the entries themselves: a full audit in one pass."""
    frontier = Frontier()
    for entry in entries:
        frontier.push(leaf_hash(entry))
    return frontier.root()


def _split(size: int) -> int:
    """The largest power of two smaller than `size` (RFC 9162, 2.1.1)."""
    return 1 << ((size - 1).bit_length() - 1)


def _inclusion_ranges(index: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """PATH(m, D_n) of RFC 9162, 2.1.3.1 as ranges of leaves, from the leaf up."""
    if end - start == 1:
        return
    middle = start + _split(end - start)
    if index < middle:
        yield from _inclusion_ranges(index, start, middle)
        yield middle, end
    else:
        yield from _inclusion_ranges(index, middle, end)
        yield start, middle


def _consistency_ranges(old: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """SUBPROOF(m, D_n, b) of RFC 9162, 2.1.4.1 as ranges of leaves; b is `start == 0`."""
    if old == end:
        if start:
            yield start, end
        return
    middle = start + _split(end - start)
    if old <= middle:
        yield from _consistency_ranges(old, start, middle)
        yield middle, end
    else:
        yield from _consistency_ranges(old, middle, end)
        yield start, middle


def _read_ranges(reader: HashReader, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    parts = [complete_subtrees(start, end) for start, end in ranges]
    hashes = iter(reader.read([node for part in parts for node in part]))
    return [_join([next(hashes) for _ in part]) for part in parts]


def inclusion_proof(reader: HashReader, index: int, size: int) -> list[bytes]:
    """The inclusion proof of leaf `index` in the tree of `size` leaves (RFC 9162, 2.1.3.1).

    Raises ProofError `log.proof.index` when the tree has no such leaf.
    """
    _check_index(index, size)
    return _read_ranges(reader, list(_inclusion_ranges(index, 0, size)))


def consistency_proof(reader: HashReader, old: int, new: int) -> list[bytes]:
    """The proof that the tree of `new` leaves extends that of `old` leaves (RFC 9162, 2.1.4.1).

    Empty when `old` is 0 or equals `new`. Raises ProofError `log.proof.sizes` when `old` is larger.
    """
    _check_sizes(old, new)
    return [] if old == 0 else _read_ranges(reader, list(_consistency_ranges(old, 0, new)))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> None:
    """Prove that the leaf hash stands at `index` in the tree with root `expected` (RFC 9162, 2.1.3.2).

    Raises ProofError: `log.proof.index`, `log.proof.length`, `log.proof.root`.
    """
    _check_index(index, size)  # step 1
    place, last, value = index, size - 1, leaf  # steps 2 and 3
    for sibling in proof:  # step 4
        if last == 0:
            raise _wrong_length()
        if place & 1 or place == last:
            value = node_hash(sibling, value)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        place, last = place >> 1, last >> 1
    if last:  # step 5
        raise _wrong_length()
    _check_root(value, expected)


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Prove that the tree (`new`, `new_root`) extends the tree (`old`, `old_root`) (RFC 9162, 2.1.4.2).

    The RFC leaves out old = 0 and old = new: every tree extends the empty one and itself, by an empty proof.
    Raises ProofError: `log.proof.sizes`, `log.proof.length`, `log.proof.root`.
    """
    _check_sizes(old, new)
    if old in (0, new):
        if proof:
            raise _wrong_length()
        _check_root(old_root, new_root if old else EMPTY_ROOT)
        return
    if not proof:  # step 1
        raise _wrong_length()
    path = [old_root, *proof] if old & (old - 1) == 0 else proof  # step 2
    place, last = old - 1, new - 1  # step 3
    while place & 1:  # step 4
        place, last = place >> 1, last >> 1
    before = after = path[0]  # step 5
    for sibling in path[1:]:  # step 6
        if last == 0:
            raise _wrong_length()
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    if last:  # step 7
        raise _wrong_length()
    _check_root(before, old_root)
    _check_root(after, new_root)


def _check_index(index: int, size: int) -> None:
    if not 0 <= index < size:
        raise ProofError(
            "log.proof.index",
            f"В дереве из {size} записей нет записи с номером {index}.",
            f"a tree of {size} entries has no entry {index}",
        )


def _check_sizes(old: int, new: int) -> None:
    if not 0 <= old <= new:
        raise ProofError(
            "log.proof.sizes",
            f"Дерево из {new} записей не может продолжать дерево из {old}.",
            f"a tree of {new} entries cannot extend one of {old}",
        )


def _check_root(computed: bytes, expected: bytes) -> None:
    if computed != expected:
        raise ProofError(
            "log.proof.root",
            f"Доказательство приводит к другому корню: {computed.hex()} вместо {expected.hex()}.",
            f"the proof leads to root {computed.hex()}, not {expected.hex()}",
        )


def _wrong_length() -> ProofError:
    return ProofError(
        "log.proof.length",
        "Число хешей в доказательстве не соответствует размеру дерева.",
        "the proof has too few or too many hashes for these tree sizes",
    )
