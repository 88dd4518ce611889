"""A disk that keeps only what was synced: when the power fails, a seeded part of the rest is undone.

Bytes of a file last once the file was synced, its name once the directory was (POSIX fsync). Every name not yet
synced may go back to what it was before, every unsynced file may be empty or half. SQLite and PostgreSQL sync
for themselves: what they committed lasts.
"""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

# The functions of the machine, whatever the layer puts in their place.
real = SimpleNamespace(
    **{
        name: getattr(os, name)
        for name in (
            *("open", "close", "write", "read", "fsync", "link", "rename", "replace", "mkdir", "unlink"),
            *("rmdir", "scandir", "truncate"),
        )
    }
)
Inode = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Unsynced:
    directory: Inode
    undo: Callable[[], object]


class Unsynced:
    """What would be lost now. `shadow` is a folder of the same file system, outside of what is watched."""

    def __init__(self, shadow: Path) -> None:
        self._shadow = shadow
        self._names: list[_Unsynced] = []
        self._bytes: dict[Inode, Path] = {}
        self._directories: dict[Inode, int] = {}
        self._kept = 0

    def made_file(self, path: Path) -> None:
        """A new file stands at `path`."""
        kept = self._keep(path)
        self._bytes[_inode(path.stat())] = kept
        self._forget_if_lost(path, lambda name: _remove(name))

    def made_directory(self, path: Path) -> None:
        """A new directory stands at `path`."""
        self._forget_if_lost(path, lambda name: _remove(name))

    def linked(self, path: Path) -> None:
        """A second name of a file stands at `path`."""
        self._forget_if_lost(path, lambda name: _remove(name))

    def before_removal(self, path: Path) -> Callable[[], None]:
        """Call what this gives when the name at `path` is gone."""
        directory = stat.S_ISDIR(os.lstat(path).st_mode)
        kept = None if directory else self._keep(path)

        def restore(name: Path) -> None:
            if kept is None:
                real.mkdir(name)
            else:
                real.link(kept, name)

        return lambda: self._forget_if_lost(path, restore)

    def before_rename(self, source: Path, target: Path) -> Callable[[], None]:
        """Call what this gives when `source` has become `target`, whatever stood there."""
        replaced = self._keep(target) if target.is_file() else None
        come_from = self._handle(source.parent)

        def undo(name: Path) -> None:
            old = Path(f"/proc/self/fd/{come_from}") / source.name
            try:
                real.rename(name, old)
            except OSError:
                _remove(name)
            if replaced:
                real.link(replaced, name)

        return lambda: self._forget_if_lost(target, undo)

    def synced(self, descriptor: int) -> None:
        """The file or directory behind the descriptor is on the medium."""
        found = _inode(os.fstat(descriptor))
        self._bytes.pop(found, None)
        self._names = [entry for entry in self._names if entry.directory != found]

    def fail(self, seed: str) -> None:
        """The power is gone: undo what the seed chooses of all that was not synced, the latest first."""
        dice = random.Random(seed)
        everything = dice.random() < 0.5
        lost = {
            directory
            for directory in sorted({entry.directory for entry in self._names})
            if everything or dice.random() < 0.5
        }
        for kept in self._bytes.values():
            size = kept.stat().st_size
            real.truncate(kept, dice.choice((0, size // 2)) if everything or dice.random() < 0.5 else size)
        for entry in reversed(self._names):
            if entry.directory in lost:
                with suppress(OSError):  # its directory is gone as well
                    entry.undo()

    def _forget_if_lost(self, path: Path, undo: Callable[[Path], object]) -> None:
        # By descriptor: the directory may be renamed before the power fails.
        handle = self._handle(path.parent)
        place = Path(f"/proc/self/fd/{handle}") / path.name
        self._names.append(_Unsynced(_inode(os.fstat(handle)), lambda: undo(place)))

    def _handle(self, directory: Path) -> int:
        found = _inode(directory.stat())
        if found not in self._directories:
            self._directories[found] = real.open(directory, os.O_PATH | os.O_CLOEXEC)
        return self._directories[found]

    def _keep(self, path: Path) -> Path:
        """A name of our own for the file, under which its bytes outlive it."""
        self._kept += 1
        kept = self._shadow / str(self._kept)
        real.link(path, kept)
        return kept


def _inode(state: os.stat_result) -> Inode:
    return state.st_dev, state.st_ino


def _remove(path: Path) -> None:
    """A name with all below it, by the machine's own functions: shutil would go through the layer."""
    if path.is_symlink() or not path.is_dir():
        real.unlink(path)
        return
    with real.scandir(path) as entries:
        for entry in entries:
            _remove(path / entry.name)
    real.rmdir(path)
