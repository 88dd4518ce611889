from __future__ import annotations

from typing import Any

from records.documents.compose import compose
from records.documents.model import HeadCell, Page, Side, TablePage
from tests import year_snapshots


def tables(pages: list[Page]) -> list[TablePage]:
    return [page.content for page in pages if isinstance(page.content, TablePage)]


def composed(snapshot: dict[str, Any] | None = None) -> list[TablePage]:
    return tables(list(compose(snapshot or year_snapshots.summary_sheet()).pages))


def subject_heads(page: TablePage) -> list[HeadCell]:
    return [cell for cell in page.table.head if cell.columns > 1]


def test_every_subject_stands_once_in_curriculum_order() -> None:
    snapshot = year_snapshots.summary_sheet()
    shown = [cell.text for page in composed(snapshot) for cell in subject_heads(page)]
    assert shown == [subject["name"] for subject in snapshot["subjects"]]


def test_each_subject_has_periods_year_exam_and_final() -> None:
    first = composed()[0]
    titles = [cell.text for cell in first.table.head if cell.upright][:7]
    assert titles == [
        "I четверть",
        "II четверть",
        "III четверть",
        "IV четверть",
        "Год",
        "Экзамен",
        "Итоговая",
    ]


def test_the_marks_of_a_pupil_stand_under_their_subject() -> None:
    snapshot = year_snapshots.summary_sheet()
    marks = {mark["subject"]: mark for mark in snapshot["pupils"][0]["marks"]}
    cells = composed(snapshot)[0].table.rows[0].cells[2:9]
    first = marks[snapshot["subjects"][0]["id"]]
    wanted = [*first["periods"].values(), first["year"], first["exam"], first["final"]]
    assert list(cells) == [value or "" for value in wanted]


def test_a_subject_that_a_pupil_does_not_take_is_empty() -> None:
    snapshot = year_snapshots.summary_sheet()
    snapshot["pupils"][0]["marks"] = []
    assert set(composed(snapshot)[0].table.rows[0].cells[2:]) == {""}


def test_the_tables_fill_the_width_of_the_page() -> None:
    assert {round(page.table.width, 6) for page in composed()} == {267}


def test_pages_alternate_for_printing_on_both_sides() -> None:
    sides = [page.side for page in compose(year_snapshots.summary_sheet()).pages]
    assert sides == [Side.RECTO, Side.VERSO, Side.RECTO]


def test_the_class_teacher_and_the_director_sign_on_the_last_page() -> None:
    closings = [page.closing for page in composed()]
    assert closings[:-1] == [None, None]
    assert closings[-1] is not None
    assert [stamp.role for stamp in closings[-1].stamps] == ["Классный руководитель", "Директор"]


def test_special_marks_are_explained_only_where_used() -> None:
    closing = composed()[-1].closing
    assert closing is not None
    assert "н/а — не аттестован(а)" in closing.legends[0]
    assert "зач" not in closing.legends[0]
