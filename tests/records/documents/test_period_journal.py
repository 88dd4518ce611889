from __future__ import annotations

from typing import Any

import pytest

from records.documents.compose import compose
from records.documents.model import Noted, Side, Table, TablePage
from records.errors import InputError
from tests import snapshots

LENA = "Соколова Елена Викторовна"


def pages(snapshot: dict[str, Any]) -> list[TablePage]:
    found = [page.content for page in compose(snapshot).pages]
    return [content for content in found if isinstance(content, TablePage)]


def heads(table: Table, row: int) -> list[str]:
    return [cell.text for cell in table.head if cell.row == row]


def with_lessons(count: int, topic: str = "Повторение") -> dict[str, Any]:
    snapshot = snapshots.period_journal()
    lesson, column, pupil = snapshot["lessons"][0], snapshot["columns"][0], snapshot["pupils"][0]
    days = [f"2025-{9 + n // 28:02}-{n % 28 + 1:02}" for n in range(count)]
    snapshot["lessons"] = [
        {**lesson, "id": f"l{n}", "date": day, "topic": topic} for n, day in enumerate(days)
    ]
    snapshot["columns"] = [{**column, "id": f"c{n}", "lesson": f"l{n}"} for n in range(count)]
    snapshot["pupils"] = [{**pupil, "name": LENA, "cells": []}]
    return snapshot


def test_pages_alternate_left_and_right() -> None:
    sides = [page.side for page in compose(with_lessons(45)).pages]
    assert sides == [Side.VERSO, Side.RECTO] * 2


def test_both_pages_of_a_spread_show_the_same_lessons() -> None:
    for left, right in zip(*[iter(pages(with_lessons(45)))] * 2, strict=True):
        days = [str(row.cells[0])[:2] for row in right.table.rows]
        assert heads(left.table, 1) == days


def test_each_lesson_stands_exactly_once() -> None:
    dates = [row.cells[0] for page in pages(with_lessons(61))[1::2] for row in page.table.rows]
    assert len(dates) == len(set(dates)) == 61


def test_long_topics_part_the_lessons_into_more_spreads() -> None:
    assert len(pages(with_lessons(20, "Длинная тема урока " * 40))) > len(pages(with_lessons(20)))


def test_the_period_mark_stands_on_the_last_spread_only() -> None:
    ends = ["I четверть" in heads(page.table, 0) for page in pages(with_lessons(45))[::2]]
    assert ends == [False, True]


def test_the_closing_stands_on_the_last_right_page_only() -> None:
    closings = [page.closing is not None for page in pages(with_lessons(45))]
    assert closings == [False, False, False, True]


def test_a_lesson_without_marks_keeps_its_column() -> None:
    snapshot = with_lessons(3)
    snapshot["columns"] = snapshot["columns"][:1]
    assert len(heads(pages(snapshot)[0].table, 1)) == 3


def test_two_works_in_a_lesson_share_its_date() -> None:
    snapshot = with_lessons(2)
    snapshot["columns"].insert(1, {"id": "second", "lesson": "l0", "kind": "ПР"})
    table = pages(snapshot)[0].table
    assert (heads(table, 1), len(heads(table, 2))) == (["01", "02"], 3)


@pytest.mark.parametrize(
    ("marks", "absence", "shown"),
    [(["4", "5"], None, "4/5"), ([], "н", "н"), (["4"], "б", "б/4"), (["3"], None, "3")],
)
def test_a_cell_shows_its_marks_and_absence(marks: list[str], absence: str | None, shown: str) -> None:
    snapshot = with_lessons(1)
    snapshot["pupils"][0]["cells"] = [
        {"column": "c0", "marks": marks, "absence": absence, "author": "p", "at": snapshot["as_of"]}
    ]
    assert pages(snapshot)[0].table.rows[0].cells[2] == shown


def test_lessons_before_a_pupil_arrived_are_shaded() -> None:
    snapshot = with_lessons(3)
    snapshot["pupils"][0]["membership"]["arrived"] = "2025-09-02"
    assert pages(snapshot)[0].table.rows[0].shaded == {2}


