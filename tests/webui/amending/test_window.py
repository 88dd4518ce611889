"""Before the cutoff the deputy head opens a cell again for its teacher; after the year's a supplement adds results."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from sqlalchemy import select

from records.amendments.tables import CorrectionRequest
from tests.webui.amending.conftest import Given
from tests.webui.gradebook.journal import find_algebra
from tests.webui.visitors import DEPUTY, TEACHER, installation_of, set_policy, signed_in


@pytest.fixture
def late(app: Flask, given: Given) -> dict[str, str]:
    """Marks are corrected within a day of the lesson here, so that a mark of the open half-year stands fast."""
    set_policy(app, corrections={"days": 1, "entry_days": 1})
    spring = find_algebra(app, 2)
    return {"place": "lesson", "column": spring.columns[0], "pupil": spring.pupils["Соколова"], "before": "5"}


def write(app: Flask, given: Given, late: dict[str, str]) -> bool:
    """Whether the teacher may write a 2 into the cell."""
    edit = {"place": "lesson", "column": late["column"], "pupil": late["pupil"], "seen": 1, "value": "2"}
    address = f"/journal/{given.journal}/{given.later}/cells"
    answer = signed_in(app, TEACHER).post(address, json={"edits": [edit]})
    return bool(answer.json and answer.json["outcomes"][0]["ok"])


def opened(app: Flask, given: Given, late: dict[str, str], until: str) -> int:
    """Ask for the cell, and have it opened until that day; the status of the answer."""
    wish = given.wish(**late, after="2")
    asked = signed_in(app, TEACHER).post(f"/journal/{given.journal}/{given.later}/correction", data=wish)
    assert asked.status_code == 302, asked.text
    with installation_of(app).workshop.reading() as session:
        request = session.scalars(select(CorrectionRequest.id)).one()
    form = {"request": request, "until": until}
    return signed_in(app, DEPUTY).post(f"/corrections/{given.class_id}/window", data=form).status_code


def test_a_late_mark_stands_fast(app: Flask, given: Given, late: dict[str, str]) -> None:
    assert not write(app, given, late)


def test_an_opened_cell_is_written(app: Flask, given: Given, late: dict[str, str]) -> None:
    assert opened(app, given, late, "2026-05-26") == 302
    assert write(app, given, late)


def test_the_grid_knows_which_cells_are_open(app: Flask, given: Given, late: dict[str, str]) -> None:
    opened(app, given, late, "2026-05-26")
    page = signed_in(app, TEACHER).get(f"/journal/{given.journal}/{given.later}").text
    found = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    columns = json.loads(found[1])["columns"]
    told = {one["id"]: one["opened"] for one in columns if "opened" in one}
    assert told == {late["column"]: [late["pupil"]]}


def test_an_opened_cell_opens_no_other(app: Flask, given: Given, late: dict[str, str]) -> None:
    opened(app, given, late, "2026-05-26")
    assert not write(app, given, {**late, "pupil": find_algebra(app, 2).pupils["Юдина"]})


def test_a_window_of_the_past_is_refused(app: Flask, given: Given, late: dict[str, str]) -> None:
    assert opened(app, given, late, "2026-05-25") == 400


def test_the_teacher_reads_until_when_a_cell_is_open(app: Flask, given: Given, late: dict[str, str]) -> None:
    opened(app, given, late, "2026-05-27")
    page = signed_in(app, TEACHER).get("/corrections").text
    assert "можно править до 27.05.2026" in page


def test_a_supplement_before_the_year_is_closed_is_refused_with_the_reason(app: Flask, given: Given) -> None:
    lines = {
        "pupil1": given.pupil,
        "place1": "exam",
        "journal1": given.journal,
        "after1": "5",
        "reason1": "ОГЭ",
    }
    form = {"number": "3", "date": "2026-05-26", "basis": "протокол", "decided_by": "комиссия", "do": "check"}
    address = f"/corrections/{given.class_id}/supplement"
    answer = signed_in(app, DEPUTY).post(address, data={**form, **lines})
    assert (answer.status_code, "ещё не закрыто" in answer.text) == (422, True)
