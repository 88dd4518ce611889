"""The administrator's pages: what is weak, where copies lie, when work comes round, and the form that changes it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from records.log.event import EventKind
from retention.schedules.keeping import ask_due
from retention.schedules.kinds import ScheduleKind
from tests.flow.site import AT, Site
from tests.webui.accounts.people import events
from tests.webui.closing.desk import work
from tests.webui.visitors import DIRECTOR, SECRETARY, installation_of, signed_in
from webui.administration.words import RU, WORDS

HEALTH, LOCATIONS, SCHEDULES = (f"/administration/{page}" for page in ("health", "locations", "schedules"))
WEEKLY = {"on": "1", "pace": "weekly", "number": "6", "at": "05:30", "share": "20"}


@pytest.mark.parametrize("page", [HEALTH, LOCATIONS, SCHEDULES])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_page_is_shown_in_both_languages(administrator: FlaskClient, page: str, language: str) -> None:
    title = WORDS[language][f"{page.rpartition('/')[2]}_title"]
    assert f"<h1>{title}</h1>" in administrator.get(f"{page}?lang={language}").text


def test_health_says_what_the_doctor_says(administrator: FlaskClient, site: Site) -> None:
    said = site.run("doctor", "--json").json["findings"]
    page = administrator.get(HEALTH).text
    assert [one["code"] for one in said if one["code"] not in page] == []


def test_health_says_what_to_do(administrator: FlaskClient) -> None:
    assert "Не ведите в ней настоящие журналы." in administrator.get(HEALTH).text


def test_locations_warn_of_one_disk(administrator: FlaskClient) -> None:
    assert "Хранилища лежат на одном диске" in administrator.get(LOCATIONS).text


def test_locations_without_broken_copies_propose_nothing(administrator: FlaskClient) -> None:
    assert RU["repairs_none"] in administrator.get(LOCATIONS).text


def test_a_broken_copy_is_proposed_for_repair_from_a_healthy_one(
    administrator: FlaskClient, site: Site
) -> None:
    with site.owning() as engine, engine.begin() as connection:
        connection.execute(text("UPDATE replica SET state = 'damaged' WHERE location = 'safe'"))
    page = administrator.get(LOCATIONS).text
    with site.owning() as engine, engine.begin() as connection:
        connection.execute(text("UPDATE replica SET state = 'healthy' WHERE location = 'safe'"))
    assert (page.count("<td>server</td>"), RU["repairs_none"] in page) == (3, False)


def test_schedules_show_when_each_is_due(administrator: FlaskClient, app: Flask) -> None:
    ask_due(installation_of(app).workshop, AT)
    page = administrator.get(SCHEDULES).text
    assert ("02.07.2026 01:00" in page, "ежедневно в 07:00" in page) == (True, True)


def test_a_change_of_a_schedule_is_shown_and_logged(administrator: FlaskClient, app: Flask) -> None:
    administrator.post(f"{SCHEDULES}/verify_sample", data=WEEKLY)
    told = events(app, EventKind.SCHEDULE_SET)[-1]["subject"]
    assert told == {"schedule": "verify_sample", "rhythm": "weekly/6/05:30", "share": 20}
    assert "по субботам в 05:30, 20 %" in administrator.get(SCHEDULES).text


def test_a_schedule_is_switched_off(administrator: FlaskClient, app: Flask) -> None:
    administrator.post(f"{SCHEDULES}/remind", data={"pace": "daily", "at": "07:00"})
    assert events(app, EventKind.SCHEDULE_SET)[-1]["subject"] == {"schedule": "remind", "rhythm": "off"}


@pytest.mark.parametrize(
    "change",
    [
        {"pace": "hourly"},
        {"at": "25:00"},
        {"number": "8"},
        {"number": "../1"},
        {"share": "-1"},
        {"share": "x"},
    ],
)
def test_what_is_no_schedule_is_refused(
    administrator: FlaskClient, app: Flask, change: dict[str, str]
) -> None:
    before = events(app, EventKind.SCHEDULE_SET)
    assert administrator.post(f"{SCHEDULES}/verify_sample", data={**WEEKLY, **change}).status_code == 400
    assert events(app, EventKind.SCHEDULE_SET) == before


def test_an_unknown_schedule_is_not_found(administrator: FlaskClient) -> None:
    assert administrator.post(f"{SCHEDULES}/destroy", data=WEEKLY).status_code == 404


@pytest.mark.parametrize("kind", list(ScheduleKind))
def test_whoever_only_looks_sees_no_form(auditor: FlaskClient, kind: ScheduleKind) -> None:
    assert f"set-{kind.value}" not in auditor.get(SCHEDULES).text


def test_whoever_only_looks_changes_nothing(auditor: FlaskClient) -> None:
    assert auditor.post(f"{SCHEDULES}/tidy", data=WEEKLY).status_code == 403


@pytest.mark.parametrize("page", [HEALTH, LOCATIONS, SCHEDULES])
def test_the_secretary_has_other_work(app: Flask, page: str) -> None:
    assert signed_in(app, SECRETARY).get(page).status_code == 403


def test_the_director_sees_health(app: Flask) -> None:
    assert signed_in(app, DIRECTOR).get(HEALTH).status_code == 200


def test_a_run_is_shown_with_what_came_of_it(administrator: FlaskClient, app: Flask, site: Site) -> None:
    administrator.post(f"{SCHEDULES}/verify_all", data={"on": "1", "pace": "minutes", "number": "1"})
    late = AT.replace(minute=2)
    ask_due(installation_of(app).workshop, late)
    work(site)
    assert f"{RU['problems']} 0" in administrator.get(SCHEDULES).text
    assert events(app, EventKind.ARCHIVE_VERIFIED)[-1]["subject"]["records"] == 3
