"""What the grid's program sends and gets: each edit its own answer, conflicts with both values, no door unguarded."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from tests.webui.gradebook.journal import Algebra


def send(client: FlaskClient, algebra: Algebra, *edits: dict[str, object]) -> list[dict[str, object]]:
    answer = client.post(f"{algebra.url}/cells", json={"edits": list(edits)})
    assert answer.status_code == 200, answer.text
    outcomes = answer.json["outcomes"]  # type: ignore[index]
    assert isinstance(outcomes, list)
    return outcomes


def test_an_edit_is_answered_with_its_version_and_spelling(teacher: FlaskClient, algebra: Algebra) -> None:
    assert send(teacher, algebra, algebra.edit(1, "Абрамов", 0, "4н")) == [
        {"ok": True, "seq": 1, "value": "4 н"}
    ]


def test_each_edit_has_its_own_answer(teacher: FlaskClient, algebra: Algebra) -> None:
    edits = [algebra.edit(1, "Абрамов", 0, "7"), algebra.edit(1, "Соколова", 1, "4")]
    assert [one["ok"] for one in send(teacher, algebra, *edits)] == [False, True]


def test_a_refusal_has_a_code_and_words(teacher: FlaskClient, algebra: Algebra) -> None:
    algebra.set_state("cut")
    (answer,) = send(teacher, algebra, algebra.edit(1, "Абрамов", 0, "5"))
    assert answer["code"] == "entry.period_cut"
    assert "период закрыт" in str(answer["text"])


def test_a_conflict_shows_what_stands_and_who_wrote_it(teacher: FlaskClient, algebra: Algebra) -> None:
    send(teacher, algebra, algebra.edit(0, "Абрамов", 1, "5"))
    (answer,) = send(teacher, algebra, algebra.edit(0, "Абрамов", 1, "3"))
    assert answer["theirs"] == {
        "seq": 2,
        "value": "5",
        "who": "Громова Мария Ивановна",
        "when": "26.05.2026 18:00",
    }


def test_a_queue_that_is_sent_again_writes_nothing_twice(teacher: FlaskClient, algebra: Algebra) -> None:
    edit = algebra.edit(0, "Абрамов", 1, "5")
    assert send(teacher, algebra, edit) == send(teacher, algebra, edit)
    assert algebra.values(0, "Абрамов") == ["4", "5"]


def test_another_teacher_is_refused(colleague: FlaskClient, algebra: Algebra) -> None:
    body = {"edits": [algebra.edit(1, "Абрамов", 0, "5")]}
    assert colleague.post(f"{algebra.url}/cells", json=body).status_code == 403


def test_the_deputy_is_refused(deputy: FlaskClient, algebra: Algebra) -> None:
    body = {"edits": [algebra.edit(1, "Абрамов", 0, "5")]}
    assert deputy.post(f"{algebra.url}/cells", json=body).status_code == 403


def test_nobody_writes_without_signing_in(algebra: Algebra) -> None:
    client = algebra.app.test_client()
    assert client.post(f"{algebra.url}/cells", json={"edits": []}).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"edits": None},
        {"edits": [5]},
        {"edits": [{}]},
        {"edits": [{"place": "somewhere", "pupil": "x", "seen": 0, "value": "5"}]},
        {"edits": [{"place": "period", "pupil": "x", "seen": -1, "value": "5"}]},
        {"edits": [{"place": "period", "pupil": "x", "seen": True, "value": "5"}]},
        {"edits": [{"place": "period", "pupil": "x", "seen": 0, "value": 5}]},
        {"edits": [{"place": "period", "pupil": 7, "seen": 0, "value": "5"}]},
        {"edits": [{"place": ["period"], "pupil": "x", "seen": 0, "value": "5"}]},
    ],
)
def test_what_is_no_request_of_the_page_is_refused(
    teacher: FlaskClient, algebra: Algebra, body: object
) -> None:
    answer = teacher.post(f"{algebra.url}/cells", data=json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "gradebook.not_understood")  # type: ignore[index]


def test_a_value_that_is_too_long_is_refused(teacher: FlaskClient, algebra: Algebra) -> None:
    body = {"edits": [algebra.edit(1, "Абрамов", 0, "5" * 41)]}
    answer = teacher.post(f"{algebra.url}/cells", json=body)
    assert answer.json["code"] == "gradebook.too_long"  # type: ignore[index]


def test_more_cells_than_allowed_are_refused_whole(teacher: FlaskClient, algebra: Algebra) -> None:
    body = {"edits": [algebra.edit(1, "Абрамов", 0, "5")] * 501}
    answer = teacher.post(f"{algebra.url}/cells", json=body)
    assert (answer.status_code, algebra.values(1, "Абрамов")) == (409, [])


def test_what_stands_is_read_with_the_numbers_of_its_versions(teacher: FlaskClient, algebra: Algebra) -> None:
    answer = teacher.get(f"{algebra.url}/cells").json
    assert answer
    assert answer["cells"][algebra.pupils["Абрамов"]][algebra.columns[4]] == [1, "4/5"]


def test_what_stands_comes_with_a_token_that_is_accepted(teacher: FlaskClient, algebra: Algebra) -> None:
    assert teacher.get(f"{algebra.url}/cells").json["csrf"]  # type: ignore[index]
