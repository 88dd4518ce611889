"""Defences in depth: what other sites may cause, what a browser is told to forget, how the server's log is written."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webui.visitors import AUDITOR, Stranger, installation_of, signed_in
from webui.app import create_app
from webui.routes import ANYONE, ROUTES
from webui.serverlog import FORMAT, OneLine, write_lines
from webui.settings import SiteSetting

LINK = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
ELSEWHERE = [{"Sec-Fetch-Site": site, **LINK} for site in ("cross-site", "same-site")]


@pytest.fixture
def visitor(bare_app: Flask) -> FlaskClient:
    return bare_app.test_client()


def with_site(app: Flask, **values: object) -> Flask:
    """The same installation with other settings of its site."""
    opened = installation_of(app)
    site = SiteSetting(**values)  # type: ignore[arg-type]
    return create_app(replace(opened, settings=replace(opened.settings, site=site)))


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_a_link_from_elsewhere_is_followed(visitor: FlaskClient, headers: dict[str, str]) -> None:
    assert visitor.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_a_form_of_another_site_is_refused(visitor: FlaskClient, headers: dict[str, str]) -> None:
    assert visitor.post("/sign-in", headers=headers).status_code == 403


@pytest.mark.parametrize("kind", ["image", "script", "iframe", "empty"])
def test_another_site_embeds_nothing_of_ours(visitor: FlaskClient, kind: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": kind}
    assert visitor.get("/static/letopis.svg", headers=headers).status_code == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_the_sites_own_requests_pass(visitor: FlaskClient, site: str) -> None:
    assert visitor.get("/health", headers={"Sec-Fetch-Site": site}).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH"])
def test_a_method_that_nobody_uses_is_refused(visitor: FlaskClient, method: str) -> None:
    assert visitor.open("/", method=method).status_code in (400, 405)


def test_signing_out_lets_the_browser_forget(bare_app: Flask) -> None:
    assert signed_in(bare_app, AUDITOR).post("/sign-out").headers["Clear-Site-Data"] == '"cache"'


def test_over_tls_the_language_is_kept_for_this_host_alone(bare_app: Flask) -> None:
    client = with_site(bare_app, https=True).test_client()
    client.get("/?lang=en", base_url="https://localhost")
    cookie = client.get_cookie("__Host-language")
    assert cookie
    assert '<html lang="en">' in client.get("/", base_url="https://localhost").text


def test_nothing_is_embedded_as_an_object(visitor: FlaskClient) -> None:
    policy = visitor.get("/").headers["Content-Security-Policy"]
    assert ("object-src 'none'" in policy, "base-uri 'none'" in policy) == (True, True)


@pytest.mark.parametrize("path", ["/", "/health", "/static/letopis.css", "/static/letopis.svg", "/nowhere"])
def test_every_answer_says_what_it_is_and_in_which_encoding(visitor: FlaskClient, path: str) -> None:
    with visitor.get(path) as answer:
        said = answer.headers["Content-Type"]
    assert "application/json" in said or "charset=utf-8" in said


def test_no_answer_lets_another_origin_read_it(visitor: FlaskClient) -> None:
    with visitor.get("/", headers={"Origin": "https://evil.example"}) as answer:
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_installation_says_to_whom_a_weakness_is_told(bare_app: Flask) -> None:
    site = with_site(bare_app, contact="mailto:it@school.example", origin="https://journal.school.example")
    answer = site.test_client().get("/.well-known/security.txt")
    assert re.match(r"Contact: mailto:it@school\.example\nExpires: 2026-11-\S+Z\n", answer.text)


def test_an_installation_that_names_nobody_says_nothing(visitor: FlaskClient) -> None:
    assert visitor.get("/.well-known/security.txt").status_code == 404


def line(message: str, *values: object) -> str:
    record = logging.LogRecord("letopis", logging.WARNING, "", 0, message, values, None)
    record.created = 1779807600.5
    return OneLine(FORMAT).format(record)


def test_a_line_of_the_servers_log_is_dated_in_utc() -> None:
    assert line("denied") == "2026-05-26T15:00:00Z WARNING letopis denied"


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b", "\x00", "\u2028", "\x85"])
def test_whoever_is_quoted_writes_no_line_of_their_own(sign: str) -> None:
    assert sign not in line("denied: GET %s", f"/journal/x{sign}2026 INFO signed in")


def test_what_is_quoted_stays_readable() -> None:
    assert line("denied: GET %s", "/журнал\nх").endswith("denied: GET /журнал\\nх")


def test_a_change_without_its_token_is_in_the_servers_log(
    bare_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    bare_app.test_client_class, kept = Stranger, bare_app.test_client_class
    bare_app.test_client().post("/sign-in")
    bare_app.test_client_class = kept
    assert re.search(r"refused: no token \(.*\): POST /sign-in to nobody from 127\.0\.0\.1", caplog.text)


def test_no_page_is_open_to_anybody_but_these() -> None:
    anybody = {name for name, rule in ROUTES.items() if rule is ANYONE} - {"keys.revoked"}
    assert {name.partition(".")[0] for name in anybody} <= {
        "static",
        "status",
        "paper",
        "accounts",
        "oidc",
        "mail",
        "design",
    }


def test_lines_of_the_site_and_of_the_worker_are_written_alike(capsys: pytest.CaptureFixture[str]) -> None:
    write_lines()
    write_lines()
    logging.getLogger("webui.work").warning("the worker waits for %s", "the database")
    assert re.fullmatch(r"\S+Z WARNING letopis the worker waits for the database\n", capsys.readouterr().err)
