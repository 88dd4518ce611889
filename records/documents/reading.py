"""Typed access to the members of a snapshot (docs/snapshot-v1.md): parsed JSON in, values of known type out.

Raises InputError naming the member that is missing or has another type. It knows no kind of snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from records.digest import Json
from records.errors import InputError

Node: TypeAlias = Mapping[str, Json]


def _refuse(key: str, wanted: str) -> InputError:
    return InputError(
        "documents.snapshot",
        f"В снимке нет ожидаемого поля «{key}» ({wanted}).",
        f"the snapshot has no member {key!r} of the expected type ({wanted})",
    )


def text(node: Node, key: str) -> str:
    """The string `key`."""
    value = node.get(key)
    if not isinstance(value, str):
        raise _refuse(key, "string")
    return value


def maybe(node: Node, key: str) -> str | None:
    """The string `key`, or None for null."""
    return None if node.get(key) is None else text(node, key)


def number(node: Node, key: str) -> int:
    """The integer `key`."""
    value = node.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _refuse(key, "integer")
    return value


def node(parent: Node, key: str) -> Node:
    """The object `key`."""
    value = parent.get(key)
    if not isinstance(value, Mapping):
        raise _refuse(key, "object")
    return value


def maybe_node(parent: Node, key: str) -> Node | None:
    """The object `key`, or None for null."""
    return None if parent.get(key) is None else node(parent, key)


def nodes(parent: Node, key: str) -> tuple[Node, ...]:
    """The objects of the array `key`."""
    return tuple(item for item in _array(parent, key) if isinstance(item, Mapping))


def texts(parent: Node, key: str) -> tuple[str, ...]:
    """The strings of the array `key`."""
    return tuple(item for item in _array(parent, key) if isinstance(item, str))


def _array(parent: Node, key: str) -> Sequence[Json]:
    value = parent.get(key)
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _refuse(key, "array")
    return value
