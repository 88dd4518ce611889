"""Russian alphabetical order: Ё stands after Е, case does not count, hyphens and spaces come before letters.

Text in, sort key out. It knows no names and no locale of the machine.
"""

from __future__ import annotations

_ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ORDER = {letter: position for position, letter in enumerate(_ALPHABET, start=0x1000)}


def russian_key(text: str) -> tuple[tuple[int, ...], str]:
    """The key that sorts names as a Russian register does; equal names keep a total order by spelling."""
    return tuple(_ORDER.get(letter, ord(letter)) for letter in text.casefold()), text
