"""What a teacher asks, SQLite finds by keys: no question of theirs walks through all the years of a school."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.statements import Run, noted_with_values
from tests.webui.gradebook.journal import Algebra
from tests.webui.gradebook.years import add_decades
from tests.webui.visitors import installation_of

# The newest event alone is read, from the end of its index.
READ_FROM_THE_END = "SEARCH log_event USING INDEX sqlite_autoindex_log_event_1 (school_id=?)"


@pytest.fixture(autouse=True)
def decades(app: Flask, algebra: Algebra) -> None:
    """In a small school a walk is as cheap as a key."""
    add_decades(app, algebra)


def walked(app: Flask, asked: Sequence[Run]) -> set[str]:
    """The steps of their plans that look at every row of a table, or of a school."""
    with closing(sqlite3.connect(str(installation_of(app).workshop.engine.url.database))) as database:
        rows = [database.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall() for text, values in asked]
    steps = {step for of_statement in rows for *_, step in of_statement}
    return {step for step in steps if step.startswith("SCAN") or step.endswith("(school_id=?)")}


def test_no_question_of_a_saved_cell_walks_through_the_school(
    app: Flask, teacher: FlaskClient, algebra: Algebra
) -> None:
    with noted_with_values() as asked:
        saved = teacher.post(f"{algebra.url}/cells", json={"edits": [algebra.edit(1, "Абрамов", 0, "5")]})
    assert saved.json == {"outcomes": [{"ok": True, "seq": 1, "value": "5"}]}
    assert (len(asked), walked(app, asked)) == (7, {READ_FROM_THE_END})


@pytest.mark.parametrize("page", ["", "/cells"])
def test_no_question_of_the_grid_does(app: Flask, teacher: FlaskClient, algebra: Algebra, page: str) -> None:
    with noted_with_values() as asked:
        assert teacher.get(algebra.url + page).status_code == 200
    assert len(asked) > 7
    assert walked(app, asked) == set()


@pytest.mark.parametrize("page", ["/journals", "/home", "/tasks"])
def test_what_a_teacher_opens_walks_through_no_journals_of_all_years(
    app: Flask, teacher: FlaskClient, page: str
) -> None:
    with noted_with_values() as asked:
        assert teacher.get(page).status_code == 200
    assert not [step for step in walked(app, asked) if "journal_period" in step or " journal " in step]
