"""† A crew of processes that look at copies on disks (intact.py): every core, and many requests to a disk at once.

One fresh and small interpreter (hand.py) forks them: a fork of this process would copy the locks of a web server's
threads, and multiprocessing would import the program that asks. A worker that dies has seen nothing whole: whoever
asked examines those copies himself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from retention.hand import receive, send
from retention.intact import CopyOnDisk, Intact

_ROOT: Final = Path(__file__).resolve().parents[1]
# -P: the current folder must not lend a module; -S: the standard library and this package are enough.
_CHILD: Final = (sys.executable, "-P", "-S", "-m", "retention.hand")
_ENVIRONMENT: Final = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


class _Worker:
    """The near ends of the pipes to one process, and the far ends until that process has them."""

    def __init__(self) -> None:
        question, ask = os.pipe()
        listen, answer = os.pipe()
        self.far = (question, answer)
        self._ask, self._listen = os.fdopen(ask, "wb"), os.fdopen(listen, "rb")

    def ask(self, copies: Sequence[CopyOnDisk]) -> None:
        """Put a question. A worker that has died takes none and gives no answer."""
        with suppress(BrokenPipeError):
            send(self._ask, list(copies))

    def answer(self) -> list[Intact | None] | None:
        """The answer to the earliest question without one; None when the worker has died."""
        return receive(self._listen)

    def dismiss(self) -> None:
        """Hang up: the worker ends."""
        with suppress(BrokenPipeError):
            self._ask.close()
        self._listen.close()


class Crew:
    """`size` workers. Questions go round, and the answers come in the order of the questions."""

    def __init__(self, size: int) -> None:
        self._workers = [_Worker() for _ in range(size)]
        self._next = deque(self._workers)
        self._asked: deque[tuple[_Worker, int]] = deque()
        far = [end for worker in self._workers for end in worker.far]
        try:
            self._process = subprocess.Popen(
                [*_CHILD, *map(str, far)],
                pass_fds=far,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # an interrupt reaches every worker, and this process tells of it
                env=_ENVIRONMENT,
            )
        finally:
            for end in far:
                os.close(end)

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.dismiss()
        self._process.wait()

    def ask(self, copies: Sequence[CopyOnDisk]) -> None:
        """Let the next worker look at these copies. With a few questions open, none waits for the next one."""
        worker = self._next[0]
        self._next.rotate(-1)
        worker.ask(copies)
        self._asked.append((worker, len(copies)))

    def answer(self) -> list[Intact | None]:
        """What look_at says to the earliest question without an answer."""
        worker, count = self._asked.popleft()
        return worker.answer() or [None] * count
