"""The sample file full of mistakes: each is told with its sheet, cell, what was found and its code."""

from __future__ import annotations

from collections import Counter

from records.school.imports.reader import Reading, read_class
from records.school.imports.workbook import parse_sheets, read_sheets
from tests.records.imports.make_bad_workbook import FOLLOWING, PATH, TYPED, workbook_bytes


def reading() -> Reading:
    return read_class(read_sheets(PATH))


def test_every_mistake_is_told_and_no_other() -> None:
    told = Counter((p.sheet, p.cell, p.found, p.code) for p in reading().problems)
    wanted = Counter((sheet, cell, found, code) for sheet, cell, _, found, code in TYPED)
    assert told == wanted + Counter(FOLLOWING)


def test_nothing_of_it_can_be_stored() -> None:
    assert reading().value is None


def test_the_mistakes_come_in_the_order_of_the_workbook() -> None:
    problems = reading().problems
    sheets = [sheet.title for sheet in read_sheets(PATH)]
    assert [sheets.index(p.sheet) for p in problems] == sorted(sheets.index(p.sheet) for p in problems)


def test_a_mistake_is_told_in_russian_and_english() -> None:
    problem = next(p for p in reading().problems if p.cell == "C8" and p.code == "mark.unknown")
    assert problem.text() == (
        "Лист «Алгебра», C8: найдено «7». Нужно: отметки 2, 3, 4, 5, осв, н/а, безотм, зач; пропуски н, б, у; "
        "опоздание оп."
    )
    assert problem.text("en") == (
        "sheet 'Алгебра', C8: found '7'; expected marks 2, 3, 4, 5, осв, н/а, безотм, зач; absences н, б, у; late оп"
    )


def test_an_empty_place_is_called_empty() -> None:
    problem = next(p for p in reading().problems if p.code == "import.teacher_missing")
    assert (problem.text(), problem.text("en")) == (
        "Лист «Физика», B3: пусто. Нужно: фамилия, имя и отчество.",
        "sheet 'Физика', B3: empty; expected surname, given name and patronymic",
    )


def test_the_committed_file_is_what_the_script_makes() -> None:
    assert parse_sheets(workbook_bytes()) == read_sheets(PATH)
