"""The quicker functions answer as those they replace, and are refused where the library is another."""

from __future__ import annotations

import io

import pytest
from asn1crypto import x509
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError

from records.errors import SetupError
from signing import quicker
from signing.quicker import as_released, quicken

TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs")), max_size=6)
NAMES = st.dictionaries(st.sampled_from(["common_name", "organization_name", "serial_number"]), TEXTS)
DIGITS = st.text("0123456789abcdefABCDEF \n>z", max_size=12)


def _read(text: bytes) -> tuple[object, int]:
    stream = io.BytesIO(text)
    try:
        return generic.read_hex_string_from_stream(stream), stream.tell()
    except PdfError as error:
        return str(error), -1


def _compare(one: dict[str, str], other: dict[str, str]) -> object:
    try:
        first, second = (x509.Name.load(x509.Name.build(name).dump()) for name in (one, other))
        return first == second, first != second, first.hashable == second.hashable
    except (ValueError, UnicodeEncodeError) as error:
        return str(error)


@given(DIGITS, st.sampled_from(["", ">", "> rest", ">>"]))
def test_digits_are_read_as_before(digits: str, rest: str) -> None:
    text = f"<{digits}{rest}".encode()
    with as_released():
        expected = _read(text)
    quicken()
    assert _read(text) == expected


def test_more_digits_than_are_read_at_once_are_read_as_before() -> None:
    quicken()
    assert _read(b"<" + b"4c" * 70_000 + b">") == ("L" * 70_000, 140_002)


@given(NAMES, NAMES)
def test_names_are_compared_as_before(one: dict[str, str], other: dict[str, str]) -> None:
    with as_released():
        expected = _compare(one, other)
    quicken()
    assert _compare(one, other) == expected


def test_a_name_within_a_general_name_is_the_same_name() -> None:
    quicken()
    name = x509.Name.build({"common_name": "Громова"})
    wrapped = x509.GeneralName.load(x509.GeneralName("directory_name", name).dump()).chosen
    assert (wrapped == name, wrapped.hashable) == (True, name.hashable)


def test_names_that_differ_in_case_and_blanks_are_the_same() -> None:
    quicken()
    assert _compare({"common_name": "Громова  М"}, {"common_name": "громова М"}) == (True, False, True)


def test_a_library_that_was_changed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quicker, "_SOURCES", dict.fromkeys(quicker._SOURCES, "0" * 64))
    quicken.cache_clear()
    with pytest.raises(SetupError, match="read_hex_string"):
        quicken()
