"""Damages bytes and JSON by chance: the same generator of chance, the same damage. It knows no format."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final

NUMBERS: Final = (b"0", b"-1", b"1", b"65536", b"4294967296", b"99999999999999999999", b"1e400", b"")
WORDS: Final = (
    *(b"/FlateDecode", b"/Kids", b"/Prev", b"/Length", b"/V", b"/ByteRange", b"/Contents", b"/DSS", b"/Type"),
    *(
        b"<<",
        b">>",
        b"[",
        b"]",
        b"obj",
        b"endobj",
        b"stream",
        b"null",
        b"1 0 R",
        b"%%EOF",
        b"xref",
        b"trailer",
    ),
    *(b"<", b">", b"&amp;", b"&#0;", b'"', b"<row>", b"</c>", b't="s"', b't="d"', b't="e"', b"<f>"),
)
ODD: Final[tuple[object, ...]] = (
    *(None, True, 0, -1, 10**40, 1e308, 0.5, [], {}, [[]], "", " ", "x" * 5000, "🙂" * 50),
    *("\ud800", "\0", "\u202e", "\u200b", "../../x", "<script>", "=1+1", "0" * 64, "9999-99-99"),
)


def damaged(data: bytes, chance: Random) -> bytes:
    """The bytes after one to eight changes."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        chance.choice(_CHANGES)(body, chance)
    return bytes(body)


def scratched(data: bytes, chance: Random) -> bytes:
    """The bytes after one to four changes that move nothing: offsets still lead where they led."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        chance.choice((_flip, _overwrite, _figure))(body, chance)
    return bytes(body[: len(data)])


def _figure(body: bytearray, chance: Random) -> None:
    """Another digit in the place of the next one."""
    start = chance.randrange(len(body) + 1)
    digits = [at for at in range(start, min(start + 400, len(body))) if 48 <= body[at] <= 57]
    if digits:
        body[digits[0]] = chance.randrange(48, 58)


def _flip(body: bytearray, chance: Random) -> None:
    if body:
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)


def _cut(body: bytearray, chance: Random) -> None:
    start = chance.randrange(len(body) + 1)
    del body[start : start + _length(chance)]


def _double(body: bytearray, chance: Random) -> None:
    start, to = (chance.randrange(len(body) + 1) for _ in range(2))
    body[to:to] = body[start : start + _length(chance)]


def _overwrite(body: bytearray, chance: Random) -> None:
    start = chance.randrange(len(body) + 1)
    word = chance.choice(WORDS)
    body[start : start + len(word)] = word


def _number(body: bytearray, chance: Random) -> None:
    """Another number in the place of the next one."""
    start = chance.randrange(len(body) + 1)
    digits = [at for at in range(start, min(start + 400, len(body))) if 48 <= body[at] <= 57]
    if digits:
        end = digits[0]
        while end < len(body) and 48 <= body[end] <= 57:
            end += 1
        body[digits[0] : end] = chance.choice(NUMBERS)


def _length(chance: Random) -> int:
    return chance.choice((1, 2, 4, 16, 100, 1000))


_CHANGES: Final[tuple[Callable[[bytearray, Random], None], ...]] = (_flip, _cut, _double, _overwrite, _number)


def odd_json(value: Any, chance: Random) -> Any:
    """A JSON value with one of its parts, at any depth, replaced, taken out or doubled."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(sorted(value))
        if chance.random() < 0.1:
            return {name: part for name, part in value.items() if name != key}
        return {**value, key: odd_json(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        at = chance.randrange(len(value))
        if chance.random() < 0.2:
            return value[:at] + value[at + 1 :] if chance.random() < 0.5 else [*value, value[at]]
        return [*value[:at], odd_json(value[at], chance), *value[at + 1 :]]
    return chance.choice(ODD)
