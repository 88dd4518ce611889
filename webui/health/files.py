"""The rules of files: keys are their owner's alone, data nobody else's, settings nobody else may write.

Facts in, findings out; reads nothing.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from webui.health.finding import Finding, Weight


class Guarded(Enum):
    """What a file or folder holds: the code of its finding and the bits of the mode that it must not have."""

    KEY = ("key.readable", 0o077)
    DATA = ("data.readable", 0o007)
    SETTINGS = ("settings.writable", 0o022)


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file or folder, its path from the data folder, its mode."""

    path: str
    holds: Guarded
    mode: int


def of_files(facts: Iterable[FileFact]) -> Iterator[Finding]:
    """The files that others can get at."""
    for fact in facts:
        code, forbidden = fact.holds.value
        if fact.mode & forbidden:
            yield Finding.of(code, Weight.BAD, fact.path, mode=f"{stat.S_IMODE(fact.mode):04o}")
