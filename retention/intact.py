"""† A copy on a disk that is whole, seen at the speed of reading it: its manifests are built anew and compared.

RFC 8493, 3, for bags in the very form of pack(): every octet is read and digested, every name is looked at, and
the manifests that this gives must be the stored ones, up to the digest kept outside. Whatever differs in anything
is None here and belongs to inspection.py, which says what is wrong: this file tells no fault from another.
It imports little, because crew.py starts processes with it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from retention import manifest as m
from retention.paths import fault_of, twin_key

_PIECE = 1 << 16  # larger ones would be mapped and unmapped by the allocator, each time: three times the cost

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a FIFO must not hold us up
_READ, _UNREAD = m.manifest_name("sha256"), m.manifest_name("sha512")  # the payload is digested by the one
_SEAL = m.tagmanifest_name("sha512")
_TAGS = tuple(sorted((m.DECLARATION, m.INFO, _READ, _UNREAD)))
_IN_BAG = {*_TAGS, _SEAL, m.PAYLOAD.rstrip("/")}
_INFO_LINES = re.compile(r"(?:[^\s:\ufeff][^:\r\n]*:[^\r\n]*\n)+")
_OXUM = "Payload-Oxum"


class CopyOnDisk(NamedTuple):
    """Where a copy stands, and the SHA-512 of its tag manifest, kept elsewhere."""

    root: str
    prefix: str
    expected: str


class Intact(NamedTuple):
    """A whole copy, and how much of it was read: all."""

    files: int
    octets: int


class _OtherwiseError(Exception):
    """The copy is not what pack() would have written."""


class _Listing(NamedTuple):
    """How manifests list payload files of these names: the text behind each digest, and the unread manifest."""

    tails: tuple[str, ...]
    unread: re.Pattern[bytes]


@lru_cache(maxsize=256)
def _listing(names: tuple[str, ...]) -> _Listing:
    """What is right for these names. Most bags of an archive have the same ones."""
    if any(map(fault_of, names)) or len(set(map(twin_key, names))) < len(names):
        raise _OtherwiseError
    tails = tuple(f"  {m.escape(m.PAYLOAD + name)}\n" for name in names)
    return _Listing(tails, re.compile(b"".join(b"[0-9a-f]{128}" + re.escape(t.encode()) for t in tails)))


def look_at(copies: Iterable[CopyOnDisk]) -> list[Intact | None]:
    """Each copy, if it is whole and the expected one. Never raises for what it finds."""
    with _Shelves() as shelves:
        return [_look(shelves, copy) for copy in copies]


def _look(shelves: _Shelves, copy: CopyOnDisk) -> Intact | None:
    folder, _, name = copy.prefix.rpartition("/")
    try:
        _require(fault_of(copy.prefix) is None)
        bag = os.open(name, _DIRECTORY, dir_fd=shelves.shelf(copy.root, folder))
        try:
            return _compare(bag, copy.expected)
        finally:
            os.close(bag)
    except (OSError, UnicodeError, _OtherwiseError):
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
    """The open bag, read and found right. Raises OSError, UnicodeError, _OtherwiseError."""
    # What is no file cannot be opened as a tag file, or gives other content.
    _require(set(os.listdir(bag)) == _IN_BAG)
    data = os.open("data", _DIRECTORY, dir_fd=bag)
    try:
        names = tuple(sorted(_names(data)))
        listing = _listing(names)
        payload = [_digest(data, name) for name in names]
    finally:
        os.close(data)
    tags = {name: _content(bag, name) for name in _TAGS}
    octets = sum(size for _, size in payload)
    _require(tags[_READ] == _manifest((digest for digest, _ in payload), listing.tails))
    _require(listing.unread.fullmatch(tags[_UNREAD]) is not None)
    _require(tags[m.DECLARATION] == m.DECLARED)
    _require_info(tags[m.INFO], f"{_OXUM}: {octets}.{len(names)}\n")
    seal = "".join([f"{hashlib.sha512(tags[name]).hexdigest()}  {name}\n" for name in _TAGS]).encode()
    _require(_content(bag, _SEAL) == seal and hashlib.sha512(seal).hexdigest() == expected)
    return Intact(len(names) + len(_IN_BAG) - 1, octets + sum(map(len, tags.values())) + len(seal))


def _digest(folder: int, name: str) -> tuple[str, int]:
    """The SHA-256 of a file, and its size."""
    descriptor = os.open(name, _FILE, dir_fd=folder)
    try:
        piece = os.read(descriptor, _PIECE)
        octets = len(piece)
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
    _require(len(content) < _PIECE)
    return content


def _names(folder: int) -> list[str]:
    """What stands in a directory. What is neither a regular file nor a link to one ends with a slash."""
    with os.scandir(folder) as entries:
        return [e.name if e.is_file() else f"{e.name}/" for e in entries]


def _require(true: bool) -> None:
    if not true:
        raise _OtherwiseError


def _manifest(digests: Iterable[str], tails: Iterable[str]) -> bytes:
    return "".join([digest + tail for digest, tail in zip(digests, tails, strict=True)]).encode()


def _require_info(content: bytes, oxum: str) -> None:
    text = content.decode()
    _require(_INFO_LINES.fullmatch(text) is not None and text.endswith(oxum) and text.count(_OXUM) == 1)
