"""† Rooms for half-written files: each writer has its own, locked for as long as the writer lives.

A room is `<directory>/<token>` beside its lock file `<token>.lock`. The kernel frees the lock (flock) when
the process ends, however it ends: so a sweep knows the dead from the living without a clock, and two runs
never touch each other's work.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = ".lock"


@contextmanager
def room(directory: Path) -> Iterator[Path]:
    """A fresh directory of one's own, gone afterwards. A crash leaves it, unlocked, to `sweep_rooms`."""
    lock, descriptor = _locked_name(directory)
    place = lock.with_suffix("")
    try:
        place.mkdir(mode=0o750)
        yield place
    finally:
        try:
            _clear(place, lock)
        finally:
            os.close(descriptor)


def _locked_name(directory: Path) -> tuple[Path, int]:
    while True:
        descriptor, name = tempfile.mkstemp(suffix=_LOCK, dir=directory)
        lock = Path(name)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        # A sweep may have come between the two lines above and taken the file away: then begin again.
        if _still_there(lock, descriptor):
            return lock, descriptor
        os.close(descriptor)


def _still_there(lock: Path, descriptor: int) -> bool:
    try:
        return lock.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False


def _clear(place: Path, lock: Path) -> None:
    # The lock goes last: a crash in between leaves a lock that names what is still to be removed, and so does a
    # disk that fails at removing.
    shutil.rmtree(place, ignore_errors=True)
    if not os.path.lexists(place):
        lock.unlink(missing_ok=True)


def sweep_rooms(directory: Path) -> tuple[str, ...]:
    """Clear the rooms whose writer is dead; their names, sorted."""
    return tuple(lock.stem for lock in sorted(directory.glob("*" + _LOCK)) if _clear_if_dead(lock))


def _clear_if_dead(lock: Path) -> bool:
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return False  # its writer, or another sweep, has just finished
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _clear(lock.with_suffix(""), lock)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
