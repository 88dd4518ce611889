"""Ids are short, safe everywhere, and either random or the same at every try."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from records.identity import ID_LENGTH, SystemEntropy, derived_id, random_id
from tests.cast import SeededEntropy

SEEDS = st.binary(min_size=32, max_size=32)
NAMES = st.lists(st.text(max_size=8), max_size=3)
SAFE = re.compile(rf"[a-z2-7]{{{ID_LENGTH}}}")


def test_a_random_id_is_safe_in_a_path() -> None:
    assert SAFE.fullmatch(random_id(SystemEntropy()))


def test_two_random_ids_differ() -> None:
    source = SystemEntropy()
    assert random_id(source) != random_id(source)


def test_a_random_id_comes_from_the_source_given() -> None:
    assert random_id(SeededEntropy()) == random_id(SeededEntropy())


@given(SEEDS, NAMES)
def test_a_derived_id_is_the_same_at_every_try_and_safe(seed: bytes, names: list[str]) -> None:
    first, second = derived_id(seed, *names), derived_id(seed, *names)
    assert first == second
    assert SAFE.fullmatch(first)


@given(SEEDS, NAMES, NAMES)
def test_derived_ids_are_equal_for_equal_names_only(seed: bytes, one: list[str], other: list[str]) -> None:
    assert (derived_id(seed, *one) == derived_id(seed, *other)) == (one == other)
