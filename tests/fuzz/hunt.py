"""Hunts for cases that crash a target or cost too much; each is kept as a file that a test tries again.

What is found is an exception that is no LetopisError, too much CPU time, or a leap of the memory in use.
"""

from __future__ import annotations

import resource
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from records.digest import sha256
from records.errors import LetopisError
from tests.fuzz.targets import Case, Target, run

CRASHES: Final = Path(__file__).parents[1] / "vectors" / "crashes"
MAX_SECONDS: Final = 10.0  # of CPU for one case
AGAIN: Final = 0.05  # of CPU between two signals
MAX_LEAP: Final = 256 << 10  # kilobytes


class _TooLongError(BaseException):
    """Not an Exception, so that no boundary under test takes it for damage."""


@dataclass(frozen=True, slots=True)
class Crash:
    """A case and what it did."""

    case: Case
    what: str

    def keep(self, folder: Path = CRASHES) -> Path:
        """The file in which the case is kept."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / (sha256(self.case.data)[:16] + self.case.suffix)
        path.write_bytes(self.case.data)
        return path


def trial(case: Case, seconds: float = MAX_SECONDS) -> str | None:
    """What went wrong with a case; None when all is well."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        with _limited(seconds):
            run(case)
    except LetopisError:
        pass
    except _TooLongError:
        return f"more than {seconds} s of CPU"
    except Exception:
        return traceback.format_exc()
    leap = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return f"{leap >> 10} MB more in use" if leap > MAX_LEAP else None


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    # Again and again: raised where the interpreter takes no exceptions (a finaliser, a callback of C), it is lost.
    signal.setitimer(signal.ITIMER_PROF, seconds, max(seconds, AGAIN))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@dataclass(frozen=True, slots=True)
class Hunt:
    """How many cases were tried, and what they brought to light, one crash for each place in the code."""

    tried: int
    crashes: tuple[Crash, ...]


def hunt(target: Target, seconds: float, seed: int, most: int | None = None) -> Hunt:
    """Try cases for `seconds` on the wall, `most` at most, or until interrupted. The same seed gives the same cases."""
    chance, tried, found = Random(seed), 0, dict[str, Crash]()
    end = time.monotonic() + seconds
    with suppress(KeyboardInterrupt):
        while time.monotonic() < end and tried != most:
            case = target.make(Random(chance.random()))
            tried += 1
            if what := trial(case):
                found.setdefault(_place(what), Crash(case, what))
    return Hunt(tried, tuple(found.values()))


def _place(what: str) -> str:
    """The last line of code that a traceback names, so that one fault is told once."""
    lines = [line for line in what.splitlines() if line.startswith("  File ")]
    return lines[-1] if lines else what
