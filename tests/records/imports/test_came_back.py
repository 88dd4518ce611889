"""A pupil who left and came back: two rows of the list, one pupil with two times in the class, and no mark lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, select

from records.db import transaction
from records.errors import InputError
from records.gradebook.content import MembershipFacts
from records.gradebook.reading import JournalKey, read_journal, read_memberships
from records.gradebook.tables import Journal
from records.school.imports.grid import CellValue
from records.school.imports.model import ImportedPupil
from records.school.imports.reader import read_class
from records.school.tables import Membership, Period, Pupil, SchoolClass
from tests.records.imports.small_class import PUPILS, Book, day, sheets_of, small_book, type_in
from tests.records.imports.stored import LATER, OLGA, read, store

ROMAN, LEFT, BACK = PUPILS[0], date(2025, 9, 4), date(2025, 11, 17)
FIRST_TIME = MembershipFacts(None, None, LEFT, "№ 90-У")
SECOND_TIME = MembershipFacts(BACK, "№ 120-У")


def came_back(left: str = "04.09.2025", back: str = "17.11.2025") -> Book:
    """Абрамов stands twice in the list: until `left`, and from `back` on."""
    book = small_book()
    type_in(book["Класс"], "G11", day(left))
    type_in(book["Класс"], "H11", "№ 90-У")
    book["Класс"].append([5, ROMAN, day("30.10.2010"), "9-678", day(back), "№ 120-У"])
    return book


def roman(book: Book) -> ImportedPupil:
    """The only pupil of that name."""
    [pupil] = [pupil for pupil in read(book).pupils if pupil.name == ROMAN]
    return pupil


def told(book: Book) -> list[tuple[str, str, str]]:
    return [(p.sheet, p.cell, p.code) for p in read_class(sheets_of(book)).problems]


# --- The list --------------------------------------------------------------------------------------------


def test_two_rows_are_one_pupil_with_two_times() -> None:
    assert roman(came_back()).membership == replace(SECOND_TIME, earlier=(FIRST_TIME,))


def test_the_order_of_the_rows_does_not_matter() -> None:
    book = came_back()
    book["Класс"].insert(10, book["Класс"].pop())
    assert roman(book).membership == replace(SECOND_TIME, earlier=(FIRST_TIME,))


@pytest.mark.parametrize("cells", [("C15",), ("D15",), ("C15", "D15"), ("C11", "D11")])
def test_a_row_may_leave_blank_what_the_other_says(cells: tuple[str, ...]) -> None:
    book = came_back()
    for cell in cells:
        type_in(book["Класс"], cell, None)
    pupil = roman(book)
    assert (pupil.birth_date, pupil.file_no) == (date(2010, 10, 30), "9-678")


def test_the_last_time_has_the_say_about_the_pupil() -> None:
    book = came_back()
    for cell, value in (
        ("I10", "Адрес"),
        ("J10", "Телефон"),
        ("I11", "ул. Старая, 1"),
        ("I15", "ул. Новая, 2"),
    ):
        type_in(book["Класс"], cell, value)
    type_in(book["Класс"], "J11", "+7 912 345-67-89")
    said = roman(book).particulars
    assert (said.address, said.phone, roman(book).ordinal) == ("ул. Новая, 2", "+7 912 345-67-89", 5)


def test_namesakes_with_other_birth_dates_stay_two() -> None:
    book = came_back()
    type_in(book["Класс"], "C15", day("01.02.2011"))
    type_in(book["Класс"], "D15", "9-999")
    for journal in ("Алгебра", "Английский язык (1 группа)"):
        for cell in ("F8", "G8", "H8"):
            type_in(book[journal], cell, None)
    named = [pupil.membership for pupil in read(book).pupils if pupil.name == ROMAN]
    assert named == [FIRST_TIME, SECOND_TIME]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"G11": None, "H11": None}, ("Класс", "B15", "import.pupil_twice")),
        ({"E15": None, "F15": None}, ("Класс", "B15", "import.pupil_twice")),
        ({"E15": day("04.09.2025")}, ("Класс", "E15", "import.return_order")),
        ({"G11": day("19.11.2025")}, ("Класс", "E15", "import.return_order")),
    ],
)
def test_a_row_that_is_no_further_time_is_told(
    changes: dict[str, CellValue], problem: tuple[str, str, str]
) -> None:
    book = came_back()
    for cell, value in changes.items():
        type_in(book["Класс"], cell, value)
    assert problem in told(book)


# --- The sheets of the subjects --------------------------------------------------------------------------


def test_a_mark_of_the_days_between_is_told() -> None:
    assert ("Алгебра", "D8", "import.away") in told(came_back(left="03.09.2025"))


def test_a_sheet_may_have_a_row_for_each_time() -> None:
    book = came_back()
    grid = book["Алгебра"]
    grid.insert(11, [5, ROMAN, None, None, None, grid[7][5], grid[7][6], grid[7][7]])
    for cell in ("F8", "G8", "H8"):
        type_in(grid, cell, None)
    one_row, two_rows = read(came_back()).journals[0], read(book).journals[0]
    for said in ("cells", "period_marks", "year_marks"):
        assert set(getattr(two_rows, said)) == set(getattr(one_row, said))


def test_two_rows_may_not_say_a_mark_twice() -> None:
    book = came_back()
    book["Алгебра"].insert(11, [5, ROMAN, None, None, None, 5])
    assert told(book) == [("Алгебра", "F12", "import.mark_twice")]


# --- The store -------------------------------------------------------------------------------------------


def times(engine: Engine) -> MembershipFacts:
    with transaction(engine) as session:
        class_id = session.scalars(select(SchoolClass.id)).one()
        members = read_memberships(session, OLGA.school, class_id)
        [membership] = [facts for pupil, facts in members.values() if pupil.name == ROMAN]
        return membership


def journal_of(engine: Engine, period: int) -> dict[str, list[str]]:
    """Name -> marks of each cell in Алгебра."""
    with transaction(engine) as session:
        journal = session.scalars(select(Journal.id).order_by(Journal.position)).first()
        number = session.scalars(select(Period.id).where(Period.number == period)).one()
        assert journal
        content = read_journal(session, JournalKey(OLGA.school, journal, number))
    return {p.name: ["/".join(c.marks) or str(c.absence) for c in p.cells] for p in content.pupils}


def test_who_comes_back_gets_a_second_time_and_keeps_the_first(imported: Engine) -> None:
    before = journal_of(imported, 1), journal_of(imported, 2)
    outcome = store(imported, read(came_back()), LATER)
    assert (outcome.created, outcome.changed) == ({"membership": 1}, {"membership": 1})
    assert times(imported) == replace(SECOND_TIME, earlier=(FIRST_TIME,))
    assert (journal_of(imported, 1), journal_of(imported, 2)) == before
    assert store(imported, read(came_back()), LATER).unchanged


def test_the_first_time_can_be_told_after_the_second(engine: Engine) -> None:
    book = came_back()
    del book["Класс"][10]
    for journal in ("Алгебра", "Английский язык (1 группа)"):
        for cell in ("C8", "D8", "E8"):
            type_in(book[journal], cell, None)
    store(engine, read(book))
    assert times(engine) == SECOND_TIME
    store(engine, read(came_back()), LATER)
    assert times(engine) == replace(SECOND_TIME, earlier=(FIRST_TIME,))


def refusal(engine: Engine, book: Book) -> InputError:
    with pytest.raises(InputError) as caught:
        store(engine, read(book), LATER)
    return caught.value


def test_dates_that_would_take_marks_out_of_a_journal_are_refused(imported: Engine) -> None:
    before = times(imported), journal_of(imported, 1)
    book = small_book()
    for journal in ("Алгебра", "Английский язык (1 группа)"):
        del book[journal]  # nobody types the marks of the journals kept on the site
    type_in(book["Класс"], "E11", day("17.11.2025"))
    error = refusal(imported, book)
    assert (error.code, ROMAN in error.ru, "I четверть" in error.ru) == ("import.marks_lost", True, True)
    assert (times(imported), journal_of(imported, 1)) == before


def test_a_time_that_the_school_knows_is_missed(imported: Engine) -> None:
    store(imported, read(came_back()), LATER)
    assert refusal(imported, small_book()).code == "import.time_gone"


def test_each_time_has_one_row_of_the_store(imported: Engine) -> None:
    store(imported, read(came_back()), LATER)
    with transaction(imported) as session:
        query = select(Membership.arrived).join(Pupil, Pupil.id == Membership.pupil_id)
        found = list(session.scalars(query.where(Pupil.surname == ROMAN.split()[0])))
    assert sorted(found, key=lambda arrived: arrived or date.min) == [None, BACK]
