"""What the class list says of pupils beside names: read under the headings in use, mistakes told by their cell."""

from __future__ import annotations

from datetime import date

import pytest

from records.gradebook.year_content import Decision, Particulars
from records.school.imports.grid import CellValue
from records.school.imports.model import ImportedPupil
from records.school.imports.reader import read_class
from tests.records.imports.small_class import Book, day, sheets_of, small_book, type_in

ADDRESS, PARENTS, PHONE, DECISION, PROTOCOL = "IJKLM"
HEADINGS = {
    ADDRESS: "Адрес",
    PARENTS: "Родители (законные представители)",
    PHONE: "Телефон",
    DECISION: "Решение педагогического совета",
    PROTOCOL: "Протокол",
}


def book(headings: dict[str, str] = HEADINGS, /, **cells: CellValue) -> Book:
    """The small class with these columns; cells are named `I11`, the first pupil stands in row 11."""
    made = small_book()
    for column, heading in headings.items():
        type_in(made["Класс"], f"{column}10", heading)
    for cell, value in cells.items():
        type_in(made["Класс"], cell, value)
    return made


def problems(made: Book) -> list[tuple[str, str]]:
    return [(p.cell, p.code) for p in read_class(sheets_of(made)).problems]


def first(made: Book) -> ImportedPupil:
    reading = read_class(sheets_of(made))
    assert reading.value is not None, reading.problems
    return reading.value.pupils[0]


def test_address_parents_and_phone_are_read() -> None:
    cells = {
        "I11": " ул. Ленина,  1 ",
        "J11": "Абрамова Ирина Павловна, Абрамов С. И.",
        "K11": "8 917 1234567",
    }
    assert first(book(**cells)).particulars == Particulars(
        "ул. Ленина, 1", ("Абрамова Ирина Павловна", "Абрамов С. И."), "8 917 1234567"
    )


def test_a_list_without_the_columns_says_nothing() -> None:
    reading = read_class(sheets_of(small_book()))
    assert reading.value is not None
    assert (set(reading.value.stated), reading.value.pupils[0].particulars) == (
        {"birth_date", "file_no"},
        Particulars(),
    )


@pytest.mark.parametrize("names", ["Абрамова И. П.; Абрамов С. И.", "Абрамова И. П.\nАбрамов С. И.,"])
def test_names_of_parents_are_parted_as_they_are_written(names: str) -> None:
    assert first(book(J11=names)).particulars.parents == ("Абрамова И. П.", "Абрамов С. И.")


def test_mother_and_father_may_have_a_column_each() -> None:
    columns = {"I": "Мать", "J": "Отец", "K": "Телефон матери", "L": "Телефон отца"}
    cells: dict[str, CellValue] = {
        "I11": "Абрамова И. П.",
        "J11": "Абрамов С. И.",
        "K11": 89171234567,
        "L11": "+7 (34783) 2-14-55",
    }
    assert first(book(columns, **cells)).particulars == Particulars(
        None, ("Абрамова И. П.", "Абрамов С. И."), "89171234567, +7 (34783) 2-14-55"
    )


@pytest.mark.parametrize("heading", ["Домашний адрес", "АДРЕС", "Адрес места жительства:"])
def test_a_heading_may_be_written_in_other_words(heading: str) -> None:
    assert first(book({"I": heading}, I11="ул. Ленина, 1")).particulars.address == "ул. Ленина, 1"


@pytest.mark.parametrize("nothing", [None, "", " ", "-", "—"])
def test_a_dash_is_a_blank_cell(nothing: CellValue) -> None:
    assert first(book(I11=nothing, J11=nothing, K11=nothing)).particulars == Particulars()


def test_a_phone_may_say_whose_it_is() -> None:
    assert first(book(K11="8 917 123-45-67 (мама)")).particulars.phone == "8 917 123-45-67 (мама)"


@pytest.mark.parametrize(
    ("cell", "typed", "code"),
    [
        ("K11", "спросить у бабушки", "import.phone"),
        ("K11", "12-34", "import.phone"),
        ("K12", True, "import.phone"),
        ("J11", "Абрамова И. П., 8 917 1234567", "import.parents"),
        ("J13", "?", "import.parents"),
        ("I11", "ул. Ленина, " * 26, "import.text_too_long"),
        ("J11", "Абрамова Ирина, " * 20, "import.text_too_long"),
        ("K11", "8 917 1234567, " * 21, "import.text_too_long"),
        ("I11", "ул. Лени\u202eна", "import.invisible"),
    ],
)
def test_a_mistake_is_told_at_its_cell(cell: str, typed: CellValue, code: str) -> None:
    assert (cell, code) in problems(book(**{cell: typed}))


@pytest.mark.parametrize(
    "address", ["<b>ул. Ленина</b>, д. 1", "=ул; +7", "😀 ул. Ленина", "ул. Ленина, " * 24, "ш. العربية 語"]
)
def test_a_strange_address_is_taken_as_it_is(address: str) -> None:
    assert first(book(I11=address)).particulars.address == address.strip()


# --- The council's decision ---------------------------------------------------------------------------------


def test_a_decision_is_read_with_number_and_date_of_its_minutes() -> None:
    made = book(L11="переведён в 10 класс", M11="№ 5 от 29.05.2026")
    assert first(made).decision == Decision("переведён в 10 класс", "№ 5", date(2026, 5, 29))


@pytest.mark.parametrize(
    "minutes", ["протокол №5 от 29.05.26", "5 от 29.5.2026 г.", "N 5 от 29.05", "Протокол 5 от 29.05"]
)
def test_minutes_may_be_written_in_other_words(minutes: str) -> None:
    decision = first(book(L11="переведён", M11=minutes)).decision
    assert decision == Decision("переведён", "№ 5", date(2026, 5, 29))


def test_a_number_of_minutes_may_have_letters_and_strokes() -> None:
    decision = first(book(L11="переведён", M11="№ 5/1-п от 29.05.2026")).decision
    assert decision == Decision("переведён", "№ 5/1-п", date(2026, 5, 29))


@pytest.mark.parametrize("minutes", [None, "№ 5", "от 29.05.2026", "№ 5 от мая", 5, day("29.05.2026")])
def test_a_decision_without_minutes_that_can_be_read_is_told(minutes: CellValue) -> None:
    assert problems(book(L11="переведён", M11=minutes)) == [("M11", "import.protocol")]


def test_a_decision_in_a_list_without_the_column_of_minutes_is_told() -> None:
    assert [code for _, code in problems(book({"L": HEADINGS[DECISION]}, L11="переведён"))] == [
        "import.protocol"
    ]


def test_minutes_of_another_school_year_are_told() -> None:
    assert problems(book(L11="переведён", M11="№ 5 от 29.05.2025")) == [("M11", "import.date_outside_year")]


def test_minutes_without_a_decision_are_a_warning() -> None:
    made = book(M11="№ 5 от 29.05.2026")
    assert (problems(made), first(made).decision) == ([("M11", "import.protocol_alone")], None)


def test_a_long_decision_is_told() -> None:
    made = book(L11="переведён " * 13, M11="№ 5 от 29.05.2026")
    assert problems(made) == [("L11", "import.text_too_long")]
