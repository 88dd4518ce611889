"""A small, right workbook as grids, and a way to mistype it: cells are named as in a spreadsheet.

Class 9А with two quarters; Алгебра for all, Английский язык in two groups. What a mistake changes stands in
the test. It writes no file.
"""

from __future__ import annotations

from datetime import datetime

from records.school.imports.grid import CellValue, Sheet, corners

Grid = list[list[CellValue]]
Book = dict[str, Grid]

SCHOOL = "МБОУ «Средняя общеобразовательная школа № 16»"
PUPILS = (
    "Абрамов Роман Сергеевич",
    "Ёлкина Полина Борисовна",
    "Соколова Елена Павловна",
    "Юдин Олег Игоревич",
)


def day(text: str) -> datetime:
    """`02.09.2025` as a spreadsheet gives it."""
    return datetime.strptime(text, "%d.%m.%Y")


def class_grid() -> Grid:
    """The sheet «Класс»: periods from row 7, pupils from row 11."""
    return [
        ["Образовательная организация", SCHOOL],
        ["Класс", "9А"],
        ["Учебный год", "2025/2026"],
        ["Классный руководитель", "Смирнова Ольга Николаевна"],
        [],
        ["Период", "Начало", "Окончание"],
        ["I четверть", day("01.09.2025"), day("25.10.2025")],
        ["II четверть", day("05.11.2025"), day("27.12.2025")],
        [],
        [
            "№",
            "Фамилия, имя, отчество",
            "Дата рождения",
            "Личное дело",
            "Прибыл",
            "Приказ",
            "Выбыл",
            "Приказ",
        ],
        [1, PUPILS[0], day("30.10.2010"), "9-678"],
        [2, PUPILS[1], day("12.12.2010"), "9-634", None, None, day("19.12.2025"), "№ 112-У от 19.12.2025"],
        [3, PUPILS[2], day("02.05.2010"), "9-858"],
        [4, PUPILS[3], day("25.07.2010"), "9-622", day("10.11.2025"), "№ 7-У от 10.11.2025"],
    ]


def subject_grid(
    subject: str, pupils: tuple[int, ...] = (0, 1, 2, 3), teacher: str = "Громова Мария Ивановна"
) -> Grid:
    """The sheet of a subject: marks from C8, lessons below the pupils."""
    headers = (day("02.09.2025"), day("04.09.2025"), "I четверть", day("18.11.2025"), "II четверть", "Год")
    rows: Grid = [
        ["Класс", "9А"],
        ["Предмет", subject],
        ["Учитель", teacher],
        ["Учебный год", "2025/2026"],
        [],
        ["№", "Фамилия, имя, отчество", *headers],
        [None, "Вид работы", "У", "КР", None, "ДЗ"],
    ]
    marks: list[list[CellValue]] = [
        [4, "н", 4, "4/5", 4, 4],
        ["5", None, 5, "б", 5, 5],
        ["н ", 3, 3, "4 н", "осв", 4],
        [None, None, None, 4, 4, 4],
    ]
    rows += [[number, PUPILS[i], *marks[i]] for number, i in enumerate(pupils, start=1)]
    rows += [
        [],
        ["Дата", "Кол-во часов", "Тема урока", "Домашнее задание", "Замена"],
        [day("02.09.2025"), 1, "Повторение", "§ 1"],
        [day("04.09.2025"), 1, "Контрольная работа"],
        [day("18.11.2025"), "1", "Квадратный трёхчлен", "№ 261", "Кузнецова Т.А."],
    ]
    return rows


def small_book() -> Book:
    """The whole workbook, without a mistake."""
    return {
        "Класс": class_grid(),
        "Алгебра": subject_grid("Алгебра"),
        "Английский язык (1 группа)": subject_grid(
            "Английский язык (1 группа)", (0, 1), "Тарасова Жанна Евгеньевна"
        ),
        "Английский язык (2 группа)": subject_grid(
            "Английский язык (2 группа)", (2, 3), "Тарасова Мария Олеговна"
        ),
    }


def type_in(grid: Grid, cell: str, value: CellValue) -> None:
    """Write a value into a cell, `C8`."""
    row, column, _, _ = corners(cell)
    grid.extend([] for _ in range(row + 1 - len(grid)))
    grid[row].extend(None for _ in range(column + 1 - len(grid[row])))
    grid[row][column] = value


def sheet_of(title: str, grid: Grid) -> Sheet:
    """The grid as the reader takes it."""
    return Sheet(title, tuple(tuple(row) for row in grid))


def sheets_of(book: Book) -> tuple[Sheet, ...]:
    """The workbook as the reader takes it."""
    return tuple(sheet_of(title, grid) for title, grid in book.items())
