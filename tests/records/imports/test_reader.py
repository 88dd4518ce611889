"""A workbook becomes a class; each rule of reading is broken alone and gives its one problem."""

from __future__ import annotations

from datetime import date

import pytest

from records.gradebook.marks import Cell
from records.school.imports.grid import CellValue, Sheet
from records.school.imports.model import ImportedClass, YearMarkKind
from records.school.imports.problems import Severity
from records.school.imports.reader import read_class
from tests.records.imports.small_class import (
    Book,
    day,
    sheet_of,
    sheets_of,
    small_book,
    subject_grid,
    type_in,
)

Told = list[tuple[str, str, str]]


def problems(book: Book) -> Told:
    return [(p.sheet, p.cell, p.code) for p in read_class(sheets_of(book)).problems]


def value_of(book: Book) -> ImportedClass:
    reading = read_class(sheets_of(book))
    assert reading.value is not None, reading.problems
    return reading.value


# Each: sheet, cell, what is typed, the problems it makes.
ALONE: tuple[tuple[str, str, CellValue, Told], ...] = (
    ("Класс", "B1", None, [("Класс", "B1", "import.header_missing")]),
    ("Класс", "A1", "Школа", [("Класс", "A1", "import.header_missing")]),
    ("Класс", "A2", "?", [("Класс", "A1", "import.header_missing")]),
    ("Класс", "B2", "девятый", [("Класс", "B2", "import.class_name")]),
    ("Класс", "B3", "2025", [("Класс", "B3", "import.year_label")]),
    ("Класс", "A3", "?", [("Класс", "A1", "import.header_missing")]),
    ("Класс", "B4", None, [("Класс", "B4", "import.teacher_missing")]),
    ("Класс", "A4", "?", [("Класс", "A1", "import.header_missing")]),
    ("Класс", "A6", "Срок", [("Класс", "A1", "import.table_missing")]),
    ("Класс", "B6", "?", [("Класс", "A6", "import.column_missing")]),
    ("Класс", "C7", None, [("Класс", "C7", "import.date")]),
    ("Класс", "C14", "июль", [("Класс", "C14", "import.date")]),
    ("Алгебра", "A3", "Кто", [("Алгебра", "A1", "import.header_missing")]),
    ("Алгебра", "A2", "Что", [("Алгебра", "A1", "import.header_missing")]),
    ("Алгебра", "B8", None, [("Алгебра", "B8", "import.pupil_unknown")]),
    ("Алгебра", "C6", day("03.09.2025"), [("Алгебра", "C6", "import.column_without_lesson")]),
    ("Алгебра", "A14", day("03.09.2025"), [("Алгебра", "C6", "import.column_without_lesson")]),
    ("Алгебра", "C6", None, [("Алгебра", "C6", "import.column_unknown")]),
)


@pytest.mark.parametrize(("sheet", "cell", "typed", "told"), ALONE)
def test_a_mistake_is_told_where_it_stands(sheet: str, cell: str, typed: CellValue, told: Told) -> None:
    book = small_book()
    type_in(book[sheet], cell, typed)
    assert set(told) <= set(problems(book))


def test_a_right_workbook_has_no_problems() -> None:
    assert problems(small_book()) == []


def test_the_head_of_the_class_is_read() -> None:
    value = value_of(small_book())
    assert (value.class_name, value.grade, value.year_label) == ("9А", 9, "2025/2026")


def test_a_pupil_brings_membership_and_order() -> None:
    pupil = value_of(small_book()).pupils[1]
    assert (pupil.name, pupil.membership.left, pupil.membership.left_order) == (
        "Ёлкина Полина Борисовна",
        date(2025, 12, 19),
        "№ 112-У от 19.12.2025",
    )


def test_marks_and_absences_are_read_from_the_grid() -> None:
    algebra = value_of(small_book()).journals[0]
    assert [cell.value for cell in algebra.cells if cell.pupil == 2] == [
        Cell((), "н"),
        Cell(("3",), None),
        Cell(("4",), "н"),
    ]


def test_marks_of_period_and_year_are_told_apart() -> None:
    algebra = value_of(small_book()).journals[0]
    assert [(m.period, m.value) for m in algebra.period_marks if m.pupil == 2] == [(0, "3"), (1, "осв")]
    assert [(m.kind, m.value) for m in algebra.year_marks if m.pupil == 2] == [(YearMarkKind.YEAR, "4")]


def test_a_group_is_taken_out_of_the_subject() -> None:
    journals = value_of(small_book()).journals
    assert [(j.subject, j.subgroup) for j in journals[1:]] == [
        ("Английский язык", "1 группа"),
        ("Английский язык", "2 группа"),
    ]


def test_a_lesson_brings_topic_homework_and_substitute() -> None:
    lesson = value_of(small_book()).journals[0].lessons[2]
    assert (lesson.period, lesson.hours, lesson.topic, lesson.homework, lesson.substitute) == (
        1,
        1,
        "Квадратный трёхчлен",
        "№ 261",
        "Кузнецова Т. А.",
    )


def test_two_lessons_of_a_day_take_its_columns_in_order() -> None:
    book = small_book()
    type_in(book["Алгебра"], "D6", day("02.09.2025"))
    type_in(book["Алгебра"], "A15", "02.09.2025")
    algebra = value_of(book).journals[0]
    assert [(x.date.day, x.number) for x in algebra.lessons[:2]] == [(2, 1), (2, 2)]
    assert [(x.lesson, x.position, x.kind) for x in algebra.columns[:2]] == [(0, 1, "У"), (1, 1, "КР")]


