"""A file as an answer, shown in the browser or taken away, under a name in any alphabet (RFC 6266, RFC 8187).

A header with bare Cyrillic letters is refused by real servers: the name goes encoded. It reads no file.
"""

from __future__ import annotations

import io
from enum import StrEnum

from flask import Response, send_file


class Way(StrEnum):
    """What the browser does with the file."""

    SHOWN = "inline"
    TAKEN = "attachment"


def file_answer(data: bytes, mimetype: str, name: str, way: Way) -> Response:
    """The file under that name."""
    return send_file(
        io.BytesIO(data),
        mimetype=mimetype,
        as_attachment=way is Way.TAKEN,
        download_name=name,
        conditional=False,
        etag=False,
    )
