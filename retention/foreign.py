"""† A bag directory from anywhere becomes its findings and its payload, without a database and without trust.

Bounded: MAX_FILES files and MAX_OCTETS octets in all, links and devices refused, nothing fetched or
written. It judges structure and digests (RFC 8493); signatures in the payload are judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from retention import tree
from retention.errors import BagError
from retention.findings import Finding, FixityCode, finding
from retention.inspection import Depth, inspect, look, payload_algorithms
from retention.manifest import PAYLOAD
from retention.package import payload_of
from retention.paths import printable

MAX_FILES = 10_000
MAX_OCTETS = 256 << 20


@dataclass(frozen=True, slots=True)
class ForeignBag:
    """The findings, () when whole, and the files by name, also of a damaged bag: payload without `data/`, and tags."""

    findings: tuple[Finding, ...]
    payload: Mapping[str, bytes]
    octets: int
    tags: Mapping[str, bytes] = field(default_factory=dict)


def check(path: Path, max_files: int = MAX_FILES, max_octets: int = MAX_OCTETS) -> ForeignBag:
    """Check one bag directory. Raises BagError `bag.not_a_directory`."""
    if not path.is_dir():
        shown = printable(str(path))
        raise BagError(
            "bag.not_a_directory",
            f"«{shown}» не папка: пакет BagIt — это папка с bagit.txt.",
            f"{shown!r} is not a directory: a BagIt bag is a directory with bagit.txt",
        )
    try:
        files = _read(path, max_files, max_octets)
    except _TooLargeError:
        limits = f"> {max_files} / {max_octets} B"
        return ForeignBag((finding(FixityCode.BAG_TOO_LARGE, "", limits),), MappingProxyType({}), 0)
    except OSError as error:
        unreadable = finding(FixityCode.FILE_UNREADABLE, "", error.strerror or str(error))
        return ForeignBag((unreadable,), MappingProxyType({}), 0)
    bodies = {name: body for name, body in files.items() if body is not None}
    algorithms = payload_algorithms(files.keys(), Depth.THOROUGH)
    view = {name: None if body is None else look(name, (body,), algorithms) for name, body in files.items()}
    octets = sum(map(len, bodies.values()))
    tags = {name: body for name, body in bodies.items() if not name.startswith(PAYLOAD)}
    return ForeignBag(inspect(view, None), payload_of(bodies), octets, tags)


class _TooLargeError(Exception):
    """More than the limits: the check stops before it reads on."""


def _read(path: Path, max_files: int, max_octets: int) -> dict[str, bytes | None]:
    files: dict[str, bytes | None] = {}
    left = max_octets
    for entry in tree.walk(path, ""):
        if len(files) == max_files:
            raise _TooLargeError
        files[entry.path] = None if entry.octets is None else _body(path, entry.path, left)
        left -= len(files[entry.path] or b"")
    return files


def _body(root: Path, path: str, limit: int) -> bytes | None:
    """The bytes, None for what cannot be read. Counts what it reads: a file may have grown."""
    body = bytearray()
    try:
        for chunk in tree.read(root, path):
            body += chunk
            if len(body) > limit:
                raise _TooLargeError
    except OSError:
        return None
    return bytes(body)
