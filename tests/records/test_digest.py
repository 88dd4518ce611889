"""Canonical JSON has one byte form, a salted digest tells nothing without its salt, derivation separates names."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from records.digest import canonical, derive, salted, sha256, sha512

SALT = bytes(32)
MEMBERS = st.dictionaries(st.text(max_size=8), st.integers(-(2**53) + 1, 2**53 - 1) | st.text(), max_size=8)


def test_sha256_and_sha512_are_what_they_say() -> None:
    assert (sha256(b"abc")[:8], sha512(b"abc")[:8]) == ("ba7816bf", "ddaf35a1")


def test_canonical_json_sorts_members_and_has_no_blanks() -> None:
    assert canonical({"б": [1, None, True], "a": "Ё"}) == '{"a":"Ё","б":[1,null,true]}'.encode()


@given(MEMBERS)
def test_the_order_of_members_does_not_matter(members: dict[str, int | str]) -> None:
    assert canonical(dict(reversed(members.items()))) == canonical(members)


TREES = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


@given(TREES)
def test_canonical_json_is_that_of_rfc_8785(tree: Any) -> None:
    try:
        expected = rfc8785.dumps(tree)
    except rfc8785.CanonicalizationError:
        with pytest.raises(rfc8785.CanonicalizationError):
            canonical(tree)
    else:
        assert canonical(tree) == expected


@pytest.mark.parametrize("wrong", [2**53, -(2**53), "\ud800", {1: "a"}, object(), {"a": {1, 2}}])
def test_what_json_cannot_hold_is_refused(wrong: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(wrong)


def test_a_salted_digest_is_what_the_document_says() -> None:
    assert (
        salted("letopis/leaf/1", SALT, b"rows")
        == hashlib.sha256(b"letopis/leaf/1\0" + SALT + b"rows").hexdigest()
    )


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_salt_has_32_bytes(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        salted("letopis/leaf/1", bytes(size), b"")


def test_the_same_rows_have_another_digest_for_another_purpose() -> None:
    assert salted("letopis/leaf/1", SALT, b"rows") != salted("letopis/event/1", SALT, b"rows")


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_names_do_not_run_into_each_other(one: list[str], other: list[str]) -> None:
    assert (derive(SALT, *one) == derive(SALT, *other)) == (one == other)


def test_another_seed_derives_something_else() -> None:
    assert derive(SALT, "id") != derive(b"\1" * 32, "id")
