"""How far long work is, as server-sent events (HTML, 9.2): figures in whenever they change, a stream of events out.

A stream ends by itself before a proxy or a thread is kept too long, and the browser opens the next one; when all
streams of a process are taken, one answer of figures is given and the browser asks again. It does no work and the
work does not need it: whoever closes the page finds it further on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Final

from flask import Response, stream_with_context

LONGEST: Final = 25.0  # seconds of a stream
PAUSE: Final = 0.5  # seconds between two looks
STREAMS: Final = 2  # at once in a process: the other threads answer pages (serving.py)
AGAIN: Final = 2000  # milliseconds after which the browser asks again

_FREE = BoundedSemaphore(STREAMS)


@dataclass(frozen=True, slots=True)
class Going:
    """How far work is: so many of so many, and whether it has ended."""

    done: int
    total: int
    ended: bool

    @property
    def event(self) -> str:
        """The figures as one event: `ended` tells the page to show what came of it."""
        name = "ended" if self.ended else "going"
        return f"event: {name}\ndata: {json.dumps({'done': self.done, 'total': self.total})}\n\n"


def stream(look: Callable[[], Going]) -> Response:
    """The events of work that `look` sees; whether the visitor may see it was asked before."""
    answer = Response(stream_with_context(_events(look)), mimetype="text/event-stream")
    # A proxy that collects an answer would tell nothing until its end.
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _events(look: Callable[[], Going]) -> Iterator[str]:
    yield f"retry: {AGAIN}\n\n"
    going = look()
    yield going.event
    if going.ended or not _FREE.acquire(blocking=False):
        return
    try:
        yield from _changes(look, going)
    finally:
        _FREE.release()


def _changes(look: Callable[[], Going], told: Going) -> Iterator[str]:
    ends = time.monotonic() + LONGEST
    while not told.ended and time.monotonic() < ends:
        time.sleep(PAUSE)
        going = look()
        # A comment is nothing to the page; writing it finds out that the browser has gone.
        yield going.event if going != told else ":\n\n"
        told = going
