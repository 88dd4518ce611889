"""The first page says what needs doing, by role, with counts and links; with nothing to do it is calm."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from records.gradebook.tables import Journal, Lesson, Remark
from tests.statements import noted
from tests.webui import visitors
from tests.webui.gradebook.journal import find_algebra
from tests.webui.visitors import EVERYBODY, installation_of, person_id, signed_in
from webui.home.line import Line, Weight, by_weight
from webui.home.words import sentence

TODAY = date(2026, 5, 26)


@pytest.fixture(scope="module")
def app(autumn_app: Flask) -> Flask:
    """The first half-year is closed; a remark is overdue and a lesson of yesterday has no topic."""
    _leave_undone(autumn_app)
    return autumn_app


def _leave_undone(app: Flask) -> None:
    deputy, other = person_id(app, visitors.DEPUTY), person_id(app, visitors.OTHER_TEACHER)
    algebra = find_algebra(app, 2).key  # the half-year that is open
    with installation_of(app).workshop.transaction() as session:
        journal = session.get_one(Journal, (algebra.school, algebra.journal))
        key = {"school_id": algebra.school, "journal_id": algebra.journal, "period_id": algebra.period}
        yesterday = TODAY - timedelta(days=1)
        session.add(Lesson(**key, id="untaught", date=yesterday, number=7, hours=1))
        session.add(Lesson(**key, id="given", date=yesterday, number=8, hours=1, substitute_id=other))
        remark = Remark(
            school_id=journal.school_id,
            id="remark",
            class_id=journal.class_id,
            journal_id=journal.id,
            date=yesterday - timedelta(days=10),
            text="Нет тем",
            author_id=deputy,
            deadline=yesterday,
        )
        session.add(remark)


def home(app: Flask, name: str, tongue: str = "ru") -> str:
    return signed_in(app, name).get(f"/home?lang={tongue}").text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (visitors.TEACHER, "1 урок без темы"),
        (visitors.TEACHER, "1 замечание не снято в срок"),
        (visitors.OTHER_TEACHER, "Вы замещаете: 1 урок ждёт записи"),
        (visitors.DEPUTY, "1 замечание не снято в срок"),
        (visitors.SECRETARY, "Закройте год 1 класса"),
        (visitors.AUDITOR, "Архив ещё не проверяли"),
    ],
)
def test_everybody_reads_what_waits_for_them(app: Flask, name: str, said: str) -> None:
    assert said in " ".join(home(app, name).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_line_leads_somewhere_its_reader_may_go(app: Flask, name: str) -> None:
    client = signed_in(app, name)
    page = client.get("/home").text
    chores = re.findall(r'<section class="chores.*?</section>', page, re.DOTALL)
    addresses = re.findall(r'<li><a href="([^"]+)"', " ".join(chores))
    assert {a: client.get(a.replace("&amp;", "&")).status_code for a in addresses} == dict.fromkeys(
        addresses, 200
    )


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_page_is_whole_in_english(app: Flask, name: str) -> None:
    page = home(app, name, "en")
    shown = re.sub(r"<(\w+)[^>]* lang=\"ru\"[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    main = re.search(r"<main.*?</main>", shown, re.DOTALL)
    assert main
    assert re.findall("[а-яё]+", main.group(), re.IGNORECASE) == []


def test_nothing_to_do_is_a_calm_sentence(app: Flask) -> None:
    assert "ничего не ждёт" in home(app, visitors.ADMINISTRATOR)


def test_a_secretary_reads_nothing_of_a_teachers_lessons(app: Flask) -> None:
    assert "без темы" not in home(app, visitors.SECRETARY)


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_page_asks_a_bounded_number_of_questions(app: Flask, name: str) -> None:
    client = signed_in(app, name)
    with noted() as asked:
        client.get("/home")
    assert len(asked) < 60


def test_lines_without_a_count_are_left_out() -> None:
    late, none = Line("remarks", Weight.LATE, 2, "/"), Line("to_sign", Weight.NOW, 0, "/")
    assert by_weight([none, late]) == {Weight.LATE: [late]}


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 урок без темы"), (3, "3 урока без темы"), (11, "11 уроков без темы")]
)
def test_a_sentence_agrees_with_its_count(count: int, said: str) -> None:
    assert sentence("no_topic", count, "ru") == said


def test_an_english_sentence_agrees_with_its_count() -> None:
    assert (sentence("no_topic", 1, "en"), sentence("no_topic", 2, "en")) == (
        "1 lesson has no topic",
        "2 lessons have no topic",
    )
