"""Places by the names that people use, and what is said when a name fits nothing or several things."""

from __future__ import annotations

from datetime import date

import pytest

from records.amendments.model import Place, Spot
from records.amendments.roll import ColumnPlace, JournalPlaces, Roll, Said, find
from records.errors import NotFoundError

ALGEBRA = JournalPlaces(
    "algebra",
    "s1",
    "Алгебра",
    "",
    frozenset({"lena", "egor", "petr"}),
    (
        ColumnPlace("a1", "q1", date(2025, 9, 12), 1, "У"),
        ColumnPlace("a2", "q1", date(2025, 9, 12), 1, "КР"),
        ColumnPlace("a3", "q1", date(2025, 9, 19), 1, "У"),
    ),
)
GROUPS = tuple(
    JournalPlaces(f"english-{n}", "s2", "Английский язык", f"{n} группа", frozenset(pupils), ())
    for n, pupils in ((1, {"lena"}), (2, {"egor", "petr"}))
)
ROLL = Roll(
    {"lena": "Соколова Елена Андреевна", "egor": "Ёлкин Егор Олегович", "petr": "Ёлкин Пётр Ильич"},
    {"q1": "I четверть", "q2": "II четверть"},
    (ALGEBRA, *GROUPS),
)


def place(said: str, subject: str = "Алгебра") -> Place:
    return find(Said("Соколова Елена", subject, said, "5", ""), ROLL).place


def refusal(pupil: str, subject: str, said: str) -> NotFoundError:
    with pytest.raises(NotFoundError) as refused:
        find(Said(pupil, subject, said, "5", ""), ROLL)
    return refused.value


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I четверть", Place(Spot.PERIOD, "q1")),
        ("2", Place(Spot.PERIOD, "q2")),
        ("год", Place(Spot.YEAR)),
        ("Экзамен", Place(Spot.EXAM)),
        ("итоговая", Place(Spot.FINAL)),
        ("решение", Place(Spot.DECISION)),
        ("19.09.2025", Place(Spot.CELL, "a3")),
        ("12.09.2025 кр", Place(Spot.CELL, "a2")),
        ("урок 12.09.2025, КР", Place(Spot.CELL, "a2")),
    ],
)
def test_a_place_is_found_by_its_name(said: str, expected: Place) -> None:
    assert place(said) == expected


def test_the_journal_of_a_subject_in_groups_is_that_of_the_pupil() -> None:
    found = [
        find(Said(pupil, "английский язык", "год", "5", ""), ROLL).journal
        for pupil in ("Соколова", "Елкин Егор")
    ]
    assert found == ["english-1", "english-2"]


def test_a_decision_is_of_no_journal() -> None:
    assert find(Said("Соколова", "", "решение педсовета", "переведена", ""), ROLL).journal is None


@pytest.mark.parametrize("nothing", ["", "-", "—", "нет"])
def test_nothing_is_typed_in_several_ways(nothing: str) -> None:
    assert find(Said("Соколова", "Алгебра", "год", nothing, "", nothing), ROLL).after == ""


@pytest.mark.parametrize(
    ("pupil", "subject", "said", "code", "named"),
    [
        ("Ёлкин", "Алгебра", "год", "amendment.pupil_unknown", "Ёлкин Егор Олегович, Ёлкин Пётр Ильич"),
        ("Жуков", "Алгебра", "год", "amendment.pupil_unknown", "Соколова Елена Андреевна"),
        ("Соколова", "Физика", "год", "amendment.subject_unknown", "Английский язык (1 группа)"),
        ("Соколова", "Алгебра", "семестр", "amendment.place_unknown", "II четверть, год"),
        ("Соколова", "Алгебра", "12.09.2025", "amendment.lesson_unknown", "12.09.2025, У, 12.09.2025, КР"),
        ("Соколова", "Алгебра", "13.09.2025", "amendment.lesson_unknown", "12.09.2025, 19.09.2025"),
    ],
)
def test_a_name_of_none_or_of_several_is_refused_with_what_there_is(
    pupil: str, subject: str, said: str, code: str, named: str
) -> None:
    error = refusal(pupil, subject, said)
    assert (error.code, named in error.ru) == (code, True)
