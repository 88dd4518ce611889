"""A class's year closed on the site: confirmed by the class teacher, cut off by the secretary, signed in order."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from records.digest import sha256
from tests.flow.site import Site
from tests.webui.closing.desk import work
from tests.webui.closing.pages import form_of, send, text_of
from tests.webui.visitors import DEPUTY, DIRECTOR, OTHER_TEACHER, SECRETARY, TEACHER, signed_in


@pytest.fixture
def place(app: Flask, ready: Site) -> str:
    """The address of the class's year."""
    found = re.findall(r'href="(/year/[^"]+)"', signed_in(app, SECRETARY).get("/year").text)
    return str(found[0])


def test_a_class_teacher_is_asked_to_confirm_the_year(app: Flask, ready: Site, place: str) -> None:
    assert place in signed_in(app, TEACHER).get("/tasks").text


def test_the_draft_of_the_year_has_the_digest_that_the_form_names(
    app: Flask, ready: Site, place: str
) -> None:
    teacher = signed_in(app, TEACHER)
    page = teacher.get(place).text
    pdf = teacher.get(re.findall(r'href="([^"]+/draft/[^"]+)"', page)[0])
    assert sha256(pdf.data) == form_of(page, "confirm")[1]["digest"][0]


def test_a_year_that_nobody_confirmed_is_not_cut_off(app: Flask, ready: Site, place: str) -> None:
    page = send(signed_in(app, SECRETARY), place, "cut")
    assert (page.status_code, "year.not_confirmed" in page.text) == (409, True)


def test_another_teacher_does_not_see_the_year(app: Flask, ready: Site, place: str) -> None:
    assert signed_in(app, OTHER_TEACHER).get(place).status_code == 403


def test_only_the_class_teacher_confirms_the_year(app: Flask, ready: Site, place: str) -> None:
    assert signed_in(app, DEPUTY).post(f"{place}/confirm").status_code == 403


def test_a_year_goes_into_the_archive_hand_by_hand(app: Flask, ready: Site, place: str) -> None:
    send(signed_in(app, TEACHER), place, "confirm")
    send(signed_in(app, SECRETARY), place, "cut")
    work(ready)
    for name in (TEACHER, DEPUTY, DIRECTOR):
        send(signed_in(app, name), "/tasks", "sign")
        work(ready)
    board = text_of(signed_in(app, SECRETARY).get("/year").text)
    assert "год в архиве" in board
    assert ready.run("verify", "--json").json["problems"] == []


def test_the_board_names_whose_turn_it_is(app: Flask, ready: Site, place: str) -> None:
    send(signed_in(app, TEACHER), place, "confirm")
    send(signed_in(app, SECRETARY), place, "cut")
    work(ready)
    assert "подписывают: классный руководитель" in text_of(signed_in(app, SECRETARY).get("/year").text)
