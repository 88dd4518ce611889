"""The deputy head names a lesson's substitute on the page of the period, and the substitute finds the journal."""

from __future__ import annotations

from flask import Flask

from tests.webui.closing.pages import send
from tests.webui.visitors import DEPUTY, OTHER_TEACHER, TEACHER, person_id, signed_in

DAY = "2025-12-26"


def given(app: Flask, algebra: str, **other: str) -> str:
    """Name the other teacher for a lesson of that day; the page that follows."""
    said = {"date": DAY, "number": "3", "substitute": person_id(app, OTHER_TEACHER), **other}
    return send(signed_in(app, DEPUTY), algebra, "give", **said).text


def test_the_substitution_stands_on_the_page(app: Flask, algebra: str) -> None:
    page = given(app, algebra)
    assert "Замена записана" in page
    assert "26.12.2025, урок № 3" in page
    assert OTHER_TEACHER in signed_in(app, TEACHER).get(algebra).text


def test_a_teacher_reads_substitutions_and_names_none(app: Flask, algebra: str) -> None:
    given(app, algebra)
    teacher = signed_in(app, TEACHER)
    assert 'id="give"' not in teacher.get(algebra).text
    assert teacher.post(f"{algebra}/substitute").status_code == 403


def test_a_day_outside_the_period_is_refused_in_words(app: Flask, algebra: str) -> None:
    assert "не входит в период" in given(app, algebra, date="2025-08-01")


def test_a_day_that_is_none_is_refused_in_words(app: Flask, algebra: str) -> None:
    assert "не дата" in given(app, algebra, date="завтра")
