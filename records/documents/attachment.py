"""Takes the embedded snapshot back out of one of our PDFs (ISO 32000-2, 7.11.4).

Bytes in, bytes out; a file without it, or a damaged one, is refused with a code. It judges no content.
"""

from __future__ import annotations

import io

from pypdf import PdfReader

from records.errors import InputError

NAME = "snapshot.json"


def embedded_snapshot(pdf: bytes) -> bytes:
    """The bytes of the one attachment `snapshot.json`. Raises InputError `pdf.no_snapshot`."""
    try:
        found = PdfReader(io.BytesIO(pdf)).attachments.get(NAME, [])
    except MemoryError:
        raise  # a bomb: who set the limit tells of it
    except Exception as error:
        # Damaged input fails deep inside the reader and with any type: this is the boundary.
        raise _refused("файл не читается", "the file cannot be read") from error
    if len(found) != 1:
        raise _refused(f"вложений {NAME}: {len(found)}", f"{len(found)} attachments named {NAME}")
    return found[0]


def _refused(ru: str, en: str) -> InputError:
    return InputError("pdf.no_snapshot", f"В PDF нет снимка журнала: {ru}.", f"no snapshot in the PDF: {en}")
