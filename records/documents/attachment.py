"""Takes what our PDFs carry for programs back out of them (ISO 32000-2, 7.11.4): a snapshot, or a form's data.

Bytes in, bytes out; a file without a snapshot, or a damaged one, is refused with a code. It judges no content.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from pypdf import PdfReader

from records.errors import InputError

NAME = "snapshot.json"
FORM_NAME = "form.json"


def embedded_snapshot(pdf: bytes) -> bytes:
    """The bytes of the one attachment `snapshot.json`. Raises InputError `pdf.no_snapshot`."""
    with _damage_is_coded():
        found = PdfReader(io.BytesIO(pdf)).attachments.get(NAME, [])
    if len(found) != 1:
        raise _refused(f"вложений {NAME}: {len(found)}", f"{len(found)} attachments named {NAME}")
    return found[0]


def embedded_form(pdf: bytes) -> bytes | None:
    """The bytes of `form.json` where that is the one attachment; None for any other file."""
    try:
        with _damage_is_coded():
            found = PdfReader(io.BytesIO(pdf)).attachments
            return found[FORM_NAME][0] if found.keys() == {FORM_NAME} else None
    except InputError:
        return None


@contextmanager
def _damage_is_coded() -> Iterator[None]:
    try:
        yield
    except MemoryError:
        raise  # a bomb: who set the limit tells of it
    except Exception as error:
        # Damaged input fails deep inside the reader and with any type: this is the boundary.
        raise _refused("файл не читается", "the file cannot be read") from error


def _refused(ru: str, en: str) -> InputError:
    return InputError("pdf.no_snapshot", f"В PDF нет снимка журнала: {ru}.", f"no snapshot in the PDF: {en}")
