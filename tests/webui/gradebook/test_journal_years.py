"""The list of journals shows one school year; a school keeps the journals of many."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webui.gradebook.journal import Algebra
from tests.webui.gradebook.years import add_years

PAST, NEXT = 2020, 2026  # the site's clock stands in 2025/2026


@pytest.fixture
def years(app: Flask, algebra: Algebra) -> None:
    """Beside the year that runs one that is long over and the next one."""
    add_years(app, algebra, PAST, NEXT)


def test_without_a_choice_it_is_the_year_that_runs(teacher: FlaskClient, years: None) -> None:
    page = teacher.get("/journals").text
    assert ("I полугодие<" in page, "Четверть 1<" in page) == (True, False)


@pytest.mark.parametrize("begins", [PAST, NEXT])
def test_another_year_is_chosen_from_the_list(teacher: FlaskClient, years: None, begins: int) -> None:
    page = teacher.get(f"/journals?year=of-{begins}").text
    assert ("I полугодие<" in page, "Четверть 1<" in page) == (False, True)
    assert f'value="of-{begins}" selected' in page


def test_a_year_in_which_one_has_nothing_to_read_is_not_offered(colleague: FlaskClient, years: None) -> None:
    for page in (colleague.get("/journals").text, colleague.get(f"/journals?year=of-{PAST}").text):
        assert ("Английский язык" in page, "of-" in page) == (True, False)


def test_one_year_alone_needs_no_choice(teacher: FlaskClient) -> None:
    assert 'name="year"' not in teacher.get("/journals").text
