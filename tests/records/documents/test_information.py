"""General information about the pupils: what is shown, that nothing is cut, and how the list is parted in pages."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

import pytest

from records.documents.fonts import load_faces
from records.documents.geometry import POINTS, TABLE_BOTTOM, TABLE_TOP
from records.documents.grid import lay_out
from records.documents.information import information_pages
from records.documents.model import TablePage
from records.documents.typeset import ELLIPSIS
from tests import year_snapshots
from tests.households import particulars

MEMBERS = ("address", "parents", "phone")
LONG = "Республика Башкортостан, " * 12  # three hundred letters


def snapshot(pupils: int = 28, **changes: Any) -> dict[str, Any]:
    """The class journal with so many pupils; `changes` are members of each."""
    body = year_snapshots.class_journal({})
    first = [{**pupil, **particulars(pupil["ordinal"], "Соколова")} for pupil in body["pupils"]]
    many = [{**first[n % len(first)], "id": f"x{n}", "ordinal": n + 1, **changes} for n in range(pupils)]
    return {**body, "pupils": many}


def bare() -> dict[str, Any]:
    """The class journal as it was before a school kept these facts."""
    body = snapshot()
    body["pupils"] = [{k: v for k, v in pupil.items() if k not in MEMBERS} for pupil in body["pupils"]]
    return body


def shown(page: TablePage) -> list[list[str]]:
    """The lines of each cell as they are painted."""
    room = TABLE_BOTTOM - TABLE_TOP - sum(page.table.head_heights)
    body = lay_out(page.table, room * POINTS, load_faces())
    return [[" ".join(line.text for line in cell) for cell in row] for row in body.cells]


def size(page: TablePage) -> float:
    room = TABLE_BOTTOM - TABLE_TOP - sum(page.table.head_heights)
    return lay_out(page.table, room * POINTS, load_faces()).size


def squeezed(text: str) -> str:
    return "".join(text.split())


def titles(body: dict[str, Any]) -> list[str]:
    return [cell.text for cell in information_pages(body)[0].table.head]


def test_address_parents_and_phone_stand_beside_the_name() -> None:
    row = information_pages(snapshot())[0].table.rows[1]
    assert row.cells[1:7] == (
        "Абрамов Роман Сергеевич",
        "30.10.2010",
        "9-678",
        "452680, г. Нефтекамск, пер. Школьный, д. 7, кв. 15",
        "Соколова Ольга Дмитриевна\nСоколова Павел Николаевич",
        "+7 917 174-12-44",
    )


def test_leaving_is_shown_with_its_order() -> None:
    assert information_pages(snapshot())[0].table.rows[3].cells[7] == (
        "выбыл(а) 19.12.2025\n№ 112-У от 19.12.2025"
    )


FIRST_TIME = {
    "arrived": "2025-09-03",
    "arrived_order": "№ 1-У",
    "left": "2025-10-01",
    "left_order": "№ 2-У",
}


def test_who_came_back_is_shown_with_every_order() -> None:
    body = snapshot()
    body["pupils"][3]["membership"] |= {"arrived": "2025-11-10", "earlier": [FIRST_TIME]}
    assert information_pages(body)[0].table.rows[3].cells[7] == (
        "прибыл(а) 03.09.2025\n№ 1-У\nвыбыл(а) 01.10.2025\n№ 2-У\nприбыл(а) 10.11.2025\n"
        "выбыл(а) 19.12.2025\n№ 112-У от 19.12.2025"
    )


def test_the_brief_list_gives_each_time_a_row() -> None:
    body = bare()
    body["pupils"][3]["membership"] |= {"arrived": "2025-11-10", "earlier": [FIRST_TIME]}
    rows = information_pages(body)[0].table.rows
    assert len(rows) == len(body["pupils"]) + 1
    assert rows[3].cells[2:] == ("27.06.2010", "9-212", "03.09.2025", "№ 1-У", "01.10.2025", "№ 2-У")
    assert rows[4].cells == ("", "", "", "", "10.11.2025", "", "19.12.2025", "№ 112-У от 19.12.2025")


def test_without_these_facts_the_list_is_the_brief_one() -> None:
    left = information_pages(bare())[0].table.rows[3]
    assert left.cells[2:] == ("27.06.2010", "9-212", "", "", "19.12.2025", "№ 112-У от 19.12.2025")


def test_a_fact_that_nobody_has_has_no_column() -> None:
    body = snapshot(phone=None, parents=[])
    assert [title for title in titles(body) if title in ("Адрес", "Телефон")] == ["Адрес"]


@pytest.mark.parametrize("body", [snapshot(), bare(), snapshot(parents=[])], ids=["full", "bare", "some"])
def test_the_columns_fill_the_width_of_the_page(body: dict[str, Any]) -> None:
    assert {round(page.table.width, 6) for page in information_pages(body)} == {267}


@pytest.mark.parametrize("pupils", [1, 2, 20, 21, 22, 23, 35, 36, 40, 41, 160])
def test_no_page_has_one_pupil_alone(pupils: int) -> None:
    counts = [len(page.table.rows) for page in information_pages(snapshot(pupils))]
    assert sum(counts) == pupils
    assert min(counts) >= max(counts) - 1


def test_thirty_five_pupils_are_printed_at_a_size_that_is_read_with_ease() -> None:
    pages = information_pages(snapshot(35))
    assert [len(page.table.rows) for page in pages] == [18, 17]
    assert min(map(size, pages)) >= 7.2


@pytest.mark.parametrize(
    "changes",
    [
        {"address": LONG},
        {"parents": [f"Оченьдлиннаяфамилия{'я' * 90} Мария", "Иванов Пётр, опекун (постановление № 5)"]},
        {"phone": "+7 912 345-67-89 (мама), +7 912 345-67-80 (папа), 8 (34783) 2-14-55 добавочный 12"},
        {"address": "<b>ул. Ленина</b> & {{ 7 * 7 }}"},
        {"name": "Оченьдлиннаяфамилия" * 4 + " Имя" * 11},
    ],
    ids=["address", "parents", "phone", "markup", "name"],
)
def test_what_is_long_is_broken_into_lines_and_never_cut(changes: dict[str, Any]) -> None:
    wanted = squeezed(next("".join(v) if isinstance(v, list) else v for v in changes.values()))
    for page in information_pages(snapshot(35, **changes)):
        for row in shown(page):
            assert any(squeezed(cell) == wanted for cell in row)
            assert ELLIPSIS not in "".join(row)


def _hostile(text: str) -> Callable[[], dict[str, Any]]:
    return lambda: snapshot(35, address=text, parents=[text], phone=text)


@pytest.mark.parametrize("text", ["😀👨‍👩‍👧 العربية 語", "\u202eтекст\u202c", "\n\n", "я" * 3000])
def test_strange_text_leaves_no_pupil_out(text: str) -> None:
    pages = information_pages(_hostile(text)())
    rows = [row for page in pages for row in page.table.rows]
    assert [row.cells[0] for row in rows] == [str(n) for n in range(1, 36)]


def test_an_empty_class_says_so() -> None:
    assert [page.empty for page in information_pages(snapshot(0))] == ["Обучающихся нет."]


def test_pages_of_one_list_are_numbered_through() -> None:
    rows = [row for page in information_pages(snapshot(35)) for row in page.table.rows]
    assert all(row.cells[0] == str(n) for n, row in zip_longest(range(1, 36), rows))
