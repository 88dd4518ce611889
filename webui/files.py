"""Files over HTTP: as an answer, under a name in any alphabet (RFC 6266, RFC 8187), and as what a form brings.

A header with bare Cyrillic letters is refused by real servers: the name goes encoded. It judges no content.
"""

from __future__ import annotations

import io
from enum import StrEnum

from flask import Response, request, send_file

from records.errors import InputError


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


def given_file(name: str) -> bytes:
    """The file that a form brings. Raises InputError request.file when there is none, or it is empty."""
    found = request.files.get(name)
    data = found.read() if found else b""
    if not data:
        raise InputError(
            "request.file",
            "Файл не выбран или пуст. Вернитесь на страницу, выберите его и отправьте ещё раз.",
            "no file was chosen, or it is empty; go back, choose it and send it again",
        )
    return data
