"""What the site does against the web at large: tokens, cookies, headers, limits, refusals that tell nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient

from records.errors import DatabaseError, InputError, NotFoundError, SetupError, StateError
from tests.flow.site import Site
from tests.webui.visitors import (
    ADMINISTRATOR,
    AUDITOR,
    DEPUTY,
    SECRETARY,
    Stranger,
    app_of,
    installation_of,
    signed_in,
)
from webui.access import ROUTES
from webui.app import LONGEST_BODY, create_app
from webui.navigation import ENTRIES, Entry
from webui.secrets import SITE_KEY
from webui.settings import SiteSetting
from webui.words import EN, RU

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def behind_tls(app: Flask, proxies: int = 0) -> Flask:
    """The same installation, reached over TLS."""
    opened = installation_of(app)
    settings = replace(opened.settings, site=SiteSetting(https=True, proxies=proxies))
    return create_app(replace(opened, settings=settings))


def changing(app: Flask) -> list[str]:
    """The addresses that change something, with any ids."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return [re.sub(r"<int:\w+>", "1", re.sub(r"<\w+>", "x", rule.rule)) for rule in rules]


def test_no_change_is_made_without_the_token(app: Flask) -> None:
    client = signed_in(app, DEPUTY)
    app.test_client_class = Stranger
    stranger = app.test_client()
    cookie = client.get_cookie("letopis")
    assert cookie
    stranger.set_cookie("letopis", cookie.value)
    statuses = {address: stranger.post(address).status_code for address in changing(app)}
    assert set(statuses.values()) <= {400, 403}, statuses


def test_a_missing_token_is_told_in_words(app: Flask) -> None:
    app.test_client_class = Stranger
    assert RU["csrf"] in app.test_client().post("/sign-in").text


def test_the_cookie_is_kept_from_scripts_and_other_sites(app: Flask) -> None:
    made = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert ("HttpOnly" in made, "SameSite=Lax" in made) == (True, True)


def test_over_tls_the_cookie_is_bound_to_host_and_tls(app: Flask) -> None:
    made = behind_tls(app).test_client().get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]
    assert made.startswith("__Host-letopis=")
    assert ("Secure" in made, "Path=/" in made, "Domain" in made) == (True, True, False)


def test_over_tls_the_browser_is_told_to_stay_there(app: Flask) -> None:
    answer = behind_tls(app).test_client().get("/", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_without_tls_it_is_not(app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/").headers


def forwarded(app: Flask) -> str:
    """The address that the site takes a request for, which says that it was forwarded."""
    seen: list[str] = []

    @app.after_request
    def _look(response: Response) -> Response:
        seen.append(request.remote_addr or "")
        return response

    app.test_client().get("/", headers={"X-Forwarded-For": "203.0.113.9"})
    return seen[0]


def test_nobody_says_where_they_come_from_when_there_is_no_proxy(app: Flask) -> None:
    assert forwarded(app) == "127.0.0.1"


def test_the_proxy_says_where_a_request_comes_from(app: Flask) -> None:
    assert forwarded(behind_tls(app, proxies=1)) == "203.0.113.9"


def test_the_methods_of_a_route_are_told_to_whoever_may_use_it(app: Flask) -> None:
    statuses = [
        signed_in(app, name).options("/audit").status_code for name in (AUDITOR, ADMINISTRATOR, SECRETARY)
    ]
    assert statuses == [200, 200, 403]


def test_too_long_a_body_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"login": "x" * (LONGEST_BODY + 1)})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError("a.b", "по-русски", "in English"), 400),
        (NotFoundError("a.b", "по-русски", "in English"), 404),
        (StateError("a.b", "по-русски", "in English"), 409),
        (DatabaseError("a.b", "по-русски", "in English"), 503),
        (SetupError("a.b", "по-русски", "in English"), 503),
    ],
)
def test_an_error_of_ours_is_told_in_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    answer = failing(app, monkeypatch, error).get("/health?lang=en")
    assert (answer.status_code, "in English" in answer.text) == (status, True)


def test_a_program_is_told_of_an_error_in_json(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = failing(app, monkeypatch, StateError("a.b", "по-русски", "in English"))
    assert client.get("/health", headers={"Accept": "application/json"}).json == {
        "code": "a.b",
        "text": "по-русски",
    }


def test_a_mistake_of_ours_tells_nothing_of_itself(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = failing(app, monkeypatch, ValueError("SELECT secret FROM account")).get("/health")
    assert (answer.status_code, "secret" in answer.text, "Traceback" in answer.text) == (500, False, False)


def test_a_denied_request_is_in_the_servers_log(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    signed_in(app, AUDITOR).get("/accounts")
    assert re.search(r"denied: GET /accounts to [a-z2-7]{20} from 127\.0\.0\.1", caplog.text)


def test_a_lost_database_still_has_a_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(app, AUDITOR)
    lost = DatabaseError("database.lost", "Базы нет.", "no database")

    def fail(*_given: object) -> None:
        raise lost

    monkeypatch.setattr("webui.doors.entrance.visitor_of", fail)
    answer = client.get("/home")
    assert (answer.status_code, "Базы нет." in answer.text) == (503, True)


def failing(app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception) -> FlaskClient:
    def fail() -> str:
        raise error

    monkeypatch.setitem(app.view_functions, "status.health", fail)
    return app.test_client()


def test_the_language_is_remembered(app: Flask) -> None:
    client = app.test_client()
    client.get("/?lang=en")
    assert '<html lang="en">' in client.get("/").text


def test_a_refusal_is_told_in_the_readers_language(app: Flask) -> None:
    assert EN["why_404"] in app.test_client().get("/nowhere?lang=en").text


def test_a_site_without_its_key_does_not_start(bare: Site) -> None:
    (bare.data / SITE_KEY).unlink()
    with pytest.raises(SetupError, match=r"site\.key"), app_of(bare):
        pass


def test_migrate_makes_the_key_that_an_older_installation_lacks(bare: Site) -> None:
    (bare.data / SITE_KEY).unlink()
    bare.run("migrate")
    with app_of(bare) as app:
        assert app.secret_key


def test_migrate_keeps_the_key_that_is_there(bare: Site) -> None:
    before = (bare.data / SITE_KEY).read_text()
    bare.run("migrate")
    assert (bare.data / SITE_KEY).read_text() == before


def test_others_on_the_machine_do_not_read_the_key(bare: Site) -> None:
    assert not (bare.data / SITE_KEY).stat().st_mode & 0o077


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.endpoint for entry in ENTRIES])
def test_an_entry_of_the_navigation_leads_where_its_permission_opens(entry: Entry) -> None:
    assert entry.permission in (None, ROUTES[entry.endpoint])
    assert entry.word in RU


@pytest.mark.parametrize("template", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_no_page_carries_what_its_policy_forbids(template: Path) -> None:
    if template.parts[len(ROOT.parts) + 1] == "documents":
        return  # printed, not served
    found = re.findall(
        r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?:src=|application/json))|javascript:",
        template.read_text(),
    )
    assert found == []


@pytest.mark.parametrize("template", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_every_form_that_changes_something_carries_the_token(template: Path) -> None:
    forms = re.findall(r'<form[^>]*method="post".*?</form>', template.read_text(), re.DOTALL)
    assert [form for form in forms if "csrf" not in form] == []
