"""† The postman: beside a worker, in a thread, follows the log and carries letters, for as long as the block lasts.

A round that fails is told to the server's log and made again; the worker's own work never waits for a mail server.
A last round is made at the end, so that a worker that is called once leaves nothing lying.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from webui.installation import Installation
from webui.mail.delivery import deliver
from webui.notices.following import follow, has_news
from webui.notices.lettering import write_letters
from webui.unexpected import in_a_line

PAUSE = 2.0  # seconds between two rounds
_log = logging.getLogger(__name__)


@contextmanager
def postman(opened: Installation) -> Iterator[None]:
    """A postman at work while the block lasts."""
    ended = Event()
    thread = Thread(target=_go_round, args=(opened, ended), name="postman", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        a_round(opened)


def _go_round(opened: Installation, ended: Event) -> None:
    while not ended.wait(PAUSE):
        a_round(opened)


def a_round(opened: Installation) -> None:
    """Follow the log, write the letters that it gives cause for, carry what waits."""
    at = opened.clock.now()
    try:
        if has_news(opened.workshop):
            follow(opened.workshop)
        write_letters(opened, at)
        deliver(opened, at)
    except Exception as error:
        # Whatever it is, the next round tries again; letters and events stay where they are.
        _log.warning("the postman's round failed: %s", in_a_line(error))
