"""† Bounds what the reading of a stranger's workbook may take: memory and CPU time of this process (docs/limits.md).

The last stop behind the counts of archive.py and workbook.py, for what they do not foresee: whatever a file does, its
reading ends, as `import.too_costly`. For the main thread of a process on Linux; it reads nothing itself.
"""

from __future__ import annotations

import resource
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from records.school.imports.archive import WorkbookError

MAX_MEMORY = 512 << 20  # octets of address space more than before
MAX_SECONDS = 30.0  # of CPU; a class's year takes one or two


class _SpentError(BaseException):
    """No Exception, so that no boundary inside takes it for damage of the file."""


@contextmanager
def bounded(seconds: float = MAX_SECONDS, memory: int = MAX_MEMORY) -> Iterator[None]:
    """Run the body within the bounds. Raises WorkbookError `import.too_costly`."""
    try:
        with _memory(memory), _time(seconds):
            yield
    except (MemoryError, _SpentError) as error:
        # The frames hold all that was read: no memory would be left to say so.
        traceback.clear_frames(error.__traceback__)
        error.__traceback__ = error.__context__ = None
        raise WorkbookError(
            "import.too_costly",
            f"Файл требует больше {memory >> 20} МБ памяти или {seconds:g} с работы: это не журнал.",
            f"the file asks for more than {memory >> 20} MB of memory or {seconds:g} s of work: this is no journal",
        ) from error


@contextmanager
def _memory(more: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    bounds = [bound for bound in (soft, hard, taken + more) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(bounds), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _SpentError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
