"""What a page's program sends in JSON, as values: text, lines, octets. All else is InputError request.told."""

from __future__ import annotations

import base64
import binascii

from flask import request

from records.errors import InputError

_LONGEST = 4000  # signs of octets in base 64
LONGEST_CMS = 90_000  # of a whole signature: 64 KiB and a little


def told() -> dict[str, object]:
    """The object that was sent."""
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise _wrong()
    return found


def text_of(found: dict[str, object], name: str) -> str:
    """A member that is text."""
    value = found.get(name)
    if not isinstance(value, str):
        raise _wrong()
    return value


def lines_of(found: dict[str, object], name: str, most: int) -> list[str]:
    """A member that is a list of one to `most` lines."""
    value = found.get(name)
    if not isinstance(value, list) or not 0 < len(value) <= most:
        raise _wrong()
    return [text_of({name: line}, name) for line in value]


def octets_of(found: dict[str, object], name: str, longest: int = _LONGEST) -> bytes:
    """A member that is octets in base 64, of no more than `longest` signs."""
    text = text_of(found, name)
    try:
        if len(text) <= longest:
            return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        pass
    raise _wrong()


def map_of(found: dict[str, object], name: str, most: int) -> dict[str, object]:
    """A member that is an object with one to `most` members."""
    value = found.get(name)
    if not isinstance(value, dict) or not 0 < len(value) <= most:
        raise _wrong()
    return value


def spelled(data: bytes) -> str:
    """Octets in base 64."""
    return base64.b64encode(data).decode()


def _wrong() -> InputError:
    return InputError(
        "request.told",
        "Страница прислала не то, что должна. Обновите её и повторите.",
        "the page sent what it should not; reload it and repeat",
    )
