"""The list of journals and the grid as the server draws it: complete without any program, and lean."""

from __future__ import annotations

import json
import re
from datetime import date
from urllib.parse import urljoin

from flask.testing import FlaskClient
from sqlalchemy import select

from records.gradebook.tables import Remark
from records.school.tables import Person, SchoolClass
from tests.webui.gradebook.journal import Algebra
from tests.webui.visitors import installation_of


def row_of(page: str, pupil: str) -> list[tuple[str, str]]:
    """(attributes, text) of a pupil's cells."""
    found = re.search(rf'<tr id="pupil-{pupil}">(.*?)(?=<tr|</tbody>)', page, re.DOTALL)
    assert found
    return [
        (attributes.strip(), text.strip()) for attributes, text in re.findall(r"<td([^>]*)>([^<]*)", found[1])
    ]


def facts(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="facts">(.*?)</script>', page, re.DOTALL)
    assert found
    value = json.loads(found[1])
    assert isinstance(value, dict)
    return value


def test_a_teacher_sees_their_own_journals(teacher: FlaskClient) -> None:
    page = teacher.get("/journals").text
    assert "Мои журналы" in page
    assert page.count("I полугодие<") == 6  # three journals of the class: its class teacher reads them all


def test_a_colleague_sees_only_their_journal(colleague: FlaskClient) -> None:
    page = colleague.get("/journals").text
    assert ("Английский язык (1 группа)" in page, "Алгебра" in page) == (True, False)


def test_the_grid_has_a_row_a_pupil_with_their_marks(teacher: FlaskClient, algebra: Algebra) -> None:
    cells = row_of(teacher.get(algebra.url).text, algebra.pupils["Абрамов"])
    assert [cells[at][1] for at in (1, 2, 3, 5)] == ["4", "", "н", "4/5"]


def test_a_cell_carries_the_number_of_its_version(teacher: FlaskClient, algebra: Algebra) -> None:
    cells = row_of(teacher.get(algebra.url).text, algebra.pupils["Абрамов"])
    assert [attributes for attributes, _ in cells[1:4]] == ["data-n=1", "", "data-n=1"]


def test_the_mean_and_the_forecast_stand_before_the_period_mark(
    teacher: FlaskClient, algebra: Algebra
) -> None:
    cells = row_of(teacher.get(algebra.url).text, algebra.pupils["Соколова"])
    assert [text for _, text in cells[-3:]] == ["5,00", "5", "5"]


def test_the_last_period_has_the_columns_of_the_year(teacher: FlaskClient, spring: Algebra) -> None:
    results = facts(teacher.get(spring.url).text)["results"]
    assert isinstance(results, list)
    assert [one["place"] for one in results] == ["period", "year", "exam", "final"]


def test_the_topics_stand_beneath(teacher: FlaskClient, algebra: Algebra) -> None:
    assert "Повторение «ёлки»" in teacher.get(algebra.url).text


def test_the_day_of_a_column_leads_to_its_lesson(teacher: FlaskClient, algebra: Algebra) -> None:
    head = teacher.get(algebra.url).text.partition("<thead")[2].partition("</thead>")[0]
    for lesson, link in zip(algebra.lessons, re.findall(r'<a href="([^"]+)"', head), strict=True):
        assert lesson in link
        assert teacher.get(urljoin(algebra.url, link)).status_code == 200


def test_the_kinds_of_work_in_the_head_are_named_beneath(teacher: FlaskClient, algebra: Algebra) -> None:
    assert "<b>КР</b> Контрольная работа" in teacher.get(algebra.url).text


def test_a_gap_can_be_linked_to(teacher: FlaskClient, algebra: Algebra) -> None:
    page = teacher.get(algebra.url).text
    assert f'id="lesson-{algebra.lessons[0]}"' in page
    assert f'id="pupil-{algebra.pupils["Абрамов"]}"' in page


def test_a_remark_of_the_deputy_stands_above(teacher: FlaskClient, algebra: Algebra) -> None:
    workshop = installation_of(algebra.app).workshop
    with workshop.transaction() as session:
        session.add(
            Remark(
                school_id=workshop.school,
                id="r1",
                class_id=session.scalars(select(SchoolClass.id)).one(),
                journal_id=algebra.key.journal,
                date=date(2025, 10, 1),
                text="Записать темы <уроков>",
                author_id=session.scalars(select(Person.id)).first(),
                deadline=date(2025, 10, 8),
                fulfilled=None,
            )
        )
    page = teacher.get(algebra.url).text
    assert "Записать темы &lt;уроков&gt;" in page
    assert "устранить до 08.10.2025" in page


def test_the_deputy_reads_and_writes_nothing(deputy: FlaskClient, algebra: Algebra) -> None:
    page = deputy.get(algebra.url).text
    assert "здесь только чтение" in page
    assert facts(page)["writable"] is False


def test_another_teacher_does_not_open_the_journal(colleague: FlaskClient, algebra: Algebra) -> None:
    assert colleague.get(algebra.url).status_code == 403


def test_a_confirmed_period_says_that_an_edit_opens_it(teacher: FlaskClient, algebra: Algebra) -> None:
    algebra.set_state("confirmed")
    assert "Любая правка откроет его снова" in teacher.get(algebra.url).text


def test_a_closed_period_says_why_and_offers_no_new_lesson(teacher: FlaskClient, algebra: Algebra) -> None:
    algebra.set_state("cut")
    page = teacher.get(algebra.url).text
    assert ("Период закрыт" in page, "Новый урок" in page) == (True, False)


def test_the_page_is_english_when_asked(teacher: FlaskClient, algebra: Algebra) -> None:
    page = teacher.get(f"{algebra.url}?lang=en").text
    assert ("Surname, name" in page, "Everything is written" in page) == (True, True)
