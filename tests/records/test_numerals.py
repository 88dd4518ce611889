from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import InputError
from records.numerals import (
    DOSSIER,
    LIMIT,
    PAGE,
    SHEET,
    YEAR,
    Case,
    Gender,
    Noun,
    counted,
    in_words,
    long_date,
    spelled,
)

NOUNS = (SHEET, PAGE, DOSSIER, YEAR)
NUMBERS = st.integers(0, LIMIT - 1)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "ноль"),
        (1, "один"),
        (2, "два"),
        (10, "десять"),
        (11, "одиннадцать"),
        (19, "девятнадцать"),
        (20, "двадцать"),
        (21, "двадцать один"),
        (40, "сорок"),
        (90, "девяносто"),
        (100, "сто"),
        (101, "сто один"),
        (112, "сто двенадцать"),
        (265, "двести шестьдесят пять"),
        (999, "девятьсот девяносто девять"),
        (1000, "одна тысяча"),
        (2001, "две тысячи один"),
        (5000, "пять тысяч"),
        (11_011, "одиннадцать тысяч одиннадцать"),
        (22_300, "двадцать две тысячи триста"),
        (1_000_000, "один миллион"),
        (2_001_000, "два миллиона одна тысяча"),
        (999_000_007, "девятьсот девяносто девять миллионов семь"),
    ],
)
def test_a_number_is_written_in_words(count: int, words: str) -> None:
    assert in_words(count) == words


@pytest.mark.parametrize(
    ("count", "noun", "case", "text"),
    [
        (1, SHEET, Case.NOMINATIVE, "1 (один) лист"),
        (2, SHEET, Case.NOMINATIVE, "2 (два) листа"),
        (5, SHEET, Case.NOMINATIVE, "5 (пять) листов"),
        (0, SHEET, Case.NOMINATIVE, "0 (ноль) листов"),
        (11, SHEET, Case.NOMINATIVE, "11 (одиннадцать) листов"),
        (14, SHEET, Case.NOMINATIVE, "14 (четырнадцать) листов"),
        (21, SHEET, Case.NOMINATIVE, "21 (двадцать один) лист"),
        (21, PAGE, Case.NOMINATIVE, "21 (двадцать одна) страница"),
        (21, DOSSIER, Case.NOMINATIVE, "21 (двадцать одно) дело"),
        (2, PAGE, Case.NOMINATIVE, "2 (две) страницы"),
        (2, DOSSIER, Case.NOMINATIVE, "2 (два) дела"),
        (111, DOSSIER, Case.NOMINATIVE, "111 (сто одиннадцать) дел"),
        (1001, PAGE, Case.NOMINATIVE, "1001 (одна тысяча одна) страница"),
        (1, PAGE, Case.ACCUSATIVE, "1 (одну) страницу"),
        (1, DOSSIER, Case.ACCUSATIVE, "1 (одно) дело"),
        (1, SHEET, Case.ACCUSATIVE, "1 (один) лист"),
        (2, PAGE, Case.ACCUSATIVE, "2 (две) страницы"),
        (1000, SHEET, Case.ACCUSATIVE, "1000 (одну тысячу) листов"),
        (1, DOSSIER, Case.GENITIVE, "1 (одного) дела"),
        (1, PAGE, Case.GENITIVE, "1 (одной) страницы"),
        (3, DOSSIER, Case.GENITIVE, "3 (трёх) дел"),
        (7, DOSSIER, Case.GENITIVE, "7 (семи) дел"),
        (40, DOSSIER, Case.GENITIVE, "40 (сорока) дел"),
        (121, DOSSIER, Case.GENITIVE, "121 (ста двадцати одного) дела"),
        (244, SHEET, Case.GENITIVE, "244 (двухсот сорока четырёх) листов"),
        (2000, SHEET, Case.GENITIVE, "2000 (двух тысяч) листов"),
        (1_000_000, SHEET, Case.GENITIVE, "1000000 (одного миллиона) листов"),
    ],
)
def test_number_and_noun_agree(count: int, noun: Noun, case: Case, text: str) -> None:
    assert spelled(count, noun, case) == text


@pytest.mark.parametrize("count", [-1, LIMIT])
def test_a_number_without_words_is_refused(count: int) -> None:
    with pytest.raises(InputError) as refusal:
        in_words(count)
    assert refusal.value.code == "numerals.range"


@given(NUMBERS, st.sampled_from(NOUNS), st.sampled_from(Case))
def test_a_noun_depends_on_the_last_two_digits_only(count: int, noun: Noun, case: Case) -> None:
    assert noun.after(count, case) == noun.after(count % 100, case)


@given(NUMBERS, st.sampled_from(NOUNS))
def test_teens_take_the_form_of_many(count: int, noun: Noun) -> None:
    assert noun.after(count - count % 100 + 11 + count % 4, Case.NOMINATIVE) == noun.many


@given(st.integers(0, 99), st.integers(0, 9_999_999), st.sampled_from(Gender), st.sampled_from(Case))
def test_the_words_of_the_last_two_digits_end_the_number(
    low: int, high: int, gender: Gender, case: Case
) -> None:
    if low:
        assert in_words(high * 100 + low, gender, case).endswith(in_words(low, gender, case))


@given(st.lists(NUMBERS, min_size=2, max_size=2, unique=True), st.sampled_from(Gender), st.sampled_from(Case))
def test_different_numbers_have_different_words(pair: list[int], gender: Gender, case: Case) -> None:
    assert in_words(pair[0], gender, case) != in_words(pair[1], gender, case)


@given(NUMBERS, st.sampled_from(Case))
def test_genders_differ_in_the_last_word_alone(count: int, case: Case) -> None:
    stems = {tuple(in_words(count, gender, case).split()[:-1]) for gender in Gender}
    assert len(stems) == 1


def test_a_count_does_not_part_from_its_noun_at_the_end_of_a_line() -> None:
    assert counted(3, YEAR) == "3\N{NO-BREAK SPACE}года"


@pytest.mark.parametrize(
    ("day", "text"),
    [(date(2026, 11, 22), "22 ноября 2026 г."), (date(2027, 1, 1), "1 января 2027 г.")],
)
def test_a_date_is_written_with_its_month_in_the_genitive(day: date, text: str) -> None:
    assert long_date(day).replace("\N{NO-BREAK SPACE}", " ") == text
