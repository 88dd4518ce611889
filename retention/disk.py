"""† A location on a disk: a directory tree in which files appear whole and, but for tree heads, never change.

They are written in a room of their own (workroom.py), synced, then linked or renamed into place, and the
directories synced: POSIX rename and link are atomic and refuse what exists. Needs a file system with hard
links and flock. It checks no digest and repairs nothing.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from retention import tree
from retention.errors import AbsentError, LocationError, OccupiedError
from retention.location import (
    QUARANTINE,
    Entry,
    LocationState,
    check_deletable,
    check_replaceable,
)
from retention.paths import check_path, printable
from retention.workroom import room, sweep_rooms

ROOMS = ".partial"
_TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR, errno.EISDIR)
_ABSENT = (errno.ENOENT, errno.ENOTDIR)
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class DiskLocation:
    """The directory `root`. It is never made here: a disk that is away must not be filled in on another one."""

    name: str
    root: Path

    def probe(self) -> LocationState:
        """Whether the root is a directory and holds anything besides half-written files."""
        try:
            held = {entry.name for entry in self.root.iterdir()} - {ROOMS}
        except OSError:
            return LocationState.UNREACHABLE
        return LocationState.READY if held else LocationState.EMPTY

    def put(self, path: str, data: bytes) -> None:
        """Write once. A crash leaves nothing at `path`, or all of it; a half-written file only in a room."""
        final = self._inside(path)
        with self._failures(path), self._room() as place:
            written = place / "file"
            _write(written, data)
            self._make_parents(path)
            try:
                os.link(written, final)
            except OSError as error:
                if error.errno not in _TAKEN:
                    raise
                self._same_or_refuse(path, {path: data})
            # Also after finding the same bytes: the run that linked them may have died before this line.
            _sync_up(final.parent, self.root)

    def put_bag(self, prefix: str, files: Mapping[str, bytes]) -> None:
        """Write a whole tree and rename it into place. A crash leaves nothing at `prefix`, or all of it."""
        final = self._inside(prefix)
        with self._failures(prefix), self._room() as place:
            for path, data in files.items():
                target = place / "bag" / check_path(path)
                target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
                _write(target, data)
            for directory, _, _ in os.walk(place / "bag"):
                _sync(Path(directory))
            self._make_parents(prefix)
            try:
                (place / "bag").rename(final)
            except OSError as error:
                if error.errno not in _TAKEN:
                    raise
                self._same_or_refuse(prefix, {f"{prefix}/{path}": data for path, data in files.items()})
            _sync_up(final.parent, self.root)

    def replace(self, path: str, data: bytes) -> None:
        """Change a tree head. A crash leaves the old bytes or the new ones."""
        check_replaceable(path)
        final = self._inside(path)
        with self._failures(path), self._room() as place:
            _write(place / "file", data)
            self._make_parents(path)
            (place / "file").replace(final)
            _sync_up(final.parent, self.root)

    def get(self, path: str) -> bytes:
        """All bytes of a file."""
        return b"".join(self.chunks(path))

    def chunks(self, path: str) -> Iterator[bytes]:
        """The bytes in pieces of at most 1 MB."""
        check_path(path)
        with self._failures(path):
            tree.no_link_above(self.root, path)
            yield from tree.read(self.root, path)

    def exists(self, path: str) -> bool:
        """Whether a regular file stands there."""
        self._inside(path)
        with self._failures(path):
            return any(
                entry.path == path and entry.octets is not None for entry in tree.walk(self.root, path)
            )

    def list(self, prefix: str) -> Iterator[Entry]:
        """What stands at or under a prefix, sorted; half-written files are not listed."""
        if prefix:
            self._inside(prefix)
        with self._failures(prefix):
            for entry in tree.walk(self.root, prefix):
                if not entry.path.startswith(ROOMS + "/"):
                    yield entry

    def delete(self, path: str) -> None:
        """Remove a file. Not synced: a file that comes back after a power cut is swept again."""
        check_deletable(path)
        final = self._inside(path)
        with self._failures(path), suppress(FileNotFoundError, NotADirectoryError):
            final.unlink()

    def move_aside(self, prefix: str, label: str) -> str | None:
        """Rename a tree into quarantine. A crash leaves it in the one place or the other, whole."""
        source = self._inside(prefix)
        if "/" in check_path(label):
            raise ValueError("a label is one part of a path")
        with self._failures(prefix):
            for number in count(1):
                folder = label if number == 1 else f"{label}.{number}"
                aside = f"{QUARANTINE}/{folder}/{prefix}"
                target = self._inside(aside)
                if not os.path.lexists(source):
                    return None
                if os.path.lexists(target):
                    continue
                self._make_parents(aside)
                source.rename(target)
                _sync_up(target.parent, self.root)
                _sync(source.parent)
                return aside
        raise AssertionError("count() ends")

    def sweep(self) -> tuple[str, ...]:
        """Clear the rooms of dead writers."""
        with self._failures(ROOMS):
            return sweep_rooms(self.root / ROOMS)

    def _inside(self, path: str) -> Path:
        with self._failures(check_path(path)):
            tree.no_link_above(self.root, path)
        return self.root / path

    def _make_parents(self, path: str) -> None:
        try:
            (self.root / path).parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise self._occupied(path) from error

    @contextmanager
    def _room(self) -> Iterator[Path]:
        rooms = self.root / ROOMS
        rooms.mkdir(mode=0o750, exist_ok=True)
        with room(rooms) as place:
            yield place

    def _same_or_refuse(self, prefix: str, wanted: Mapping[str, bytes]) -> None:
        sizes = {entry.path: entry.octets for entry in tree.walk(self.root, prefix)}
        try:
            same = sizes == {path: len(data) for path, data in wanted.items()}
            same = same and all(self.get(path) == data for path, data in wanted.items())
        except LocationError:
            same = False  # it stands there and cannot be read: it is in the way all the same
        if not same:
            raise self._occupied(prefix)

    def _occupied(self, prefix: str) -> OccupiedError:
        shown = printable(prefix)
        return OccupiedError(
            "location.occupied",
            f"В хранилище «{self.name}» на месте «{shown}» уже стоит другое. Проверьте и восстановите копию.",
            f"something else stands at {shown!r} in location {self.name!r}: check and repair that copy",
        )

    @contextmanager
    def _failures(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._explain(path, error) from error

    def _explain(self, path: str, error: OSError) -> LocationError:
        code, ru, en = self._fault(error)
        kind = AbsentError if code == "location.absent" else LocationError
        shown = printable(path)
        return kind(
            code, f"Хранилище «{self.name}», «{shown}»: {ru}.", f"location {self.name!r}, {shown!r}: {en}"
        )

    def _fault(self, error: OSError) -> tuple[str, str, str]:
        if self.probe() is LocationState.UNREACHABLE:
            return "location.unreachable", "оно не подключено", "it is not attached"
        if error.errno in _ABSENT:
            return "location.absent", "такого файла нет", "no such file"
        if error.errno in _FULL:
            return (
                "location.full",
                "нет места, освободите его и повторите",
                "no space left: free some and repeat",
            )
        why = error.strerror or str(error)
        return "location.failed", f"сбой ({why}), проверьте носитель", f"failed ({why}): check the medium"


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
        # Reading back must ask the medium and not the memory that the bytes were just written to.
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_up(directory: Path, root: Path) -> None:
    """Sync every directory up to the root: any of them may be new."""
    while directory != root:
        _sync(directory)
        directory = directory.parent
    _sync(root)
