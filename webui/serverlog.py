"""The server's own log: lines in UTC with an offset, one event a line whatever stands in it (ASVS 16.2.2, 16.4.1).

What people do stands in the transparency log; here stand refusals and failures, with ids and no names. Where the lines
go, and how long they are kept, the service manager decides.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Final

from flask.logging import default_handler

FORMAT: Final = "%(asctime)s %(levelname)s letopis %(message)s"


class OneLine(logging.Formatter):
    """A record -> one line: control characters are spelled out, so that nobody writes lines by being quoted."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802, ARG002
        """The moment of the record, RFC 3339 in UTC."""
        return datetime.fromtimestamp(int(record.created), UTC).isoformat().replace("+00:00", "Z")

    def format(self, record: logging.LogRecord) -> str:
        """The line; of a failure with its trace, whose lines are joined."""
        return "".join(sign if sign.isprintable() else _spelled(sign) for sign in super().format(record))


def _spelled(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


def write_lines() -> None:
    """Let every logger of the site and the worker write such lines, once a process."""
    default_handler.setFormatter(OneLine(FORMAT))
    ours = logging.getLogger(__package__)
    ours.addHandler(default_handler)  # to the server's own stream; no second time if it has it already
    ours.setLevel(logging.INFO)
