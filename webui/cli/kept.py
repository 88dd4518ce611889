"""Reads a checkpoint that an auditor kept: the option's value -> its text, whether given as itself or as a file.

It does not judge the checkpoint; retention/verification/since.py does.
"""

from __future__ import annotations

from pathlib import Path

from records.errors import InputError
from webui.cli.given import read_given


def kept_checkpoint(value: str) -> str:
    """The text of the checkpoint; a value of several lines is the text itself. Raises InputError `since.file`."""
    if "\n" in value:
        return value
    try:
        return read_given(Path(value)).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise InputError(
            "since.file",
            f"Контрольная точка «{value}» не читается: нужен файл log/checkpoint, сохранённый раньше, или его текст.",
            f"the checkpoint {value!r} cannot be read: give the file log/checkpoint kept from before, or its text",
        ) from error
