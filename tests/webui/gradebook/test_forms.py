"""The same work by plain forms: a lesson's list of pupils, a lesson's facts, results, a cell's history."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.webui.gradebook.journal import Algebra

NEW = {
    "date": "2025-10-15",
    "number": "1",
    "hours": "1",
    "kind1": "У",
    "kind2": "КР",
    "topic": "Степень",
    "homework": "№ 12",
}


def save(client: FlaskClient, algebra: Algebra, column: int, **fields: tuple[str, str]) -> TestResponse:
    """Send the form of a lesson: surname -> what the field held, what stands in it now."""
    form = {"lesson": algebra.lessons[column]}
    for surname, (was, value) in fields.items():
        name = algebra.field(column, surname)
        form |= {f"was:{name}": was, name: value}
    return client.post(f"{algebra.url}/lesson", data=form)


def test_a_lesson_lists_its_pupils_with_a_labelled_field_each(teacher: FlaskClient, algebra: Algebra) -> None:
    page = teacher.get(f"{algebra.url}/lesson?id={algebra.lessons[3]}").text
    assert 'aria-label="Соколова Елена Андреевна, 12.11, Контрольная работа"' in page


def test_without_an_id_it_is_the_lesson_of_the_day(teacher: FlaskClient, algebra: Algebra) -> None:
    assert "17.12.2025" in teacher.get(f"{algebra.url}/lesson").text


def test_a_lesson_that_is_not_there_is_not_found(teacher: FlaskClient, algebra: Algebra) -> None:
    assert teacher.get(f"{algebra.url}/lesson?id=nothing").status_code == 404


def test_changed_fields_are_written(teacher: FlaskClient, algebra: Algebra) -> None:
    save(teacher, algebra, 1, Абрамов=("0|", "5"), Соколова=("1|5", "4"))
    assert (algebra.values(1, "Абрамов"), algebra.values(1, "Соколова")) == (["5"], ["5", "4"])


def test_an_untouched_field_writes_nothing_over_a_newer_value(teacher: FlaskClient, algebra: Algebra) -> None:
    save(teacher, algebra, 1, Соколова=("1|5", "4"))
    answer = save(teacher, algebra, 1, Соколова=("1|5", "5"), Абрамов=("0|", "3"))
    assert (answer.status_code, algebra.values(1, "Соколова")) == (302, ["5", "4"])


def test_what_is_refused_comes_back_with_the_reason(teacher: FlaskClient, algebra: Algebra) -> None:
    answer = save(teacher, algebra, 1, Абрамов=("0|", "7"), Соколова=("1|5", "4"))
    assert answer.status_code == 422
    assert re.search(r'value="7"[^>]*aria-invalid="true"', answer.text)
    assert "Найдено «7»" in answer.text


def test_what_is_not_refused_is_written_all_the_same(teacher: FlaskClient, algebra: Algebra) -> None:
    save(teacher, algebra, 1, Абрамов=("0|", "7"), Соколова=("1|5", "4"))
    assert algebra.values(1, "Соколова") == ["5", "4"]


def test_a_conflict_is_settled_by_sending_once_more(teacher: FlaskClient, algebra: Algebra) -> None:
    save(teacher, algebra, 1, Соколова=("1|5", "4"))
    page = save(teacher, algebra, 1, Соколова=("1|5", "3")).text
    assert 'value="2|4"' in page
    save(teacher, algebra, 1, Соколова=("2|4", "3"))
    assert algebra.values(1, "Соколова") == ["5", "4", "3"]


def test_a_closed_lesson_has_no_fields(teacher: FlaskClient, algebra: Algebra) -> None:
    algebra.set_state("cut")
    assert 'class="mark"' not in teacher.get(f"{algebra.url}/lesson").text


def test_a_reader_has_no_fields(deputy: FlaskClient, algebra: Algebra) -> None:
    assert 'class="mark"' not in deputy.get(f"{algebra.url}/lesson").text


def test_a_lesson_is_added(teacher: FlaskClient, algebra: Algebra) -> None:
    answer = teacher.post(f"{algebra.url}/lesson/new", data=NEW, follow_redirects=True)
    assert ("Урок записан" in answer.text, "15.10.2025" in answer.text) == (True, True)


def test_a_wrong_lesson_comes_back_with_what_was_typed(teacher: FlaskClient, algebra: Algebra) -> None:
    answer = teacher.post(f"{algebra.url}/lesson/new", data={**NEW, "date": "2026-02-01"})
    assert answer.status_code == 422
    assert "не входит в период" in answer.text
    assert "Степень" in answer.text


def test_a_date_that_is_none_is_told(teacher: FlaskClient, algebra: Algebra) -> None:
    answer = teacher.post(f"{algebra.url}/lesson/new", data={**NEW, "date": "завтра"})
    assert "не дата" in answer.text


def lesson_form(page: str) -> dict[str, str]:
    """The hidden fields that name the lesson and what was seen of it."""
    seen = re.search(r'name="lesson" value="([^"]+)"><input type="hidden" name="seen" value="([^"]+)"', page)
    assert seen
    return {"lesson": seen[1], "seen": seen[2]}


def test_a_lesson_is_changed(teacher: FlaskClient, algebra: Algebra) -> None:
    page = teacher.get(f"{algebra.url}/lesson?id={algebra.lessons[0]}").text
    form = {**NEW, **lesson_form(page), "date": "2025-09-03", "kind2": "", "topic": "Иначе"}
    answer = teacher.post(f"{algebra.url}/lesson/facts", data=form, follow_redirects=True)
    assert ("Урок сохранён" in answer.text, "Иначе" in answer.text) == (True, True)


def test_a_lesson_with_marks_is_not_removed(teacher: FlaskClient, algebra: Algebra) -> None:
    page = teacher.get(f"{algebra.url}/lesson?id={algebra.lessons[0]}").text
    answer = teacher.post(f"{algebra.url}/lesson/remove", data=lesson_form(page), follow_redirects=True)
    assert "уже есть записи об учениках" in answer.text


def test_an_empty_lesson_is_removed(teacher: FlaskClient, algebra: Algebra) -> None:
    page = teacher.post(f"{algebra.url}/lesson/new", data=NEW, follow_redirects=True).text
    answer = teacher.post(f"{algebra.url}/lesson/remove", data=lesson_form(page), follow_redirects=True)
    assert "Урок удалён" in answer.text


def test_results_are_written(teacher: FlaskClient, spring: Algebra) -> None:
    name = f"exam::{spring.pupils['Соколова']}"
    answer = teacher.post(
        f"{spring.url}/results", data={f"was:{name}": "0|", name: "5"}, follow_redirects=True
    )
    assert "Записано клеток: 1" in answer.text


def test_an_absence_is_no_result(teacher: FlaskClient, spring: Algebra) -> None:
    name = f"exam::{spring.pupils['Соколова']}"
    answer = teacher.post(f"{spring.url}/results", data={f"was:{name}": "0|", name: "н"})
    assert (answer.status_code, "одна отметка" in answer.text) == (422, True)


def test_proposed_marks_fill_empty_fields_and_nothing_is_written(
    teacher: FlaskClient, algebra: Algebra
) -> None:
    name = f"period::{algebra.pupils['Соколова']}"
    teacher.post(f"{algebra.url}/results", data={f"was:{name}": "1|5", name: ""})
    page = teacher.get(f"{algebra.url}/results?take=1").text
    assert f'name="was:{name}" value="2|"' in page
    assert re.search(rf'name="{name}" value="5"', page)


def test_the_history_of_a_cell_names_every_value(teacher: FlaskClient, algebra: Algebra) -> None:
    save(teacher, algebra, 1, Соколова=("1|5", ""))
    place = {"place": "lesson", "column": algebra.columns[1], "pupil": algebra.pupils["Соколова"]}
    page = teacher.get(f"{algebra.url}/cell", query_string=place).text
    assert ('<strong lang="ru">5</strong>' in page, "пусто" in page) == (True, True)


def test_the_value_before_is_restored(teacher: FlaskClient, algebra: Algebra) -> None:
    save(teacher, algebra, 1, Соколова=("1|5", "4"))
    place = {"place": "lesson", "column": algebra.columns[1], "pupil": algebra.pupils["Соколова"]}
    teacher.post(f"{algebra.url}/cell", data={**place, "seen": "2"})
    assert algebra.values(1, "Соколова") == ["5", "4", "5"]


def test_a_cell_that_is_not_there_has_no_history(teacher: FlaskClient, algebra: Algebra) -> None:
    place = {"place": "lesson", "column": "nothing", "pupil": algebra.pupils["Соколова"]}
    assert teacher.get(f"{algebra.url}/cell", query_string=place).status_code == 404
