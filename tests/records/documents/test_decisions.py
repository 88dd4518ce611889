"""The council's decisions on the summary sheet: a column where something was decided, its minutes in the head."""

from __future__ import annotations

from typing import Any

import pytest

from records.documents.compose import compose
from records.documents.decisions import list_decisions
from records.documents.model import TablePage
from tests import year_snapshots
from tests.households import DECIDED


def sheet(**decisions: Any) -> list[TablePage]:
    """The summary sheet in which these pupils, by id, have these decisions."""
    body = year_snapshots.summary_sheet()
    body["pupils"] = [bare(pupil) | _member(decisions.get(pupil["id"])) for pupil in body["pupils"]]
    return pages(body)


def bare(pupil: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in pupil.items() if key != "decision"}


def _member(decision: Any) -> dict[str, Any]:
    return {"decision": decision} if decision else {}


def pages(body: dict[str, Any]) -> list[TablePage]:
    return [page.content for page in compose(body).pages if isinstance(page.content, TablePage)]


def minutes(text: str, protocol: str = "№ 5") -> dict[str, str]:
    return {"text": text, "protocol": protocol, "date": "2026-05-29"}


def test_a_decision_stands_in_the_last_column_of_the_last_page() -> None:
    rows = pages(year_snapshots.summary_sheet())[-1].table.rows
    assert [row.cells[-1] for row in rows[:4]] == ["", DECIDED, DECIDED, ""]


def test_the_other_pages_have_no_such_column() -> None:
    heads = [[cell.text for cell in page.table.head] for page in pages(year_snapshots.summary_sheet())]
    assert [any("совета" in text for text in head) for head in heads] == [False, False, True]


def test_the_minutes_that_decided_of_most_stand_in_the_head() -> None:
    head = pages(year_snapshots.summary_sheet())[-1].table.head[-1]
    assert head.text == "Решение педагогического совета, протокол № 5 от 29.05.2026"


def test_other_minutes_stand_beside_the_decision() -> None:
    last = sheet(
        pupil2=minutes("переведена"), pupil3=minutes("переведён"), pupil7=minutes("оставлен", "№ 6")
    )[-1]
    assert last.table.rows[6].cells[-1] == "оставлен (протокол № 6 от 29.05.2026)"


def test_a_sheet_without_decisions_has_no_column_for_them() -> None:
    body = year_snapshots.summary_sheet()
    body["pupils"] = [bare(pupil) for pupil in body["pupils"]]
    assert list_decisions(body) is None
    assert len(pages(body)[-1].table.columns) == 2 + 5 * 7


@pytest.mark.parametrize("subjects", [0, 1, 4, 5, 9, 10, 14, 15])
def test_every_subject_stands_once_and_the_tables_fill_the_width(subjects: int) -> None:
    body = year_snapshots.summary_sheet()
    body["subjects"] = [{"id": f"s{n}", "name": f"Предмет {n}"} for n in range(subjects)]
    found = pages(body)
    heads = [cell.text for page in found for cell in page.table.head if cell.columns > 1]
    assert heads == [f"Предмет {n}" for n in range(subjects)]
    assert {round(page.table.width, 6) for page in found} == {267}


@pytest.mark.parametrize("subjects", [1, 4, 5, 9, 10, 14, 15, 30])
def test_no_column_of_marks_is_narrower_than_a_mark(subjects: int) -> None:
    body = year_snapshots.summary_sheet()
    body["subjects"] = [{"id": f"s{n}", "name": f"Предмет {n}"} for n in range(subjects)]
    assert min(column.width for page in pages(body) for column in page.table.columns) >= 4.6
