"""What every location offers, in the shape of an object store: write once, list, read.

Paths are relative POSIX paths; a prefix ends where a part ends (`records/a` does not hold `records/ab`).
What is written never changes under its path: `replace` is for tree heads alone, `delete` for staging,
quarantine and backups. A location promises what its store can keep; it never repairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from retention.errors import LocationError
from retention.paths import check_path

QUARANTINE = "quarantine"
TRUST = "registers/trust.pem"  # whom a verifier of this archive trusts
_DELETABLE = ("staging/", "quarantine/", "backups/")


class LocationState(StrEnum):
    """Whether a location can be asked about its copies at all."""

    READY = "ready"
    EMPTY = "empty"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that stands in a location: size in octets, or None when it is not a regular file."""

    path: str
    octets: int | None


class Location(Protocol):
    """One place where copies are kept. Every operation raises LocationError when the place fails."""

    @property
    def name(self) -> str:
        """The name that people and reports use."""
        ...

    def probe(self) -> LocationState:
        """Whether the place is there and holds anything. Never raises."""
        ...

    def put(self, path: str, data: bytes) -> None:
        """Write once, whole or not at all, durable on return. The same bytes again are a no-op.

        Raises OccupiedError when other bytes stand there.
        """
        ...

    def put_bag(self, prefix: str, files: Mapping[str, bytes]) -> None:
        """Write a tree in the order of `files`: who sees the last file sees all of it. Repeatable as `put`.

        Raises OccupiedError when anything else stands under the prefix.
        """
        ...

    def replace(self, path: str, data: bytes) -> None:
        """Change the bytes of a tree head, or of the trust file, in one step: readers see the old or the new ones."""
        ...

    def get(self, path: str) -> bytes:
        """All bytes. Raises AbsentError when nothing stands there."""
        ...

    def chunks(self, path: str) -> Iterator[bytes]:
        """The bytes in pieces of at most 1 MB. Raises AbsentError when nothing stands there."""
        ...

    def exists(self, path: str) -> bool:
        """Whether a regular file stands there."""
        ...

    def list(self, prefix: str) -> Iterator[Entry]:
        """What stands at or under a prefix ("" for all), sorted by path. A missing prefix lists nothing."""
        ...

    def delete(self, path: str) -> None:
        """Remove a file of staging, quarantine or backups; a missing one is a no-op."""
        ...

    def move_aside(self, prefix: str, label: str) -> str | None:
        """Move what stands at `prefix` to `quarantine/<label>/…`; its new prefix, None if there was nothing.

        An earlier find under the same label is never overwritten: the next one gets a number.
        """
        ...

    def sweep(self) -> tuple[str, ...]:
        """Remove what dead writers left half done, never what a live one is writing; the names removed."""
        ...


def check_deletable(path: str) -> None:
    """Raise LocationError unless the path may be deleted at all."""
    if not check_path(path).startswith(_DELETABLE):
        raise LocationError(
            "location.write_once",
            f"«{path}» не удаляется: удалять можно только в staging, quarantine и backups.",
            f"{path} is not deleted: only staging, quarantine and backups are",
        )


def check_replaceable(path: str) -> None:
    """Raise LocationError unless the path is a tree head (C2SP tlog-tiles: `<log>/checkpoint`) or the trust file."""
    parts = check_path(path).split("/")
    if path != TRUST and (parts[0] != "log" or parts[-1] != "checkpoint"):
        raise LocationError(
            "location.write_once",
            f"«{path}» не заменяется: меняются только log/…/checkpoint и {TRUST}.",
            f"{path} is not replaced: only log/…/checkpoint and {TRUST} change",
        )
