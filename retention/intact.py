"""† A copy on a disk that is whole, seen at the speed of reading it: its manifests are built anew and compared.

RFC 8493, 3, for bags in the very form of pack(): every octet is read and digested, every name is looked at, and
the manifests that this gives must be the stored ones, up to the digest kept outside. Whatever differs in anything
is None here and belongs to inspection.py, which says what is wrong: this file tells no fault from another.
The digest kept outside says that the tag files are the packed ones; what they say of each other was right then.
It imports little, because crew.py starts processes with it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from retention import manifest as m
from retention.paths import fault_of, twin_key

_PIECE = 1 << 16  # larger ones would be mapped and unmapped by the allocator, each time: three times the cost

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a FIFO must not hold us up
_READ = m.manifest_name("sha256")  # the payload is digested by it, and not by the other
_SEAL = m.tagmanifest_name("sha512")
_TAGS = tuple(sorted((m.DECLARATION, m.INFO, _READ, m.manifest_name("sha512"))))
_CLIMBS = ("", ".", "..")
_DECLARED = hashlib.sha512(m.DECLARED).hexdigest()
_SEAL_LINE = "{}  {}\n".format
_IN_BAG = {*_TAGS, _SEAL, m.PAYLOAD.rstrip("/")}


# Plain tuples: both cross to other processes by the ten thousand (hand.py).
CopyOnDisk: TypeAlias = tuple[str, str, str]
"""Root and prefix of a copy, and the SHA-512 of its tag manifest, kept elsewhere."""
Intact: TypeAlias = tuple[int, int]
"""Files and octets of a whole copy: all of them were read."""


class _OtherwiseError(Exception):
    """The copy is not what pack() would have written."""


@lru_cache(maxsize=256)
def _tails(names: tuple[str, ...]) -> tuple[str, ...]:
    """What a manifest says behind each digest of payload files of these names. Most bags have the same ones."""
    if any(map(fault_of, names)) or len(set(map(twin_key, names))) < len(names):
        raise _OtherwiseError
    return tuple(f"  {m.escape(m.PAYLOAD + name)}\n" for name in names)


def look_at(copies: Iterable[CopyOnDisk]) -> list[Intact | None]:
    """Each copy, if it is whole and the expected one. Never raises for what it finds."""
    with _Shelves() as shelves:
        return [_look(shelves, copy) for copy in copies]


def _look(shelves: _Shelves, copy: CopyOnDisk) -> Intact | None:
    root, prefix, expected = copy
    folder, _, name = prefix.rpartition("/")
    try:
        _require(name not in _CLIMBS)
        bag = os.open(name, _DIRECTORY, dir_fd=shelves.shelf(root, folder))
        try:
            return _compare(bag, expected)
        finally:
            os.close(bag)
    except (OSError, ValueError, _OtherwiseError):
        return None


class _Shelves:
    """The directories that hold the copies looked at, open while they are read."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], int] = {}

    def __enter__(self) -> _Shelves:
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self._open.values():
            os.close(descriptor)

    def shelf(self, root: str, folder: str) -> int:
        """The open directory. The root may be a link, and nothing below it."""
        known = self._open.get((root, folder))
        if known is not None:
            return known
        _require(not folder or fault_of(folder) is None)
        descriptor = os.open(root, _DIRECTORY & ~os.O_NOFOLLOW)
        for part in filter(None, folder.split("/")):
            try:
                below = os.open(part, _DIRECTORY, dir_fd=descriptor)
            finally:
                os.close(descriptor)
            descriptor = below
        self._open[root, folder] = descriptor
        return descriptor


def _compare(bag: int, expected: str) -> Intact:
    """The open bag, read and found right. Raises OSError, ValueError, _OtherwiseError."""
    # What is no file cannot be opened as a tag file, or gives other content.
    _require(set(os.listdir(bag)) == _IN_BAG)
    data = os.open("data", _DIRECTORY, dir_fd=bag)
    try:
        names = tuple(sorted(os.listdir(data)))  # noqa: PTH208 - no Path takes a descriptor
        payload = [_digest(data, name) for name in names]
    finally:
        os.close(data)
    tags = [_content(bag, name) for name in _TAGS]
    _require(_manifest(payload, _tails(names)) in tags)
    seal = "".join(map(_SEAL_LINE, map(_sha512, tags), _TAGS)).encode()
    _require(_content(bag, _SEAL) == seal and _sha512(seal) == expected)
    octets = sum([size for _, size in payload]) + sum(map(len, tags)) + len(seal)
    return len(names) + len(_IN_BAG) - 1, octets


def _digest(folder: int, name: str) -> tuple[str, int]:
    """The SHA-256 of a file, and its size. What gives nothing may be a FIFO or a device: it is for others to say."""
    descriptor = os.open(name, _FILE, dir_fd=folder)
    try:
        piece = os.read(descriptor, _PIECE)
        octets = len(piece)
        _require(octets > 0)
        hasher = hashlib.sha256(piece)
        while len(piece) == _PIECE:
            piece = os.read(descriptor, _PIECE)
            octets += len(piece)
            hasher.update(piece)
    finally:
        os.close(descriptor)
    return hasher.hexdigest(), octets


def _content(folder: int, name: str) -> bytes:
    """All of a tag file."""
    descriptor = os.open(name, _FILE, dir_fd=folder)
    try:
        content = os.read(descriptor, _PIECE)
    finally:
        os.close(descriptor)
    if len(content) < _PIECE:
        return content
    raise _OtherwiseError


def _sha512(content: bytes) -> str:
    return _DECLARED if content == m.DECLARED else hashlib.sha512(content).hexdigest()


def _require(true: bool) -> None:
    if not true:
        raise _OtherwiseError


def _manifest(payload: Iterable[tuple[str, int]], tails: Iterable[str]) -> bytes:
    return "".join([digest + tail for (digest, _), tail in zip(payload, tails, strict=True)]).encode()
