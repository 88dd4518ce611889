"""Stands under the † modules: every operation on files below one folder is counted, and one of them fails.

Replaces what those modules call (os.open, write, fsync, link, rename, … and io.open for reading), for paths in
the folder only. Each kind of fault is said in kinds.py. SQLite's own files are database.py's matter.
"""

from __future__ import annotations

import errno
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from tests.faults.kinds import LASTING, ON_DISK, POWERED, Fault, Kind
from tests.faults.power import Unsynced, real

_ERRNO = {Kind.ENOSPC: errno.ENOSPC, Kind.EROFS: errno.EROFS}
_DESCRIPTORS = Path("/proc/self/fd")
_NEEDS_SPACE = ("open", "write", "link", "mkdir")
_NOTHING: Callable[[], None] = lambda: None  # noqa: E731


@dataclass
class Disk:
    """The disk below `root`, with at most one fault in it."""

    root: Path
    fault: Fault | None = None
    shadow: Path | None = None
    changes: list[str] = field(default_factory=list)
    reads: int = 0
    failed: list[str] = field(default_factory=list)
    read: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._prefix = f"{self.root}/"
        self._unsynced = Unsynced(self.shadow) if self.shadow else None
        self._short = False

    @contextmanager
    def watched(self) -> Iterator[Disk]:
        """Every operation of this process on that disk goes through here."""
        changing = {name: getattr(self, f"_{name}") for name in ("open", "write", "fsync", "link", "mkdir")}
        moving = dict.fromkeys(("rename", "replace"), self._rename)
        removing = {"unlink": self._removing("unlink"), "rmdir": self._removing("rmdir")}
        reading = {"read": self._read, "scandir": self._scandir}
        with ExitStack() as patches:
            for name, stand_in in (changing | moving | removing | reading).items():
                patches.enter_context(mock.patch.object(os, name, stand_in))
            patches.enter_context(mock.patch.object(io, "open", self._io_open))
            yield self

    # --- where and whether ---------------------------------------------------------------------------------

    def _place(self, path: Any, dir_fd: int | None = None) -> Path | None:
        """The path as the disk knows it, None when it is not of this disk."""
        if isinstance(path, int):
            named = str(_DESCRIPTORS.joinpath(str(path)).readlink()).removesuffix(" (deleted)")
        else:
            above = Path.cwd() if dir_fd is None else _DESCRIPTORS.joinpath(str(dir_fd)).readlink()
            named = str(above / os.fsdecode(path))
        return Path(named) if f"{named}/".startswith(self._prefix) else None

    def _now(self, number: int) -> Kind | None:
        """The kind of fault that falls on the change of that number."""
        fault = self.fault
        return fault.kind if fault and fault.kind in ON_DISK and fault.number == number else None

    def _lasting(self, path: Path, number: int) -> Kind | None:
        """The kind of fault that has settled on the place of that path."""
        fault = self.fault
        if fault is None or fault.kind not in LASTING or number < fault.number:
            return None
        return fault.kind if path.is_relative_to(self.root / fault.place) else None

    def _error(self, path: Path, number: int = errno.EIO) -> OSError:
        self.failed.append(str(path))
        return OSError(number, os.strerror(number), str(path))

    # --- changes -------------------------------------------------------------------------------------------

    def _change(
        self, name: str, path: Path, act: Callable[[], Any], done: Callable[[], None] = _NOTHING
    ) -> Any:
        number = len(self.changes)
        self.changes.append(name)
        self._fail_power(number)
        lasting = self._lasting(path, number)
        if lasting and (lasting is not Kind.ENOSPC or name in _NEEDS_SPACE):
            raise self._error(path, _ERRNO.get(lasting, errno.EIO))
        if self._now(number) is Kind.BEFORE:
            raise self._error(path)
        result = act()
        done()
        if self._now(number) is Kind.AFTER:
            if name == "open":
                real.close(result)
            raise self._error(path)
        return result

    def _fail_power(self, number: int) -> None:
        fault = self.fault
        if fault is None or fault.kind not in POWERED:
            return
        if number == (fault.until if fault.kind is Kind.LOST_SYNC else fault.number):
            self.fail_power(fault.seed)

    def fail_power(self, seed: str) -> None:
        """Undo what the seed takes of all that was not synced, and end this process without a word."""
        if self._unsynced:
            self._unsynced.fail(seed)
        os.kill(os.getpid(), signal.SIGKILL)

    def _open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        place = self._place(path, dir_fd)
        if place is None:
            return int(real.open(path, flags, mode, dir_fd=dir_fd))
        if not flags & os.O_CREAT or place.exists():
            self._reading(place, opening=True)
            return int(real.open(path, flags, mode, dir_fd=dir_fd))

        def done() -> None:
            if self._unsynced:
                self._unsynced.made_file(place)

        return int(self._change("open", place, lambda: real.open(path, flags, mode, dir_fd=dir_fd), done))

    def _write(self, descriptor: int, data: Any) -> int:
        place = self._place(descriptor)
        if place is None:
            return int(real.write(descriptor, data))
        number, half = len(self.changes), memoryview(data)[: len(data) // 2]
        kind = self._now(number)
        if kind in (Kind.TORN, Kind.LYING):
            self.changes.append("write")
            real.write(descriptor, half)
            error = self._error(place)
            if kind is Kind.TORN:
                raise error
            return len(data)
        if self._lasting(place, number) is Kind.ENOSPC and not self._short:
            # As the kernel does: what still fits is written, the next write says why.
            self._short = True
            self.changes.append("write")
            return int(real.write(descriptor, half or data))
        return int(self._change("write", place, lambda: real.write(descriptor, data)))

    def _fsync(self, descriptor: int) -> Any:
        place = self._place(descriptor)
        if place is None:
            return real.fsync(descriptor)
        lost = self._now(len(self.changes)) is Kind.LOST_SYNC

        def done() -> None:
            if self._unsynced and not lost:
                self._unsynced.synced(descriptor)

        return self._change("fsync", place, _NOTHING, done)  # nobody pulls the plug: no need to wait

    def _link(self, source: Any, target: Any, **options: Any) -> Any:
        place = self._place(target)
        if place is None:
            return real.link(source, target, **options)

        def done() -> None:
            if self._unsynced:
                self._unsynced.linked(place)

        return self._change("link", place, lambda: real.link(source, target, **options), done)

    def _mkdir(self, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> Any:
        place = self._place(path, dir_fd)
        if place is None:
            return real.mkdir(path, mode, dir_fd=dir_fd)

        def done() -> None:
            if self._unsynced:
                self._unsynced.made_directory(place)

        return self._change("mkdir", place, lambda: real.mkdir(path, mode, dir_fd=dir_fd), done)

    def _rename(self, source: Any, target: Any) -> Any:
        # Both names of the function do the same on this system.
        old, new = self._place(source), self._place(target)
        if old is None or new is None:
            return real.replace(source, target)
        done = self._unsynced.before_rename(old, new) if self._unsynced and os.path.lexists(old) else _NOTHING
        return self._change("rename", new, lambda: real.replace(source, target), done)

    def _removing(self, name: str) -> Callable[..., Any]:
        act = getattr(real, name)

        def remove(path: Any, *, dir_fd: int | None = None) -> Any:
            place = self._place(path, dir_fd)
            if place is None:
                return act(path, dir_fd=dir_fd)
            done = self._unsynced.before_removal(place) if self._unsynced and place.exists() else _NOTHING
            return self._change(name, place, lambda: act(path, dir_fd=dir_fd), done)

        return remove

    # --- reading -------------------------------------------------------------------------------------------

    def _reading(self, place: Path, opening: bool = False) -> None:
        """A dead medium gives nothing back; a bad sector gives it back never, but all the others."""
        fault = self.fault
        if self._lasting(place, len(self.changes)) is Kind.EIO:
            raise self._error(place)
        if opening:
            return
        number = self.reads
        self.reads += 1
        if fault and fault.kind is Kind.READ and (number == fault.number or str(place) in self.failed):
            raise self._error(place)
        self.read.add(str(place))

    def _read(self, descriptor: int, length: int) -> bytes:
        place = self._place(descriptor)
        if place is not None:
            self._reading(place)
        return bytes(real.read(descriptor, length))

    def _scandir(self, path: Any = ".") -> Any:
        place = self._place(path)
        if place is not None:
            self._reading(place)
        return real.scandir(path)

    def _io_open(self, file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
        place = self._place(file)
        if place is not None:
            self._reading(place)
        return _io_open(file, mode, *given, **named)


_io_open = io.open
