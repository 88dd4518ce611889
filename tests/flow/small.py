"""A miniature of a filled journal: class 9А, three journals, two half-years, four pupils, as an .xlsx file.

One subject is split in two groups; Лебедев is away for two weeks of October and leaves at the end of December,
Юдина arrives in January, so each group has one pupil for half a year. The form is that of tests/samples; the
figures have no meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from webui.demo import SCHOOL

Value = str | int | datetime | None

NAME = "9А"
YEAR = "2025/2026"
TEACHER = "Громова Мария Ивановна"
PUPILS: tuple[tuple[Value, ...], ...] = (
    (1, "Абрамов Роман Сергеевич", datetime(2010, 10, 30), "9-678"),
    (
        *(2, "Лебедев Пётр Борисович", datetime(2010, 4, 24), "9-554", None, None),
        *(datetime(2025, 9, 30), "№ 88-У от 30.09.2025"),
    ),
    (3, "Соколова Елена Андреевна", datetime(2010, 5, 19), "9-432"),
    (4, "Юдина Вера Борисовна", datetime(2010, 7, 25), "9-622", datetime(2026, 1, 19), "№ 7-У от 19.01.2026"),
)
# The second time in the class of Лебедев, a row at the end of the list.
CAME_BACK: tuple[Value, ...] = (
    *(5, "Лебедев Пётр Борисович", datetime(2010, 4, 24), "9-554"),
    *(datetime(2025, 10, 15), "№ 95-У от 15.10.2025", datetime(2025, 12, 19), "№ 112-У от 19.12.2025"),
)
LENA = 2  # her index in PUPILS
# Address, parents, phone, the council's decision and its minutes; of Лебедев, who left, little is known.
HOUSEHOLDS: tuple[tuple[Value, ...], ...] = (
    (
        *("г. Нефтекамск, ул. Ленина, д. 5, кв. 12", "Абрамова Ирина Павловна, Абрамов Сергей Ильич"),
        *("+7 917 123-45-67", "допущен к ГИА", "№ 5 от 22.05.2026"),
    ),
    (),
    (
        *("г. Нефтекамск, пр-т Комсомольский, д. 40, кв. 3", "Соколова Ольга Юрьевна", 89171234568),
        *("допущена к ГИА", "№ 5 от 22.05.2026"),
    ),
    (None, "Юдин Борис Петрович", None, "оставлена на повторное обучение", "№ 6 от 25.05.2026"),
)
PERIODS = (
    ("I полугодие", datetime(2025, 9, 1), datetime(2025, 12, 27)),
    ("II полугодие", datetime(2026, 1, 12), datetime(2026, 5, 26)),
)
DAYS = (
    tuple(
        datetime(2025, month, day) for month, day in ((9, 3), (9, 24), (10, 8), (11, 12), (12, 3), (12, 17))
    ),
    tuple(datetime(2026, month, day) for month, day in ((1, 21), (2, 11), (3, 4), (4, 8), (4, 29), (5, 20))),
)
KINDS = ("У", "СР", "ДЗ", "КР", "У", "ПР")


@dataclass(frozen=True, slots=True)
class Journal:
    """A sheet: pupil (index) -> marks under the six lessons and the mark of each half-year; None: not there."""

    title: str
    teacher: str
    marks: dict[int, tuple[tuple[Value, ...] | None, ...]]


JOURNALS = (
    Journal(
        "Алгебра",
        TEACHER,
        {
            0: ((4, None, "н", "5 оп", "4/5", None, 4), (None, 3, 4, None, "у", 4, 4)),
            1: ((2, 3, None, "б", 3, None, 3), None),
            2: ((5, 5, None, 5, None, 5, 5), (5, None, "4/5", 5, "н", None, 5)),
            3: (None, (3, "н", None, 4, None, 3, 3)),
        },
    ),
    Journal(
        "Английский язык (1 группа)",
        "Кузнецова Татьяна Алексеевна",
        {
            0: ((None, 4, 3, None, 4, "н", 4), (4, None, None, 5, 4, None, 4)),
            2: ((5, None, 5, 4, None, None, 5), (None, "б", "б", 5, 5, 4, 5)),
        },
    ),
    Journal(
        "Английский язык (2 группа)",
        "Белов Артём Юрьевич",
        {
            1: ((3, None, None, 3, "4/3", 3, 3), None),
            3: (None, (None, 4, "н", 4, None, 5, 4)),
        },
    ),
)
INCOMPLETE = "Алгебра"


class Gap(Enum):
    """What the teacher of INCOMPLETE may have forgotten in the first half-year."""

    TOPIC = "the topic of the first lesson"
    MARK = "Соколова's mark for the half-year"


def write_workbook(path: Path, gap: Gap | None = None) -> Path:
    """Save the workbook at `path`, complete or with a gap."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill(book.create_sheet("Класс"), _class_rows())
    for journal in JOURNALS:
        of_sheet = gap if journal.title == INCOMPLETE else None
        _fill(book.create_sheet(journal.title), _journal_rows(journal, of_sheet))
    book.save(path)
    return path


def _fill(sheet: Worksheet, rows: Iterator[tuple[Value, ...]]) -> None:
    for row in rows:
        sheet.append(row)


def _class_rows() -> Iterator[tuple[Value, ...]]:
    yield "Образовательная организация", SCHOOL
    yield "Класс", NAME
    yield "Учебный год", YEAR
    yield "Классный руководитель", TEACHER
    yield ()
    yield "Период", "Начало", "Окончание"
    yield from PERIODS
    yield ()
    head = (
        "№",
        "Фамилия, имя, отчество",
        "Дата рождения",
        "Личное дело",
        "Прибыл",
        "Приказ",
        "Выбыл",
        "Приказ",
    )
    beside = ("Адрес", "Родители (законные представители)", "Телефон", "Решение педагогического совета")
    yield *head, *beside, "Протокол"
    for pupil, household in zip(PUPILS, HOUSEHOLDS, strict=True):
        yield *pupil, *(None for _ in range(len(head) - len(pupil))), *household
    yield CAME_BACK


def _journal_rows(journal: Journal, gap: Gap | None) -> Iterator[tuple[Value, ...]]:
    yield "Класс", NAME
    yield "Предмет", journal.title
    yield "Учитель", journal.teacher
    yield "Учебный год", YEAR
    yield ()
    yield "№", "Фамилия, имя, отчество", *DAYS[0], PERIODS[0][0], *DAYS[1], PERIODS[1][0], "Год"
    yield None, "Вид работы", *KINDS, None, *KINDS
    for number, (pupil, (first, second)) in enumerate(journal.marks.items(), start=1):
        nothing: tuple[Value, ...] = (None,) * 7
        year = second[-1] if second else None
        first = (*first[:-1], None) if first and pupil == LENA and gap is Gap.MARK else first
        yield number, PUPILS[pupil][1], *(first or nothing), *(second or nothing), year
    yield ()
    yield "Дата", "Кол-во часов", "Тема урока", "Домашнее задание", "Замена"
    yield DAYS[0][0], 1, None if gap is Gap.TOPIC else "Повторение «ёлки»", "№ 1–5", None
    for number, day in enumerate((*DAYS[0][1:], *DAYS[1]), start=2):
        substitute = "Смирнова О. Н." if number == 3 else None
        yield day, 1, f"Тема {number}", f"§ {number}, упр. {number * 7}", substitute