def test_lessons_after_a_pupil_left_are_shaded() -> None:
    snapshot = with_lessons(3)
    snapshot["pupils"][0]["membership"]["left"] = "2025-09-02"
    assert pages(snapshot)[0].table.rows[0].shaded == {4}


def test_a_pupil_who_left_is_noted_beside_the_name() -> None:
    snapshot = with_lessons(1)
    snapshot["pupils"][0]["membership"]["left"] = "2025-09-02"
    name = pages(snapshot)[0].table.rows[0].cells[1]
    assert name == Noted("Соколова Елена", "выбыл(а) 02.09.2025")


def test_who_came_back_is_shaded_between_and_noted_with_all_of_it() -> None:
    snapshot = with_lessons(5)
    first = {"arrived": None, "arrived_order": None, "left": "2025-09-02", "left_order": "№ 90-У"}
    snapshot["pupils"][0]["membership"] |= {"arrived": "2025-09-05", "earlier": [first]}
    row = pages(snapshot)[0].table.rows[0]
    assert row.shaded == {4, 5}
    assert row.cells[1] == Noted("Соколова Елена", "выб. 02.09, приб. 05.09")


def test_namesakes_are_shown_with_their_full_names() -> None:
    snapshot = with_lessons(1)
    second = {**snapshot["pupils"][0], "name": "Соколова Елена Игоревна"}
    snapshot["pupils"].append(second)
    assert [row.cells[1] for row in pages(snapshot)[0].table.rows] == [LENA, "Соколова Елена Игоревна"]


def test_a_substitution_is_shown_with_its_teacher() -> None:
    snapshot = with_lessons(2)
    snapshot["lessons"][1]["substitute"] = "p-substitute"
    assert pages(snapshot)[1].table.rows[1].cells[-1] == "Кузнецова Т. А."


def test_without_substitutions_there_is_no_column_for_them() -> None:
    assert "Замена: учитель" not in heads(pages(with_lessons(2))[1].table, 0)


def test_more_than_forty_pupils_go_on_to_a_second_spread() -> None:
    snapshot = with_lessons(2)
    pupil = snapshot["pupils"][0]
    snapshot["pupils"] = [{**pupil, "name": f"Ученик{n} Пётр", "ordinal": n} for n in range(1, 46)]
    assert [len(page.table.rows) for page in pages(snapshot)[::2]] == [40, 5]


def test_a_period_without_lessons_says_so() -> None:
    assert pages(with_lessons(0))[1].empty == "В этом периоде уроков не было."


def test_a_journal_that_nobody_confirmed_says_so() -> None:
    snapshot = with_lessons(1)
    snapshot["confirmation"] = None
    closing = pages(snapshot)[1].closing
    assert closing is not None
    assert any("не подтверждены" in fact for fact in closing.facts)


def test_the_reason_of_a_forced_cutoff_is_printed() -> None:
    snapshot = with_lessons(1)
    snapshot["cutoff"]["reason"] = "учитель уволен"
    closing = pages(snapshot)[1].closing
    assert closing is not None
    assert any("учитель уволен" in fact for fact in closing.facts)


def test_a_draft_without_a_cutoff_is_dated_by_its_moment() -> None:
    snapshot = with_lessons(1)
    snapshot["cutoff"] = None
    closing = pages(snapshot)[1].closing
    assert closing is not None
    assert closing.facts[-1] == "Период закрыт: 25.10.2025 18:00 (+03:00)."


def test_a_subgroup_and_a_branch_stand_in_the_heads() -> None:
    snapshot = with_lessons(1)
    snapshot["subgroup"] = {"id": "g", "name": "1 группа"}
    snapshot["school"]["branch"] = {"id": "b", "name": "филиал в Заречье"}
    heading = pages(snapshot)[0].heading
    assert (heading.title, heading.over.endswith("филиал в Заречье")) == ("Русский язык, 1 группа", True)


def test_an_unknown_kind_of_record_is_refused() -> None:
    with pytest.raises(InputError) as refusal:
        compose({"kind": "diary"})
    assert refusal.value.code == "documents.kind"
