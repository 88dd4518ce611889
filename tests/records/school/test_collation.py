"""Russian alphabetical order: Ё after Е, case without weight, the same everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.school.collation import russian_key

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
NAMES = st.text(alphabet=LETTERS + LETTERS.upper() + " -", max_size=8)


@pytest.mark.parametrize(
    "names",
    [
        ["Егорова", "Ёлкин", "Жуков"],
        ["Еремеев", "Ершов", "Ёжиков", "Жданов"],
        ["Иванов", "Иванова", "Йванов"],
        ["Петров Иван", "Петрова Анна"],
        ["Соколов", "Соколов-Микитов", "Соколова"],
    ],
)
def test_names_stand_as_in_a_register(names: list[str]) -> None:
    mixed = names[::-1]
    assert sorted(mixed, key=russian_key) == names


def test_the_alphabet_is_in_order() -> None:
    assert sorted(LETTERS, key=russian_key) == list(LETTERS)


@pytest.mark.parametrize("name", ["ёлкин", "ЁЛКИН", "Ёлкин"])
def test_case_has_no_weight(name: str) -> None:
    assert russian_key("Егорова") < russian_key(name) < russian_key("Жуков")


@given(NAMES, NAMES)
def test_only_equal_names_have_equal_keys(one: str, other: str) -> None:
    assert (russian_key(one) == russian_key(other)) == (one == other)


@given(NAMES, NAMES)
def test_a_name_stands_before_the_longer_one_that_begins_with_it(name: str, rest: str) -> None:
    assert russian_key(name) <= russian_key(name + rest)
