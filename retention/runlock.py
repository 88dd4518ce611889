"""† Who works, who sweeps, who waits: steps share a lock, a sweep needs it alone; a dead process holds none.

Between staging bytes and committing the row that names them only the running step knows them: a sweep at that
moment would take them for orphans. For runs on one machine; it decides nothing about what is an orphan.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def working(lock_file: Path) -> Iterator[None]:
    """Hold the lock together with other steps, from staging to the commit. Waits for a sweep under way."""
    with _opened(lock_file) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield


@contextmanager
def alone(lock_file: Path) -> Iterator[bool]:
    """True while no step runs and none can begin; False at once when some step runs: sweep another time."""
    with _opened(lock_file) as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def in_turn(lock_file: Path) -> Iterator[None]:
    """Hold the lock alone; who comes later waits for its turn."""
    with _opened(lock_file) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextmanager
def _opened(lock_file: Path) -> Iterator[int]:
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
