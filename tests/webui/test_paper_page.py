"""The page for paper copies: the code at the foot of a printed record gets an answer, and no person is named."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from records.db import close_engine
from tests.flow.site import Site
from webui.app import create_app
from webui.installation import open_installation
from webui.paper.words import EN, RU
from webui.settings import Environment

PRINTED = re.compile(r"[a-z0-9]{20} · \d+ · [0-9a-f]{16}")


@pytest.fixture
def visitor(autumn: Site) -> Iterator[FlaskClient]:
    opened = open_installation(Environment.read(autumn.environ()))
    yield create_app(opened).test_client()
    close_engine(opened.workshop.engine)


def printed_code(site: Site) -> str:
    """The code as it stands at the foot of an archived journal."""
    path = sorted(site.location("safe").glob("records/*/*/data/record.pdf"))[0]
    found = PRINTED.search(PdfReader(io.BytesIO(path.read_bytes())).pages[0].extract_text())
    assert found is not None
    return found[0]


def test_the_code_of_an_archived_journal_is_in_force(visitor: FlaskClient, autumn: Site) -> None:
    answer = visitor.get("/paper", query_string={"code": printed_code(autumn)})
    assert (answer.status_code, RU["in_force"] in answer.text) == (200, True)


def test_the_answer_names_no_pupil_teacher_or_subject(visitor: FlaskClient, autumn: Site) -> None:
    page = visitor.get("/paper", query_string={"code": printed_code(autumn)}).text
    titles = [record["title"] for record in autumn.run("records", "--json").json]
    assert [title for title in titles if title in page] == []


def test_a_code_of_another_content_is_not_ours(visitor: FlaskClient, autumn: Site) -> None:
    code = printed_code(autumn)[:-16] + "0" * 16
    assert RU["other"] in visitor.get("/paper", query_string={"code": code}).text


def test_an_unknown_record_is_unknown(visitor: FlaskClient) -> None:
    code = f"{'z' * 20} · 1 · {'0' * 16}"
    assert RU["unknown"] in visitor.get("/paper", query_string={"code": code}).text


@pytest.mark.parametrize("code", ["привет", "<script>alert(1)</script>", "1" * 5000])
def test_what_is_no_code_is_refused_with_what_to_do(visitor: FlaskClient, code: str) -> None:
    answer = visitor.get("/paper", query_string={"code": code})
    assert answer.status_code == 400
    assert "Введите три части" in answer.text
    assert "<script" not in answer.text


def test_without_a_code_the_form_is_shown(visitor: FlaskClient) -> None:
    answer = visitor.get("/paper")
    assert (answer.status_code, RU["how"] in answer.text) == (200, True)


def test_the_page_speaks_english(visitor: FlaskClient) -> None:
    page = visitor.get("/paper", query_string={"lang": "en", "code": "no"}).text
    assert EN["ask"] in page
    assert "type the three parts" in page


def test_the_catalogues_have_the_same_keys() -> None:
    assert list(EN) == list(RU)


def test_nothing_is_written_through_the_page(visitor: FlaskClient) -> None:
    assert visitor.post("/paper").status_code == 405
