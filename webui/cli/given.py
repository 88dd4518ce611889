"""Reads a small file that was named to a command: a path -> its bytes, bounded, never a device or a FIFO.

It judges no content.
"""

from __future__ import annotations

from pathlib import Path

from retention import tree

MAX_GIVEN = 1 << 20


def read_given(path: Path) -> bytes:
    """The bytes of a regular file, links followed. Raises OSError, also for more than MAX_GIVEN octets."""
    found = path.resolve(strict=True)
    body = bytearray()
    for chunk in tree.read(found.parent, found.name):
        body += chunk
        if len(body) > MAX_GIVEN:
            raise OSError(f"more than {MAX_GIVEN >> 20} MB")
    return bytes(body)
