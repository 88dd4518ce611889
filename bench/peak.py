"""The greatest resident memory of processes, as Linux keeps it for each (VmHWM in proc_pid_status(5)).

A command runs as a user would run it and is watched from outside, with every process below it. It judges nothing.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

PROCESSES = Path("/proc")
# Seconds between two looks. The peak is the kernel's: only what a process takes at its very end can be missed.
LOOK_EVERY = 0.05
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command printed, and the peaks in bytes: its own, and of the processes below it, greatest first."""

    printed: str
    own: int
    below: tuple[int, ...]


def peak(process: int | str = "self") -> int:
    """The peak of a living process in bytes. Raises OSError when it has ended."""
    found = _PEAK.search((PROCESSES / str(process) / "status").read_text())
    if found is None:
        raise ProcessLookupError(f"process {process} has ended")
    return int(found[1]) * 1024


def watch(command: Sequence[str], environ: Mapping[str, str]) -> Watched:
    """Run a command to its end. Raises CalledProcessError when it failed."""
    peaks: dict[int, int] = {}
    with TemporaryFile("w+") as out, TemporaryFile("w+") as told:
        with subprocess.Popen(command, env=environ, stdout=out, stderr=told) as running:
            _look(running.pid, peaks)
            while not _ended(running):
                _look(running.pid, peaks)
        out.seek(0)
        told.seek(0)
        if running.returncode:
            raise subprocess.CalledProcessError(running.returncode, command, out.read(), told.read())
        printed = out.read()
    own = peaks.pop(running.pid)
    return Watched(printed, own, tuple(sorted(peaks.values(), reverse=True)))


def _look(command: int, peaks: dict[int, int]) -> None:
    for process in (command, *below(command)):
        with suppress(OSError):
            peaks[process] = peak(process)


def _ended(running: subprocess.Popen[bytes]) -> bool:
    try:
        running.wait(LOOK_EVERY)
    except subprocess.TimeoutExpired:
        return False
    return True


def below(process: int) -> Iterator[int]:
    """The children of every thread of a process, and theirs."""
    for children in (PROCESSES / str(process) / "task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, children.read_text().split()):
                yield child
                yield from below(child)
