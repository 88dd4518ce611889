"""Makes tests/samples/с-ошибками.xlsx: a small class with every kind of mistake that fits into one file.

`python -m tests.records.imports.make_bad_workbook` writes it again, byte for byte with the same openpyxl. The
mistakes are listed in MISTAKES with what the reader must say; a test compares.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from records.school.imports.grid import CellValue
from tests.records.imports.small_class import Book, day, small_book, subject_grid, type_in

PATH = Path(__file__).parents[2] / "samples" / "с-ошибками.xlsx"
_MADE = datetime(2026, 5, 26, 12, 0, 0)

# Sheet, cell, what is typed there, what the reader quotes, code.
TYPED: tuple[tuple[str, str, CellValue, str, str], ...] = (
    ("Класс", "A9", "V четверть", "V четверть", "import.period_title"),
    ("Класс", "C12", "31.02.2010", "31.02.2010", "import.date"),
    ("Класс", "D11", "=1+1", "=1+1", "import.formula"),
    ("Класс", "G15", day("01.11.2025"), "01.11.2025", "import.membership_order"),
    ("Класс", "A15", "пять", "пять", "import.ordinal"),
    ("Класс", "B16", "Лена", "Лена", "import.pupil_name"),
    ("Класс", "B17", "Соколова Елена  Павловна", "Соколова Елена  Павловна", "import.pupil_twice"),
    ("Алгебра", "C8", 7, "7", "mark.unknown"),
    ("Алгебра", "D8", "н/б", "н/б", "mark.two_absences"),
    ("Алгебра", "C9", 4.5, "4.5", "mark.not_text"),
    ("Алгебра", "D9", day("04.05.2025"), "04.05.2025", "mark.not_text"),
    ("Алгебра", "E10", "н", "н", "mark.not_single"),
    ("Алгебра", "F7", "5+", "5+", "import.work_kind"),
    ("Алгебра", "I6", "Ср. балл", "Ср. балл", "import.column_unknown"),
    ("Алгебра", "J6", "IV четверть", "IV четверть", "import.period_not_in_class"),
    ("Алгебра", "K6", "Год", "Год", "import.column_twice"),
    ("Алгебра", "L6", day("06.09.2025"), "06.09.2025", "import.column_without_lesson"),
    ("Алгебра", "B16", "один", "один", "import.hours"),
    ("Алгебра", "C15", " ", "", "import.topic_missing"),
    ("Алгебра", "E15", "12", "12", "import.substitute"),
    ("Алгебра", "A17", "позавчера", "позавчера", "import.date"),
    ("Алгебра", "A18", day("30.10.2025"), "30.10.2025", "import.date_outside_periods"),
    ("Алгебра", "A19", "02.09.2024", "02.09.2024", "import.date_outside_year"),
    ("Физика", "B1", "8А", "8А", "import.class_mismatch"),
    ("Физика", "B2", "Астрономия", "Астрономия", "import.subject_mismatch"),
    ("Физика", "B3", None, "", "import.teacher_missing"),
    ("Физика", "B4", "2024/2025", "2024/2025", "import.year_mismatch"),
    ("Физика", "C11", 5, "5", "import.before_arrival"),
    ("Физика", "E11", 5, "5", "import.not_in_period"),
    ("Физика", "B10", "Соколова Ирина Павловна", "Соколова Ирина Павловна", "import.pupil_unknown"),
    ("Химия", "B7", "Вид", "Вид", "import.column_missing"),
    ("Химия", "B9", "Абрамов Роман Сергеевич", "Абрамов Роман Сергеевич", "import.pupil_twice"),
    (
        "Английский язык (2 группа)",
        "B9",
        "Елкина Полина Борисовна",
        "Ёлкина Полина Борисовна",
        "import.subgroup_both",
    ),
)
# What the mistakes need around them to be the only ones in their rows.
_AROUND: tuple[tuple[str, str, CellValue], ...] = (
    ("Класс", "B9", day("12.01.2026")),
    ("Класс", "C9", day("21.03.2026")),
    ("Класс", "B15", "Ким Вера"),
    ("Класс", "E15", day("10.11.2025")),
    ("Класс", "A16", 6),
    ("Класс", "A17", 7),
    ("Класс", "C17", day("02.05.2010")),
    ("Класс", "D17", "9-858"),
    ("Алгебра", "B18", 1),
    ("Алгебра", "C18", "Урок"),
    ("Алгебра", "B19", 1),
    ("Алгебра", "C19", "Урок"),
    ("Химия", "A13", "Число"),
)
# Mistakes that follow from those, or that are not typed into a cell: sheet, cell, found, code.
FOLLOWING: tuple[tuple[str, str, str, str], ...] = (
    ("Алгебра", "L7", "", "import.work_kind"),
    ("Алгебра", "A18", "30.10.2025", "import.lesson_without_column"),
    ("Алгебра", "A19", "02.09.2024", "import.lesson_without_column"),
    ("Химия", "A1", "", "import.table_missing"),
    ("Геометрия", "C8", "C8:C9", "import.merged_cells"),
    ("Геометрия", "B2", "Алгебра", "import.journal_twice"),
    ("Геометрия", "B2", "Алгебра", "import.subject_mismatch"),
    ("Скрытый", "A1", "", "import.hidden_sheet"),
)


def bad_book() -> Book:
    """The workbook with its mistakes, as grids."""
    book = small_book()
    book["Физика"] = subject_grid("Физика")
    book["Химия"] = subject_grid("Химия")
    book["Геометрия"] = subject_grid("Алгебра")
    book["Скрытый"] = [["Класс", "9А"]]
    for title, cell, value in _AROUND:
        type_in(book[title], cell, value)
    for title, cell, value, _, _ in TYPED:
        type_in(book[title], cell, value)
    return book


def workbook_bytes() -> bytes:
    """The file."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.created = _MADE
    for title, grid in bad_book().items():
        sheet = workbook.create_sheet(title)
        for row in grid:
            sheet.append(row)
    workbook["Геометрия"].merge_cells("C8:C9")
    workbook["Скрытый"].sheet_state = "hidden"
    made = io.BytesIO()
    workbook.save(made)
    return _without_times(made.getvalue())


def _without_times(data: bytes) -> bytes:
    """The same archive with one fixed time everywhere."""
    fixed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            body = source.read(entry)
            if entry.filename == "docProps/core.xml":
                stamp = _MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                body = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, body)
            info = zipfile.ZipInfo(entry.filename, _MADE.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, body)
    return fixed.getvalue()


if __name__ == "__main__":
    PATH.write_bytes(workbook_bytes())
