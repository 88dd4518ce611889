"""Relative paths that mean the same file on every machine: checked, never repaired.

RFC 8493, 5.1 (path traversal) and 6.1 (case, normalisation). Pure: it looks at names, not at a disk.
"""

from __future__ import annotations

import re
import unicodedata

from retention.errors import PathError

MAX_PATH = 4096  # PATH_MAX of Linux; a longer one could not be written, and takes Unicode long to normalise
_CLIMBS = frozenset(("", ".", ".."))
_UNDECODABLE = re.compile("[\ud800-\udfff]")  # what Python makes of bytes that are not UTF-8


def printable(path: str) -> str:
    """The path as text that every terminal, JSON file and database takes: what is not visible is escaped."""
    text = path.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def fault_of(path: str) -> str | None:
    """Why a relative POSIX path is refused, in a word for the code of the error; None when it is good."""
    if not path or "\0" in path:
        return "empty"
    if len(path) > MAX_PATH:
        return "length"
    if path.startswith(("/", "~")) or "\\" in path:
        return "absolute"
    if not _CLIMBS.isdisjoint(path.split("/")):
        return "traversal"
    if _UNDECODABLE.search(path):
        return "encoding"
    return None


def check_path(path: str) -> str:
    """The path itself. Raises PathError for an empty, absolute, climbing or undecodable one."""
    fault = fault_of(path)
    if fault is None:
        return path
    shown = printable(path[:MAX_PATH])
    raise PathError(
        f"path.{fault}",
        f"Путь «{shown}» не допускается: нужен относительный путь внутри хранилища, без «..» и «\\».",
        f"path {shown!r} is refused: give a relative path inside the location, without '..' and backslashes",
    )


def twin_key(path: str) -> str:
    """What two paths share when some file system takes them for one: NFC and case folded."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
