"""What is wrong in a filled journal: sheet, cell, what was found and what should stand there, with a code.

The catalogue of codes with their texts (Russian first), and the list that a reading collects them in.
An error keeps the file out; a warning is told and the file goes in. It looks at no cell itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from records.errors import Language
from records.gradebook.marks import MarkError
from records.school.imports.grid import CellValue, Sheet, address, corners, shown


class Severity(StrEnum):
    """Whether the file can be stored all the same."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it stands, what was found there and what was expected."""

    sheet: str
    cell: str
    found: str
    expected_ru: str
    expected_en: str
    code: str
    severity: Severity = Severity.ERROR

    def text(self, language: Language = "ru") -> str:
        """One line for the person who mends the file."""
        if language == "ru":
            found = f"найдено «{self.found}»" if self.found else "пусто"
            return f"Лист «{shown(self.sheet)}», {self.cell}: {found}. Нужно: {self.expected_ru}."
        found = f"found {self.found!r}" if self.found else "empty"
        return f"sheet {shown(self.sheet)!r}, {self.cell}: {found}; expected {self.expected_en}"


# code -> what should stand there; {words} are given where the problem is noted.
EXPECTED: dict[str, tuple[str, str]] = {
    "import.more_problems": (
        "файл, в котором ошибок меньше: дальше он не проверялся",
        "a file with fewer mistakes: the rest of it was not looked at",
    ),
    "import.empty": ("заполненный журнал", "a filled journal"),
    "import.class_sheet_missing": ("лист «Класс»", "a sheet named 'Класс'"),
    "import.no_journals": ("хотя бы один лист предмета", "at least one sheet of a subject"),
    "import.hidden_sheet": (
        "видимый лист: покажите его или удалите",
        "a visible sheet: show it or delete it",
    ),
    "import.formula": ("значение, а не формула (вставьте как значение)", "a value, not a formula"),
    "import.invisible": (
        "текст без невидимых знаков ({names}): наберите его заново",
        "text without invisible characters ({names}): type it anew",
    ),
    "import.text_too_long": ("не больше {most} знаков", "at most {most} characters"),
    "import.name_too_long": (
        "имя или название не длиннее {most} знаков",
        "a name of at most {most} characters",
    ),
    "import.merged_cells": ("отдельные ячейки: снимите объединение", "single cells: undo the merging"),
    "import.header_missing": (
        "строка «{label}» и значение справа",
        "the row '{label}' and its value to the right",
    ),
    "import.table_missing": ("таблица с заголовком «{label}»", "a table headed '{label}'"),
    "import.column_missing": ("столбец «{label}»", "a column '{label}'"),
    "import.class_name": ("класс, например 9А", "a class, as 9А"),
    "import.class_mismatch": ("{wanted}, как на листе «Класс»", "{wanted}, as on the sheet 'Класс'"),
    "import.year_label": ("учебный год, например 2025/2026", "a school year, as 2025/2026"),
    "import.year_mismatch": ("{wanted}, как на листе «Класс»", "{wanted}, as on the sheet 'Класс'"),
    "import.teacher_missing": ("фамилия, имя и отчество", "surname, given name and patronymic"),
    "import.date": ("дата, например 02.09.2025", "a date, as 02.09.2025"),
    "import.period_title": ("период, например «I четверть»", "a period, as 'I четверть'"),
    "import.period_twice": ("период один раз", "the period once"),
    "import.period_bounds": (
        "начало не позже окончания, в пределах учебного года, без наложения на другой период",
        "start before end, inside the school year, not overlapping another period",
    ),
    "import.ordinal": ("номер по порядку", "the number in the list"),
    "import.pupil_name": ("фамилия, имя, отчество", "surname, given name, patronymic"),
    "import.pupil_twice": ("ученик один раз (уже есть в {first})", "the pupil once (already in {first})"),
    "import.pupil_unknown": ("ученик из списка на листе «Класс»", "a pupil of the list on the sheet 'Класс'"),
    "import.pupil_ambiguous": (
        "номер из списка класса: в нём несколько учеников с этим именем",
        "the number of the class list: several pupils have this name",
    ),
    "import.parents": (
        "имена через запятую; телефоны — в столбце «Телефон»",
        "names with commas between; telephones in the column 'Телефон'",
    ),
    "import.phone": (
        "номер телефона, например +7 912 345-67-89",
        "a telephone number, as +7 912 345-67-89",
    ),
    "import.protocol": (
        "номер и дата протокола в столбце «Протокол», например № 5 от 29.05.2026",
        "number and date of the minutes in the column 'Протокол', as № 5 от 29.05.2026",
    ),
    "import.protocol_alone": (
        "пустая ячейка или решение педагогического совета",
        "nothing, or a decision of the council",
    ),
    "import.membership_order": (
        "дата не раньше прибытия, {arrived}",
        "a date not before the arrival, {arrived}",
    ),
    "import.return_order": (
        "дата позже выбытия, {left}: ученик вернулся после него",
        "a date after the leaving, {left}: who comes back comes later",
    ),
    "import.subject_mismatch": ("{wanted}, как названа вкладка", "{wanted}, as the tab is named"),
    "import.journal_twice": (
        "другой предмет или группа: эта есть на листе «{first}»",
        "not again: see '{first}'",
    ),
    "import.subgroup_both": (
        "ученик в одной группе (уже есть на листе «{first}»)",
        "one group: see '{first}'",
    ),
    "import.column_unknown": ("дата урока, период или «Год»", "a date of a lesson, a period or 'Год'"),
    "import.column_twice": ("столбец один раз (уже есть в {first})", "the column once (already in {first})"),
    "import.period_not_in_class": ("период из таблицы на листе «Класс»", "a period of the sheet 'Класс'"),
    "import.date_outside_year": ("дата в {year} учебном году", "a date in the school year {year}"),
    "import.date_outside_periods": ("дата внутри учебного периода", "a date inside a teaching period"),
    "import.column_without_lesson": (
        "урок с этой датой в таблице уроков",
        "a lesson of this date in the table",
    ),
    "import.lesson_without_column": (
        "столбец с этой датой в сетке отметок",
        "a column of this date in the grid",
    ),
    "import.work_kind": ("вид работы: У, ДЗ, СР, ПР, КР и т. п.", "a kind of work, as У, ДЗ, СР, ПР, КР"),
    "import.hours": ("число часов от 1 до 8", "a number of hours from 1 to 8"),
    "import.topic_missing": ("тема урока", "the topic of the lesson"),
    "import.substitute": ("фамилия и инициалы", "surname and initials"),
    "import.before_arrival": ("пустая ячейка (ученик прибыл {came})", "nothing: the pupil arrived on {came}"),
    "import.after_leaving": ("пустая ячейка (ученик выбыл {left})", "nothing: the pupil left on {left}"),
    "import.away": (
        "пустая ячейка (ученик выбыл {left} и вернулся {came})",
        "nothing: the pupil left on {left} and came back on {came}",
    ),
    "import.mark_twice": (
        "пустая ячейка (отметка ученика уже есть в {first})",
        "nothing: the pupil's mark is already in {first}",
    ),
    "import.not_in_period": (
        "пустая ячейка (в этом периоде ученика в классе не было)",
        "nothing: the pupil was not in the class in this period",
    ),
}
WARNINGS = frozenset({"import.topic_missing", "import.subject_mismatch", "import.protocol_alone"})
MAX_PROBLEMS = 1000  # more help nobody, and a file made to have millions would take all memory


