"""The site: denied unless declared, protected headers, and nothing of any person on the status page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from records.db import close_engine
from tests.flow.site import Site
from tests.flow.small import JOURNALS, PUPILS, TEACHER
from webui.access import ROUTES
from webui.app import create_app
from webui.demo import STAFF
from webui.installation import open_installation
from webui.settings import Environment
from webui.status.words import EN, RU

CYRILLIC = re.compile("[а-яё]+", re.IGNORECASE)


def app_of(site: Site) -> Iterator[Flask]:
    opened = open_installation(Environment.read(site.environ()))
    yield create_app(opened)
    close_engine(opened.workshop.engine)


@pytest.fixture
def app(autumn: Site) -> Iterator[Flask]:
    yield from app_of(autumn)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def new(bare: Site) -> Iterator[FlaskClient]:
    """A visitor of a school that has closed nothing yet."""
    for app in app_of(bare):
        yield app.test_client()


def spoil(site: Site) -> None:
    """Let the catalogue know of a damaged copy."""
    with site.owning() as engine, engine.begin() as connection:
        connection.execute(text("UPDATE replica SET state = 'damaged' WHERE location = 'safe'"))


def test_every_route_is_declared(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ROUTES)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_undeclared_route_is_denied(app: Flask, method: str) -> None:
    app.add_url_rule("/pupils", "pupils", lambda: "все ученики", methods=["GET", "POST"])
    assert app.test_client().open("/pupils", method=method).status_code == 403


def test_an_undeclared_route_is_not_even_called(app: Flask) -> None:
    called = []

    def pupils() -> str:
        called.append("pupils")
        return ""

    app.add_url_rule("/pupils", "pupils", pupils)
    app.test_client().get("/pupils")
    assert not called


def test_an_unknown_address_is_not_found(visitor: FlaskClient) -> None:
    assert visitor.get("/pupils").status_code == 404


def test_nothing_is_written_through_the_status_page(visitor: FlaskClient) -> None:
    assert visitor.post("/").status_code == 405


@pytest.mark.parametrize("path", ["/", "/health", "/static/letopis.css", "/nowhere"])
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-Security-Policy", "default-src 'none'"),
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "script-src 'self'"),
        ("X-Frame-Options", "DENY"),
        # Not no-referrer: over TLS a change without the address of its page is refused.
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_is_protected(visitor: FlaskClient, path: str, header: str, value: str) -> None:
    with visitor.get(path) as answer:
        assert value in answer.headers[header]


@pytest.mark.parametrize("path", ["/", "/health", "/nowhere"])
def test_no_answer_is_kept(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(path).headers["Cache-Control"] == "no-store"


def test_a_static_file_is_asked_for_anew_and_not_sent_twice(visitor: FlaskClient) -> None:
    with visitor.get("/static/letopis.css") as first:
        headers = {"If-None-Match": first.headers["ETag"]}
        assert first.headers["Cache-Control"] == "no-cache"
    with visitor.get("/static/letopis.css", headers=headers) as second:
        assert second.status_code == 304


def test_the_page_needs_nothing_that_its_policy_forbids(visitor: FlaskClient) -> None:
    assert not re.search(r"<script|style=|<style|https?://", visitor.get("/").text)


def test_what_the_page_links_to_is_there(visitor: FlaskClient) -> None:
    links = re.findall(r'(?:href|src)="(/[^"]+)"', visitor.get("/").text)
    answers = {link: visitor.get(link) for link in links}
    assert {link: answer.status_code for link, answer in answers.items()} == dict.fromkeys(links, 200)
    for answer in answers.values():
        answer.close()


@pytest.mark.parametrize("path", ["/", "/?lang=en", "/health"])
def test_no_person_and_no_title_is_shown(visitor: FlaskClient, autumn: Site, path: str) -> None:
    page = visitor.get(path).text
    titles = [record["title"] for record in autumn.run("records", "--json").json]
    people = [str(row[1]) for row in PUPILS] + [TEACHER] + [name for _, name in STAFF]
    words = [*titles, *(j.title for j in JOURNALS), *people, *(name.split()[0] for name in people)]
    assert [word for word in words if word in page] == []


def test_the_page_tells_how_many_records_there_are(visitor: FlaskClient) -> None:
    assert "<dd>3</dd>" in visitor.get("/").text


def test_the_page_says_when_all_is_well(visitor: FlaskClient) -> None:
    assert RU["sound"] in visitor.get("/").text


def test_the_page_says_when_a_copy_is_damaged(visitor: FlaskClient, autumn: Site) -> None:
    spoil(autumn)
    assert RU["damaged"] in visitor.get("/").text


def test_the_page_of_a_new_school_says_what_to_do(new: FlaskClient) -> None:
    assert RU["empty"] in new.get("/").text


def test_health_is_200_when_all_is_well(visitor: FlaskClient) -> None:
    answer = visitor.get("/health")
    assert (answer.status_code, answer.json) == (200, {"sound": True, "records": 3})


def test_health_is_503_when_a_copy_is_damaged(visitor: FlaskClient, autumn: Site) -> None:
    spoil(autumn)
    answer = visitor.get("/health")
    assert (answer.status_code, answer.json) == (503, {"sound": False, "records": 3})


def test_the_catalogues_have_the_same_keys_in_the_same_order() -> None:
    assert list(EN) == list(RU)


def test_every_english_word_is_english() -> None:
    assert {key for key, words in EN.items() if CYRILLIC.search(words)} == {"other_language"}


def test_every_russian_word_is_russian() -> None:
    assert {key for key, words in RU.items() if not CYRILLIC.search(words)} == {"other_language"}


def test_the_english_page_has_no_russian_but_the_name_of_the_school(visitor: FlaskClient) -> None:
    page = re.sub(r"<(\w+)[^>]* lang=\"ru\"[^>]*>[^<]*</\1>", "", visitor.get("/?lang=en").text)
    assert CYRILLIC.findall(page) == []


@pytest.mark.parametrize("language", ["", "de", "<script>"])
def test_an_unknown_language_is_russian(visitor: FlaskClient, language: str) -> None:
    assert '<html lang="ru">' in visitor.get("/", query_string={"lang": language}).text


def test_times_are_those_of_the_school(visitor: FlaskClient) -> None:
    assert "26.05.2026 18:00" in visitor.get("/").text
