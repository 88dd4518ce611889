"""Puts what a command made into the file that was named: never over another one unless that was asked for.

A crash before the rename leaves a draft beside the file, under a name of its own that the next try overwrites.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

from records.digest import sha256
from records.errors import InputError


class Overwriting(Enum):
    """What becomes of a file that stands there already."""

    REFUSED = "refused"
    FORCED = "forced"


def is_folder(path: Path) -> bool:
    """Whether a folder stands there; a name that the system does not take is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def write_output(path: Path, data: bytes, overwriting: Overwriting) -> None:
    """Write the file whole or not at all. Raises InputError (output.exists, output.unwritable)."""
    with reserved(path, overwriting) as put:
        put(data)


@contextmanager
def reserved(path: Path, overwriting: Overwriting) -> Iterator[Callable[[bytes], None]]:
    """See that the file can be written before its content costs anything; then put it there whole, or not at all.

    Raises InputError (output.exists, output.unwritable).
    """
    draft = path.with_name(f".{sha256(path.name.encode('utf-8', 'surrogateescape'))[:16]}.draft")
    try:
        with _said(path):
            draft.write_bytes(b"")
            if overwriting is Overwriting.REFUSED and os.path.lexists(path):
                raise FileExistsError(path)
        yield lambda data: _put(draft, path, data, overwriting)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _put(draft: Path, path: Path, data: bytes, overwriting: Overwriting) -> None:
    with _said(path):
        draft.write_bytes(data)
        if overwriting is Overwriting.FORCED:
            draft.replace(path)
        else:
            os.link(draft, path)


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """The system's refusals, as people are told of them."""
    try:
        yield
    except FileExistsError as error:
        raise InputError(
            "output.exists",
            f"Файл {path} уже есть. Назовите другой (--output) или замените его (--force).",
            f"{path} exists; name another file (--output) or replace it (--force)",
        ) from error
    except OSError as error:
        raise _unwritable(path, error) from error


def make_folder(path: Path) -> None:
    """Make the folder that was named, and those above it. Raises InputError (output.unwritable)."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        "output.unwritable",
        f"{path}: записать нельзя: {error.strerror}. Назовите другое место (--output).",
        f"{path} cannot be written: {error.strerror}; name another place (--output)",
    )
