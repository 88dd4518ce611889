"""The list «до 30 июня» follows the regulation's order; only what the catalogue knows is ticked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from records.registers.year_end import YearEndFacts, build_year_end_list
from tests.records.registers.papers.school import HEAD, STAFF, YEAR

DAY = date(2026, 6, 5)
NOTHING = YearEndFacts("9А", YEAR, 14, None, None, None, None, None, None, None, (), None)


def ticked(**done: object) -> list[int]:
    """The places of what is ticked, counted from 1."""
    tasks = build_year_end_list(HEAD, replace(NOTHING, **done), STAFF).tasks  # type: ignore[arg-type]
    return [number for number, task in enumerate(tasks, start=1) if task.done]


@pytest.mark.parametrize(
    ("fact", "places"),
    [
        ("cut", [1]),
        ("countersigned", [2]),
        ("signed", [6]),
        ("summary_signed", [7]),
        ("registered", [9]),
        ("stored", [11]),
    ],
)
def test_what_is_done_is_ticked_with_its_day(fact: str, places: list[int]) -> None:
    assert ticked(**{fact: DAY}) == places


def test_nothing_is_ticked_that_nobody_did() -> None:
    assert ticked() == []


def test_everything_is_due_on_30_june() -> None:
    tasks = build_year_end_list(HEAD, NOTHING, STAFF).tasks
    assert {task.until for task in tasks} == {date(2026, 6, 30)}


def test_it_says_how_much_paper_the_journal_takes() -> None:
    tasks = build_year_end_list(HEAD, replace(NOTHING, pages=99), STAFF).tasks
    assert tasks[3].note.replace("\N{NO-BREAK SPACE}", " ") == "99 страниц, 50 листов"


def test_the_steps_stand_in_the_order_of_the_regulation() -> None:
    people = [task.who for task in build_year_end_list(HEAD, NOTHING, STAFF).tasks]
    deputy, director, secretary = "Заместитель директора", "Директор", "Секретарь"
    assert people == [
        *("учителя-предметники", deputy, deputy, "администратор", deputy, director, director),
        *(secretary, secretary, secretary, secretary),
    ]
