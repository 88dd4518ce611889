"""The small fields of a journal: each is read in its usual spellings and in no others."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.school.imports import fields
from records.school.imports.fields import SchoolYearSpan
from records.school.imports.grid import CellValue, Formula, address, corners, shown

YEAR = SchoolYearSpan(2025)


@given(st.integers(0, 1999), st.integers(0, 399))
def test_the_name_of_a_cell_says_where_it_is(row: int, column: int) -> None:
    assert corners(address(row, column)) == (row, column, row, column)


def test_what_is_no_range_has_no_corners() -> None:
    with pytest.raises(ValueError, match="range"):
        corners("Лист!A1")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (date(2025, 9, 2), "02.09.2025"),
        (Formula("=A1"), "=A1"),
        (" 4 ", "4"),
        ("я" * 99, "я" * 80),
    ],
)
def test_a_message_quotes_a_value_as_a_person_would(value: CellValue, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (datetime(2025, 9, 2), date(2025, 9, 2)),
        (date(2025, 9, 2), date(2025, 9, 2)),
        ("02.09.2025", date(2025, 9, 2)),
        (" 2.9.25 г.", date(2025, 9, 2)),
        ("02/09/2025", date(2025, 9, 2)),
        ("2025-09-02", date(2025, 9, 2)),
        ("02.09", date(2025, 9, 2)),
        ("12.03", date(2026, 3, 12)),
        (datetime(2025, 9, 2, 10, 30), None),
        ("31.02.2026", None),
        ("2026-02-31", None),
        ("вчера", None),
        (45901, None),
        (None, None),
    ],
)
def test_a_date_is_read(value: CellValue, day: date | None) -> None:
    assert fields.parse_date(value, YEAR) == day


def test_a_date_without_its_year_needs_the_school_year() -> None:
    assert fields.parse_date("02.09") is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_date_is_read_from_its_russian_spelling(day: date) -> None:
    assert fields.parse_date(day.strftime("%d.%m.%Y")) == day


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("2025/2026", "2025/2026"),
        ("2025-26", "2025/2026"),
        ("2025–2026 уч. год", "2025/2026"),
        ("2025/2027", None),
        ("2025", None),
    ],
)
def test_a_school_year_is_two_years_in_a_row(value: CellValue, label: str | None) -> None:
    year = fields.parse_year(value)
    assert (year.label if year else None) == label


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("9А", ("9А", 9)),
        ("9 «а»", ("9А", 9)),
        ("9A", ("9А", 9)),
        ("11-Б класс", ("11Б", 11)),
        (10, ("10", 10)),
        ("12А", None),
        ("А", None),
    ],
)
def test_a_class_has_a_grade_and_a_letter(value: CellValue, name: tuple[str, int] | None) -> None:
    assert fields.parse_class_name(value) == name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Соколова  Елена Павловна ", ("Соколова", "Елена", "Павловна")),
        ("Cоколова Елена", ("Соколова", "Елена", None)),
        ("Салах Али Гусейн оглы", ("Салах", "Али", "Гусейн оглы")),
        ("Бондарь-Ковальская Илья", ("Бондарь-Ковальская", "Илья", None)),
        ("Лена", None),
        ("Соколова 2", None),
    ],
)
def test_a_pupil_has_a_surname_and_a_name(value: CellValue, name: tuple[str, str, str | None] | None) -> None:
    assert fields.parse_person(value) == name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Кузнецова Т.А.", "Кузнецова Т. А."),
        ("Кузнецова Т. А.", "Кузнецова Т. А."),
        ("Громова Мария Ивановна", "Громова Мария Ивановна"),
        ("12", None),
        ("-", None),
        (None, None),
    ],
)
def test_initials_are_spaced_alike(value: CellValue, name: str | None) -> None:
    assert fields.parse_staff(value) == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("I четверть", "I четверть"),
        ("1 четверть", "I четверть"),
        ("2-я Четверть", "II четверть"),
        ("ІІІ четверть", "III четверть"),
        ("4 четверть", "IV четверть"),
        ("II полугодие", "II полугодие"),
        ("III полугодие", None),
        ("V четверть", None),
        ("I семестр", None),
        ("0 четверть", None),
        ("Год", None),
    ],
)
def test_a_period_has_one_title(value: CellValue, text: str | None) -> None:
    title = fields.parse_period(value)
    assert (title.text if title else None) == text


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Год", "year"),
        ("Годовая оценка", "year"),
        ("Экзамен", "exam"),
        ("Экз.", "exam"),
        ("Итоговая отметка", "final"),
        ("Ср. балл", None),
    ],
)
def test_a_mark_of_the_year_has_a_kind(value: CellValue, kind: str | None) -> None:
    assert fields.parse_year_mark_kind(value) == kind


@pytest.mark.parametrize(
    ("value", "subject"),
    [
        ("Английский язык (1 группа)", ("Английский язык", "1 группа")),
        ("История (России)", ("История (России)", None)),
        ("Физика", ("Физика", None)),
    ],
)
def test_a_group_stands_in_brackets(value: CellValue, subject: tuple[str, str | None]) -> None:
    assert fields.parse_subject(value) == subject


@pytest.mark.parametrize(
    ("value", "kind"), [("кр", "КР"), ("KP", "КР"), (" У ", "У"), ("5+", None), (None, None)]
)
def test_a_kind_of_work_is_a_few_letters(value: CellValue, kind: str | None) -> None:
    assert fields.parse_work_kind(value) == kind


@pytest.mark.parametrize(
    ("value", "hours"), [(1, 1), (2.0, 2), ("1", 1), (0, None), (1.5, None), ("один", None)]
)
def test_hours_are_a_whole_number(value: CellValue, hours: int | None) -> None:
    assert fields.parse_hours(value) == hours


def test_free_text_keeps_its_letters() -> None:
    assert fields.tidy(" Present  Perfect: Cложное ") == "Present Perfect: Cложное"


def test_names_lose_their_latin_letters_only_among_cyrillic_ones() -> None:
    assert fields.plain("Cоколова HTML") == "Соколова HTML"


def test_a_truth_value_is_no_text() -> None:
    assert fields.tidy(True) == ""
