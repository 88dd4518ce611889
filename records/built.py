"""Compiled statements of an engine, found by which statement is asked and not by all that it says.

SQLAlchemy finds a compiled statement by hashing every part of it, thousands of objects for a question of twelve tables:
one in seven of what a saved cell cost, most of it waiting for memory. A statement that is built once, when its module
is read, is known by its identity. It knows neither tables nor engines.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any, Final

from sqlalchemy.engine.interfaces import Compiled

# Far more than there are; whoever gives statements of a moment begins anew instead of filling the memory.
MOST: Final = 500


class BuiltOnce(MutableMapping[Any, Compiled]):
    """For the execution option `compiled_cache`: (dialect, cache key, column keys, …) -> compiled statement.

    The cache key is kept by each statement that made it, and by this mapping: while it stands here no other object has
    its identity.
    """

    def __init__(self) -> None:
        self._found: dict[object, tuple[object, Compiled]] = {}

    def get(self, key: Any, default: Any = None) -> Any:
        """The compiled statement of that very cache key, or the default."""
        found = self._found.get(_identity(key))
        return found[1] if found else default

    def __getitem__(self, key: Any) -> Compiled:
        """The same. Raises KeyError."""
        return self._found[_identity(key)][1]

    def __setitem__(self, key: Any, compiled: Compiled) -> None:
        """Keep it as long as the engine."""
        if len(self._found) >= MOST:
            self._found.clear()
        self._found[_identity(key)] = key, compiled

    def __delitem__(self, key: Any) -> None:
        """Forget it. Raises KeyError."""
        del self._found[_identity(key)]

    def __iter__(self) -> Iterator[Any]:
        """The keys, as they were given."""
        return (key for key, _ in self._found.values())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._found)


def _identity(key: Any) -> object:
    dialect, statement, *rest = key
    return dialect, id(statement), *rest