def test_two_columns_of_one_lesson_stand_under_it() -> None:
    book = small_book()
    type_in(book["Алгебра"], "D6", day("02.09.2025"))
    del book["Алгебра"][14]
    algebra = value_of(book).journals[0]
    assert [(x.lesson, x.position) for x in algebra.columns[:2]] == [(0, 1), (0, 2)]


def test_lessons_are_ordered_by_date() -> None:
    book = small_book()
    book["Алгебра"][13], book["Алгебра"][15] = book["Алгебра"][15], book["Алгебра"][13]
    assert [x.date.month for x in value_of(book).journals[0].lessons] == [9, 9, 11]


def test_a_third_column_for_two_lessons_has_no_lesson() -> None:
    book = small_book()
    for cell in ("D6", "F6"):
        type_in(book["Алгебра"], cell, day("02.09.2025"))
    type_in(book["Алгебра"], "A15", day("02.09.2025"))
    assert ("Алгебра", "F6", "import.column_without_lesson") in problems(book)


def test_a_missing_topic_is_a_warning_and_the_class_is_read() -> None:
    book = small_book()
    type_in(book["Алгебра"], "C14", None)
    reading = read_class(sheets_of(book))
    assert [(p.code, p.severity) for p in reading.problems] == [("import.topic_missing", Severity.WARNING)]
    assert reading.value is not None
    assert reading.value.journals[0].lessons[0].topic is None


def test_a_mark_after_leaving_is_refused() -> None:
    book = small_book()
    type_in(book["Класс"], "G12", day("10.11.2025"))
    assert ("Алгебра", "F9", "import.after_leaving") in problems(book)


def test_namesakes_are_told_apart_by_number() -> None:
    book = small_book()
    type_in(book["Класс"], "B14", "Абрамов Роман Сергеевич")
    type_in(book["Алгебра"], "B11", "Абрамов Роман Сергеевич")
    book.pop("Английский язык (1 группа)")
    book.pop("Английский язык (2 группа)")
    assert value_of(book).journals[0].pupils == (0, 1, 2, 3)


def test_a_namesake_without_the_number_of_the_list_is_ambiguous() -> None:
    book = small_book()
    type_in(book["Класс"], "B14", "Абрамов Роман Сергеевич")
    type_in(book["Алгебра"], "A8", 9)
    assert ("Алгебра", "B8", "import.pupil_ambiguous") in problems(book)


@pytest.mark.parametrize("first", ["I четверть", "1-я четверть"])
def test_a_period_given_twice_is_told(first: str) -> None:
    book = small_book()
    type_in(book["Класс"], "A8", first)
    assert ("Класс", "A8", "import.period_twice") in problems(book)


@pytest.mark.parametrize(
    ("cell", "typed"), [("B8", "01.10.2025"), ("C8", "01.11.2025"), ("C8", "27.12.2026")]
)
def test_periods_neither_overlap_nor_leave_the_year(cell: str, typed: str) -> None:
    book = small_book()
    type_in(book["Класс"], cell, typed)
    assert ("Класс", "B8", "import.period_bounds") in problems(book)


def test_a_table_without_pupils_is_told() -> None:
    book = small_book()
    type_in(book["Класс"], "A10", "Номер")
    assert ("Класс", "A1", "import.table_missing") in problems(book)


def test_a_missing_grid_is_told() -> None:
    book = small_book()
    type_in(book["Алгебра"], "A6", "Номер")
    assert ("Алгебра", "A1", "import.table_missing") in problems(book)


def test_a_missing_row_of_work_kinds_does_not_hide_the_pupil_below() -> None:
    book = small_book()
    del book["Алгебра"][6]
    assert problems(book) == [("Алгебра", "B7", "import.column_missing")]


def test_a_tab_named_too_short_for_its_subject_is_no_problem() -> None:
    long = "Основы духовно-нравственной культуры народов России"
    book = small_book() | {long[:31]: subject_grid(long)}
    assert problems(book) == []


def test_a_merged_title_above_the_grid_is_harmless() -> None:
    sheets = [*sheets_of(small_book())]
    sheets[1] = Sheet(sheets[1].title, sheets[1].rows, ("B2:D2",))
    assert read_class(tuple(sheets)).problems == ()


def test_a_merged_mark_is_told() -> None:
    sheets = [*sheets_of(small_book())]
    sheets[0] = Sheet(sheets[0].title, sheets[0].rows, ("B11:B12",))
    assert [p.code for p in read_class(tuple(sheets)).problems] == ["import.merged_cells"]


@pytest.mark.parametrize(
    ("book", "code"),
    [
        ({}, "import.empty"),
        ({"Лист1": []}, "import.empty"),
        ({"Алгебра": subject_grid("Алгебра")}, "import.class_sheet_missing"),
        ({"Класс": small_book()["Класс"]}, "import.no_journals"),
    ],
)
def test_a_workbook_without_its_parts_is_refused(book: Book, code: str) -> None:
    reading = read_class(sheets_of(book))
    assert [p.code for p in reading.problems] == [code]
    assert reading.value is None


def test_an_empty_sheet_beside_is_passed_over() -> None:
    assert read_class((*sheets_of(small_book()), sheet_of("Лист1", []))).problems == ()
