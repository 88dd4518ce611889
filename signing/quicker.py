"""Three functions of pyHanko and asn1crypto replaced by equal ones that do the same work once.

A signature's hexadecimal digits are read at one go instead of digit by digit (ISO 32000-1, 7.3.4.3); names are
prepared for comparison (RFC 5280, 7.1; RFC 4518) once each, not at every comparison. Together they are a sixth
of the cost of a closing. What is replaced is checked first; no answer changes.
"""

from __future__ import annotations

import binascii
import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

from asn1crypto import x509
from pyhanko.pdf_utils import generic

from signing.libraries import require_sources

_CHUNK = 1 << 16
_NAMES = 4096

_read_digits: Callable[[IO[bytes]], Any] = generic.read_hex_string_from_stream
_hashable: Callable[[x509.Name], str] = x509.Name.hashable.fget
_equal: Callable[[x509.Name, object], bool] = x509.Name.__eq__
_SOURCES: Mapping[Callable[..., object], str] = {
    _read_digits: "2004d63b8e1ce3d9a894ab0912667f0f056ffb290b95c7615e59b36b883233e2",
    _hashable: "5f59e0d1a65a619ebc4143c2e947fc52e5b28e98580e57c8982cdecf89d3b413",
    _equal: "7b7709c4f15eba0bad0403a1e09ed99d7e6c76543fe0741be728a1a86cfb8c41",
}


def _read_at_once(stream: IO[bytes]) -> Any:
    """A string of hexadecimal digits that ends within the next bytes; anything else is read as released."""
    start = stream.tell()
    found = stream.read(_CHUNK)
    end = found.find(b">")
    try:
        value = binascii.unhexlify(found[1:end]) if end > 0 else None
    except binascii.Error:
        value = None  # blanks, an odd number of digits, damage
    if value is None:
        stream.seek(start)
        return _read_digits(stream)
    stream.seek(start + end + 1)
    return generic.pdf_string(value)


@functools.lru_cache(_NAMES)
def _prepared(name: bytes) -> str:
    return _hashable(x509.Name.load(name))


def _hashable_once(self: x509.Name) -> str:
    # Not self.dump(): within a GeneralName that begins with the tag of the field it stands in.
    return _prepared(self.chosen.dump())


@functools.lru_cache(_NAMES)
def _same(one: bytes, other: bytes) -> bool:
    return _equal(x509.Name.load(one), x509.Name.load(other))


def _equal_once(self: x509.Name, other: object) -> bool:
    return isinstance(other, x509.Name) and _same(self.chosen.dump(), other.chosen.dump())


def _put(read: Callable[..., Any], hashable: Callable[..., str], equal: Callable[..., bool]) -> None:
    # The library's own names: typed as functions, replaced as attributes.
    library: Any = generic
    library.read_hex_string_from_stream = read
    x509.Name.hashable = property(hashable)
    x509.Name.__eq__ = equal


@functools.cache
def quicken() -> None:
    """Replace them in this process, once. Raises SetupError where they are not those that were studied."""
    require_sources(_SOURCES)
    _put(_read_at_once, _hashable_once, _equal_once)


@contextmanager
def as_released() -> Iterator[None]:
    """Within the block the libraries are as they came: for peers and comparisons."""
    _put(_read_digits, _hashable, _equal)
    try:
        yield
    finally:
        quicken.cache_clear()
