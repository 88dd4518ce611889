"""Proves that the pages of a printed form say what its embedded data say: the form is printed anew and compared.

Everything a page refers to is compared, fonts and drawings included, decoded and whatever their order in the file.
Another edition of the forms, or another WeasyPrint, breaks lines elsewhere: its pages are left alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from records.digest import sha256
from records.documents.agreement import Disagreement
from records.documents.forms.twin import Twin
from records.documents.prose import print_form
from records.errors import InputError, LetopisError

_CODING: Final = frozenset({"/Filter", "/Length", "/DecodeParms"})
_UPWARDS: Final = "/Parent"
_DRAWING: Final = ("рисунок страницы, каким его печатает форма", "другой рисунок страницы")


def reprinted(pdf: bytes, twin: Twin) -> tuple[Disagreement, ...] | None:
    """Where the pages do not say what the data say; None where they were printed by another edition of the forms.

    Raises InputError (form.pages) when the pages cannot be read.
    """
    expected = print_form(twin.form, twin.anchor)
    if pdf == expected:
        return ()
    try:
        found, wanted = PdfReader(io.BytesIO(pdf)), PdfReader(io.BytesIO(expected))
        if _printer(found) != _printer(wanted):
            return None
        return tuple(_compared(found.pages, wanted.pages))
    except (LetopisError, MemoryError):
        raise
    except Exception as error:
        # Damaged input fails deep inside the reader and with any type: this is the boundary.
        raise InputError(
            "form.pages",
            "Страницы печатной формы не читаются.",
            f"the pages of the form cannot be read: {error}",
        ) from error


def _printer(reader: PdfReader) -> tuple[object, object]:
    info = reader.metadata
    return (info.creator, info.producer) if info else (None, None)


def _compared(found: Sequence[PageObject], wanted: Sequence[PageObject]) -> Iterator[Disagreement]:
    for number, (page, other) in enumerate(zip_longest(found, wanted), start=1):
        if page is None:
            yield Disagreement(number, "страница", "страницы нет")
        elif other is None:
            yield Disagreement(number, "страницы нет", "лишняя страница")
        elif fingerprint(page) != fingerprint(other):
            yield Disagreement(number, *_difference(page.extract_text(), other.extract_text()))


def _difference(found: str, wanted: str) -> tuple[str, str]:
    """What the data say and what stands there, in the first line that differs."""
    for line, other in zip_longest(found.splitlines(), wanted.splitlines(), fillvalue=""):
        if line != other:
            return other, line
    return _DRAWING


def fingerprint(item: Any) -> str:
    """A digest of a PDF object and all that it refers to; the same however the file numbers and packs them."""
    return sha256("\n".join(_spelled(item, {})).encode())


def _spelled(item: Any, seen: dict[int, int]) -> Iterator[str]:
    if isinstance(item, IndirectObject):
        if item.idnum in seen:
            yield f"again {seen[item.idnum]}"
            return
        seen[item.idnum] = len(seen)
        item = item.get_object()
    if isinstance(item, DictionaryObject):
        for key in sorted(item.keys() - _CODING - {_UPWARDS}):
            yield key
            yield from _spelled(item.raw_get(key), seen)
        yield sha256(item.get_data()) if isinstance(item, StreamObject) else "end"
    elif isinstance(item, ArrayObject):
        yield str(len(item))
        for part in item:
            yield from _spelled(part, seen)
    else:
        yield f"{type(item).__name__} {item!r}"