class EnoughError(Exception):
    """There are MAX_PROBLEMS: reading on would help nobody."""


@dataclass(slots=True)
class Findings:
    """The problems of one reading; the last that fits raises EnoughError."""

    problems: list[Problem] = field(default_factory=list)

    def note(self, code: str, sheet: str, row: int, column: int, found: CellValue, **words: str) -> None:
        """Add the problem `code` at a place of a sheet; `words` fill the text of the catalogue."""
        ru, en = (text.format(**words) for text in EXPECTED[code])
        severity = Severity.WARNING if code in WARNINGS else Severity.ERROR
        self._add(Problem(sheet, address(row, column), shown(found), ru, en, code, severity))

    def at(self, code: str, sheet: Sheet, row: int, column: int, **words: str) -> None:
        """Add the problem `code` about the value that stands there."""
        self.note(code, sheet.title, row, column, sheet.at(row, column), **words)

    def mark(self, error: MarkError, sheet: Sheet, row: int, column: int) -> None:
        """Add what the grammar of marks refused."""
        found = shown(sheet.at(row, column))
        place = address(row, column)
        self._add(Problem(sheet.title, place, found, error.expected_ru, error.expected_en, error.code))

    def _add(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise EnoughError

    def ordered(self, sheets: tuple[Sheet, ...]) -> tuple[Problem, ...]:
        """The problems as they stand in the workbook: by sheet, row and column; then that there may be more."""
        place = {sheet.title: index for index, sheet in enumerate(sheets)}
        found = sorted(self.problems, key=lambda p: (place.get(p.sheet, -1), corners(p.cell)[:2]))
        if len(found) >= MAX_PROBLEMS:
            code = "import.more_problems"
            found.append(Problem(found[-1].sheet, found[-1].cell, str(len(found)), *EXPECTED[code], code))
        return tuple(found)

    @property
    def has_errors(self) -> bool:
        """Whether something keeps the file out."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)
