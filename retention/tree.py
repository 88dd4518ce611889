"""† Reads a directory tree that nobody vouches for, without following a link or opening a device.

Gives Entry values and chunks; it knows nothing of bags and locations, and writes nothing.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from retention.errors import LocationError
from retention.location import Entry
from retention.paths import printable

READ_OCTETS = 1 << 20
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a FIFO must not hold us up


def no_link_above(root: Path, path: str) -> None:
    """Raise LocationError when a directory between the root and `path` is a symbolic link."""
    above = str(root)
    for part in path.split("/")[:-1]:
        above = f"{above}/{part}"
        try:
            if stat.S_ISLNK(os.lstat(above).st_mode):
                shown = printable(path)
                raise LocationError(
                    "location.link",
                    f"Путь «{shown}» проходит через символическую ссылку. Уберите её.",
                    f"{shown!r} leads through a symbolic link: remove it",
                )
        except (FileNotFoundError, NotADirectoryError):
            return


def walk(root: Path, prefix: str) -> Iterator[Entry]:
    """What stands at or under a prefix, in the order of paths (code points). Raises OSError.

    The root itself may be a link. What vanishes meanwhile is not listed.
    """
    try:
        state = os.lstat(_join(root, prefix)) if prefix else root.stat()
    except (FileNotFoundError, NotADirectoryError):
        return
    if not stat.S_ISDIR(state.st_mode):
        yield Entry(prefix, _size(state))
        return
    # A stack, not recursion: a hostile tree may be very deep. Directories end with a slash.
    pending = [f"{prefix}/" if prefix else ""]
    while pending:
        path = pending.pop()
        with suppress(FileNotFoundError):
            if path == "" or path.endswith("/"):
                pending.extend(sorted(_children(root, path), reverse=True))
            else:
                yield Entry(path, _size(os.lstat(_join(root, path))))


def _children(root: Path, folder: str) -> list[str]:
    with os.scandir(_join(root, folder)) as entries:
        return [folder + e.name + ("/" if e.is_dir(follow_symlinks=False) else "") for e in entries]


def _join(root: Path, path: str) -> str:
    """`root / path` without pathlib, which costs as much as hashing a small file."""
    return f"{root}/{path}"


def _size(state: os.stat_result) -> int | None:
    return state.st_size if stat.S_ISREG(state.st_mode) else None


def read(root: Path, path: str) -> Iterator[bytes]:
    """The bytes of a regular file in chunks of at most READ_OCTETS. OSError, also for a link or a device."""
    descriptor = os.open(_join(root, path), _OPEN)
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise OSError(f"not a regular file: {printable(path)}")
        # One octet more than the size, so that a short read tells the end; small files take no 1 MB buffer.
        wanted = min(state.st_size + 1, READ_OCTETS)
        chunk = os.read(descriptor, wanted)
        while chunk:
            yield chunk
            chunk = os.read(descriptor, wanted) if len(chunk) == wanted else b""
    finally:
        os.close(descriptor)
