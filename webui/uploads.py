"""Signatures that were uploaded as files: one, several or a ZIP of them (.sig, .p7s).

Every bound is here: how many, how long each, how long unpacked. It looks into no signature.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import FileStorage

from records.errors import InputError

LONGEST = 64 * 1024  # octets of one signature; with a long chain it has about 20 000
MOST = 400
_ZIP = b"PK\3\4"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file: its name, for words about it, and what is in it."""

    name: str
    octets: bytes


def signatures(field: str) -> list[Uploaded]:
    """Every signature of the form's field. Raises InputError (upload.none, upload.too_much, upload.archive)."""
    found: list[Uploaded] = []
    for file in request.files.getlist(field):
        for name, data in _files(file):
            found.append(Uploaded(name, data))
            if len(found) > MOST:
                raise _too_much(name)
    if not found:
        raise InputError(
            "upload.none",
            "Файл подписи не выбран. Выберите .sig или .p7s.",
            "no signature file was chosen; choose a .sig or .p7s",
        )
    return found


def _files(file: FileStorage) -> Iterator[tuple[str, bytes]]:
    name, data = _shown(file.filename or ""), file.read()
    if not data and not file.filename:
        return
    if not data.startswith(_ZIP):
        yield name, _bounded(name, data)
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        inside = [one for one in archive.infolist() if not one.is_dir()]
        if len(inside) > 2 * MOST:
            raise _too_much(name)
        for one in inside:
            # What was given to be signed may lie in the same archive: it is no signature and much longer.
            if one.filename.lower().endswith((".sig", ".sgn", ".p7s", ".p7m", ".pem")):
                with archive.open(one) as packed:
                    yield _shown(one.filename), _bounded(_shown(one.filename), packed.read(LONGEST + 1))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise _no_archive(name) from error


def _bounded(name: str, data: bytes) -> bytes:
    if len(data) > LONGEST:
        raise _too_much(name)
    return data


def _shown(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:120]


def _too_much(name: str) -> InputError:
    return InputError(
        "upload.too_much",
        f"«{name}»: это больше, чем подпись. Нужна отсоединённая подпись без документа, до {LONGEST // 1024} КБ, "
        f"и не больше {MOST} файлов.",
        f"'{name}' is more than a signature: a detached one without its document is wanted, up to "
        f"{LONGEST // 1024} KB, and no more than {MOST} files",
    )


def _no_archive(name: str) -> InputError:
    return InputError(
        "upload.archive",
        f"Архив «{name}» не читается. Соберите его заново или выберите сами файлы .sig или .p7s.",
        f"the archive '{name}' cannot be read; make it anew, or choose the .sig or .p7s themselves",
    )
