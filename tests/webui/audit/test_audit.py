"""The page of the log: filtered, paged, every line proved, and a line that was changed behind our back is seen."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from records.log.event import EventKind
from retention.publication import publish
from tests.flow.site import AT, Site
from tests.webui.visitors import AUDITOR, DEPUTY, DIRECTOR, app_of, installation_of, person_id, signed_in
from webui.audit.history import PAGE
from webui.audit.words import EN, RU


@pytest.fixture
def app(autumn: Site) -> Iterator[Flask]:
    with app_of(autumn) as made:
        yield made


@pytest.fixture
def auditor(app: Flask) -> FlaskClient:
    return signed_in(app, AUDITOR)


def rows(page: str) -> list[str]:
    return re.findall(r'<td class="moment">.*?</tr>', page, re.DOTALL)


def published(app: Flask) -> None:
    publish(installation_of(app).workshop, AT)


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_a_word(kind: EventKind) -> None:
    assert (kind.value in RU, kind.value in EN) == (True, True)


def test_every_line_of_a_published_log_is_proved(app: Flask, auditor: FlaskClient) -> None:
    published(app)
    lines = rows(auditor.get("/audit").text)
    assert lines
    assert all(RU["proved"] in line for line in lines)


def test_a_line_that_has_not_entered_the_tree_says_so(auditor: FlaskClient) -> None:
    assert RU["waiting"] in rows(auditor.get("/audit").text)[0]


def test_the_lines_of_a_kind_are_found(auditor: FlaskClient) -> None:
    lines = rows(auditor.get("/audit?kind=period.cut").text)
    assert lines
    assert all(RU["period.cut"] in line for line in lines)


def test_the_lines_of_a_person_are_found(app: Flask, auditor: FlaskClient) -> None:
    signed_in(app, DIRECTOR)
    signed_in(app, DEPUTY)
    lines = rows(auditor.get(f"/audit?kind=session.started&person={person_id(app, DIRECTOR)}").text)
    assert [DIRECTOR in line for line in lines] == [True]


@pytest.mark.parametrize("query", ["kind=nothing", "person=%25", "before=x", "before=²", "before=-1"])
def test_a_question_that_makes_no_sense_is_not_asked(auditor: FlaskClient, query: str) -> None:
    assert auditor.get(f"/audit?{query}").status_code == 200


def test_the_pages_together_show_every_line_once(app: Flask, auditor: FlaskClient) -> None:
    for _ in range(PAGE):
        signed_in(app, DEPUTY)
    seen: list[str] = []
    address: str | None = "/audit"
    while address:
        page = auditor.get(address).text
        seen += re.findall(r'href="/audit/(\d+)"', page)
        older = re.search(r'href="(/audit\?[^"]*before=\d+)"', page)
        address = older.group(1).replace("&amp;", "&") if older else None
    assert len(seen) == len(set(seen)) > PAGE


def test_a_line_tells_from_where(auditor: FlaskClient) -> None:
    assert "127.0.0.1" in rows(auditor.get("/audit?kind=session.started").text)[0]


def test_a_line_whose_body_was_changed_does_not_fit(app: Flask, auditor: FlaskClient, autumn: Site) -> None:
    published(app)
    with autumn.owning() as engine, engine.begin() as connection:
        for (name,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='log_event'")
        ).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.execute(
            text(
                "UPDATE log_event SET body = replace(CAST(body AS TEXT), 'person', 'nosrep') WHERE kind = 'period.cut'"
            )
        )
    assert RU["wrong_note"] in auditor.get("/audit?kind=period.cut").text


def test_the_proof_on_the_page_computes_anew(app: Flask, auditor: FlaskClient) -> None:
    published(app)
    event = re.findall(r'href="/audit/(\d+)"', auditor.get("/audit?kind=period.cut").text)[0]
    page = auditor.get(f"/audit/{event}").text
    path = [bytes.fromhex(step) for step in re.findall(r"<code>([0-9a-f]{64})</code><br>", page)]
    *_, entry = (bytes.fromhex(found) for found in re.findall(r"<dd><code>([0-9a-f]{64})</code></dd>", page))
    index = int(re.findall(r"<dt>" + RU["index"] + r"</dt><dd>(\d+)", page)[0])
    note = re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)[0].splitlines()
    assert root(entry, index, int(note[1]), path) == base64.b64decode(note[2])


def root(entry: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """RFC 9162 2.1.3.2, written here anew."""
    found, last = hashlib.sha256(b"\0" + entry).digest(), size - 1
    for step in path:
        if index % 2 or index == last:
            found = hashlib.sha256(b"\1" + step + found).digest()
            while not index % 2 and index:
                index, last = index // 2, last // 2
        else:
            found = hashlib.sha256(b"\1" + found + step).digest()
        index, last = index // 2, last // 2
    return found


def test_a_line_that_is_not_there_is_not_found(auditor: FlaskClient) -> None:
    assert auditor.get("/audit/999999").status_code == 404
