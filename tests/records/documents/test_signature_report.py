"""The pages of a report that is a record: as many as its signatures need, each part named, the same bytes each time."""

from __future__ import annotations

from typing import Any

import pytest

from records.documents.compose import compose
from records.documents.model import TablePage
from records.documents.signature_report import ROWS_ON_A_PAGE
from records.errors import InputError
from tests.records.documents.samples import render_snapshot
from tests.report_snapshots import signature_report


def tables(snapshot: dict[str, Any]) -> list[TablePage]:
    return [page.content for page in compose(snapshot).pages if isinstance(page.content, TablePage)]


def cells(snapshot: dict[str, Any]) -> list[tuple[str, ...]]:
    return [tuple(map(str, row.cells)) for page in tables(snapshot) for row in page.table.rows]


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    assert render_snapshot(signature_report()) == render_snapshot(signature_report())


@pytest.mark.parametrize("signatures", [0, 1, 3, 100])
def test_every_page_has_its_part_named_and_the_last_one_closes(signatures: int) -> None:
    pages = tables(signature_report(signatures))
    assert all(0 < len(page.table.rows) <= ROWS_ON_A_PAGE and page.table.rows[0].cells[0] for page in pages)
    assert [page.closing is not None for page in pages] == [False] * (len(pages) - 1) + [True]


def test_what_nothing_was_found_of_is_said() -> None:
    body = signature_report(0)
    body["report"] |= {
        "problems": [],
        "judged": None,
        "verdict": None,
        "copies": [],
        "archive_timestamps": [],
    }
    said = {value for _, _, value in cells(body)}
    assert {
        "Нарушений нет.",
        "Ни одной подписи прочесть не удалось.",
        "Проверять нечего: ни одна копия не читается.",
        "нет",
    } <= said


def test_a_signature_under_a_power_of_attorney_names_it() -> None:
    body = signature_report()
    body["report"]["signatures"][1]["power"] = "4f1c2d3e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
    kinds = [value for _, _, value in cells(body) if "КЭП" in value or "НЭП" in value]
    assert ["4f1c2d3e-5a6b-4c7d-8e9f-0a1b2c3d4e5f" in kind for kind in kinds] == [False, True]


def test_of_another_file_no_archive_timestamp_is_told() -> None:
    body = signature_report()
    body["report"]["judged"] = "server"
    assert "не читался: файл не тот, что записан" in {value for _, _, value in cells(body)}


def test_a_role_and_a_code_that_nobody_named_are_shown_as_they_are() -> None:
    body = signature_report(1)
    body["words"], body["report"]["signatures"][0]["role"] = [], None
    said = {value for _, _, value in cells(body)}
    assert {"TOTAL-PASSED. verdict", "Громова Ульяна Игоревна, Teacher", "revision none"} <= said


@pytest.mark.parametrize("name", ["report", "words", "ordered_by", "people"])
def test_a_snapshot_that_lacks_something_is_refused(name: str) -> None:
    body = signature_report()
    del body[name]
    with pytest.raises(InputError):
        compose(body)
