"""What the log tells whom, once, however often it is read and in whatever order its events commit."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from records.actor import Actor, Role
from records.gradebook.remarks import make_remark
from records.log.event import EventKind, body_of, entry_of
from records.log.sequencer import integrate
from records.log.store import LogEvent
from tests.flow.site import AT
from tests.webui.accounts.people import give_account, sign_in
from tests.webui.clocks import MovingClock
from tests.webui.gradebook.journal import find_algebra
from tests.webui.mail.letters import delivered, give_address, text_of
from tests.webui.notices.told import happens, kinds, told
from tests.webui.visitors import (
    ADMINISTRATOR,
    AUDITOR,
    DEPUTY,
    DIRECTOR,
    SECRETARY,
    TEACHER,
    installation_of,
    person_id,
    signed_in,
)
from webui.accounts import staff
from webui.notices import sources
from webui.notices.following import follow
from webui.notices.kinds import NoticeKind
from webui.notices.telling import choose

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/{} Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in_with(app: Flask, agent: str) -> None:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = agent
    assert sign_in(client, "orlov").location == "/home"


@pytest.fixture
def orlov(app: Flask, clock: MovingClock) -> str:
    return give_account(app, DEPUTY, "orlov")


def test_the_first_sign_in_is_no_news(app: Flask, orlov: str) -> None:
    sign_in_with(app, FIREFOX)
    assert kinds(app, DEPUTY) == []


def test_a_sign_in_from_a_new_device_is(app: Flask, clock: MovingClock, orlov: str) -> None:
    sign_in_with(app, FIREFOX)
    clock.pass_by(timedelta(hours=1))
    sign_in_with(app, CHROME.format("141.0"))
    ((kind, said),) = told(app, DEPUTY)
    assert (kind, said["device"]) == ("new_device", "Chrome, Windows")


def test_an_update_of_the_browser_is_no_new_device(app: Flask, clock: MovingClock, orlov: str) -> None:
    sign_in_with(app, CHROME.format("141.0"))
    clock.pass_by(timedelta(hours=1))
    sign_in_with(app, CHROME.format("142.0"))
    assert kinds(app, DEPUTY) == []


def test_what_a_browser_calls_itself_enters_no_letter(app: Flask, clock: MovingClock, orlov: str) -> None:
    give_address(app, DEPUTY, "orlov@school.example")
    sign_in_with(app, FIREFOX)
    clock.pass_by(timedelta(hours=1))
    sign_in_with(app, "Ваш пароль истёк, введите его на http://evil.example")
    assert kinds(app, DEPUTY) == ["new_device"]
    (letter,) = delivered(app)
    assert "evil" not in text_of(letter)
    assert "неизвестный браузер" in text_of(letter)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (EventKind.PASSWORD_CHANGED, "password"),
        (EventKind.SECOND_FACTOR_CHANGED, "factor"),
        (EventKind.PASSKEY_ADDED, "factor"),
        (EventKind.PASSKEY_REMOVED, "factor"),
        (EventKind.IDENTITY_LINKED, "identity"),
        (EventKind.IDENTITY_UNLINKED, "identity"),
        (EventKind.ACCOUNT_BLOCKED, "blocked"),
        (EventKind.ACCOUNT_RESET, "reset"),
        (EventKind.ACCOUNT_LOCKED, "locked"),
    ],
)
def test_what_touches_an_account_is_told_to_its_owner(
    app: Flask, orlov: str, event: EventKind, kind: str
) -> None:
    happens(app, event, account=orlov, address="192.0.2.7")
    assert (kinds(app, DEPUTY), kinds(app, ADMINISTRATOR)) == ([kind], [])


def test_a_change_of_the_policy_is_nobodys_account(app: Flask, orlov: str) -> None:
    happens(app, EventKind.SECOND_FACTOR_CHANGED, required=["director"])
    assert kinds(app, DEPUTY) == []


def test_a_delegation_is_told_to_whoever_stands_in(app: Flask, clock: MovingClock) -> None:
    workshop = installation_of(app).workshop
    holder, order = person_id(app, DEPUTY), "№ 5-к от 20.05.2026"
    given = staff.Order(person_id(app, TEACHER), Role.DEPUTY_HEAD, order, date(2026, 5, 26), date(2026, 6, 5))
    actor = Actor(person_id(app, DIRECTOR), "system", workshop.school)
    with workshop.transaction() as session:
        allowed = frozenset({Role.DEPUTY_HEAD})
        staff.delegate(session, actor, allowed, given, holder, AT, workshop.entropy)
    ((kind, said),) = told(app, TEACHER)
    assert (kind, said["holder"], said["until"]) == ("delegated", DEPUTY, "2026-06-05")
    assert DEPUTY in signed_in(app, TEACHER).get("/notices").text


def remark(app: Flask, text: str = "Соколова: нет отметок") -> None:
    workshop = installation_of(app).workshop
    actor = Actor(person_id(app, DEPUTY), "system", workshop.school)
    with workshop.transaction() as session:
        key, today = find_algebra(app, 2).key, date(2026, 5, 26)
        make_remark(session, actor, key, text, today, date(2026, 5, 29), AT, workshop.entropy)


def test_a_remark_is_told_to_the_teacher_without_its_text(app: Flask, clock: MovingClock) -> None:
    give_address(app, TEACHER, "gromova@school.example")
    remark(app)
    ((kind, said),) = told(app, TEACHER)
    assert (kind, said["until"], "9А" in said["journal"]) == ("remark", "2026-05-29", True)
    (letter,) = delivered(app)
    assert "29.05.2026" in text_of(letter)
    assert "Соколова" not in text_of(letter)


def test_a_notice_leads_to_what_it_is_of(app: Flask, clock: MovingClock) -> None:
    remark(app)
    ((_, said),) = told(app, TEACHER)
    client = signed_in(app, TEACHER)
    page = client.get("/notices").text
    href = next(part.partition('"')[0] for part in page.split('href="') if said["journal_id"] in part)
    assert client.get(href).status_code == 200


def test_damage_is_told_once_a_day_to_those_who_watch_over_the_archive(
    app: Flask, clock: MovingClock
) -> None:
    for record in ("one", "two", "three"):
        happens(app, EventKind.REPLICA_DAMAGED, record=record, location="safe", state="damaged")
    for name in (ADMINISTRATOR, SECRETARY, DIRECTOR):
        assert told(app, name) == [("damage", {"location": "safe", "day": "2026-05-26"})]
    assert kinds(app, AUDITOR) == []
    happens(
        app, EventKind.REPLICA_DAMAGED, AT + timedelta(days=1), record="four", location="safe", state="lost"
    )
    assert kinds(app, DIRECTOR) == ["damage", "damage"]


def test_what_was_told_is_not_told_again_once_it_has_its_place_in_the_tree(app: Flask, orlov: str) -> None:
    workshop = installation_of(app).workshop
    happens(app, EventKind.ACCOUNT_RESET, account=orlov)
    for _ in range(2):
        assert kinds(app, DEPUTY) == ["reset"]
        integrate(workshop.engine, workshop.school, AT, workshop.log_signer)
    assert kinds(app, DEPUTY) == ["reset"]
    assert follow(workshop) == 0


def test_an_event_that_commits_after_later_ones_is_told(app: Flask, orlov: str) -> None:
    """PostgreSQL gives ids at the insert and shows rows at the commit."""
    workshop = installation_of(app).workshop
    happens(app, EventKind.ACCOUNT_BLOCKED, account=orlov)
    integrate(workshop.engine, workshop.school, AT, workshop.log_signer)
    assert kinds(app, DEPUTY) == ["blocked"]
    actor, kind = Actor("tests", "system", workshop.school), EventKind.ACCOUNT_RESET
    body, salt = body_of(kind, actor, AT, {"account": orlov}), bytes(32)
    with workshop.transaction() as session:
        late = LogEvent(id=-1, school_id=workshop.school, kind=kind.value, at=AT, body=body, salt=salt)
        late.entry = entry_of(salt, body)
        session.add(late)
    integrate(workshop.engine, workshop.school, AT, workshop.log_signer)
    assert kinds(app, DEPUTY) == ["blocked", "reset"]


def test_an_event_whose_content_was_erased_is_no_news(app: Flask, orlov: str) -> None:
    workshop = installation_of(app).workshop
    happens(app, EventKind.ACCOUNT_RESET, account=orlov)
    integrate(workshop.engine, workshop.school, AT, workshop.log_signer)
    with workshop.transaction() as session:
        session.execute(update(LogEvent).values(body=None, salt=None).where(LogEvent.idx.is_not(None)))
    assert kinds(app, DEPUTY) == []


def test_a_letter_follows_a_notice_once(app: Flask, orlov: str) -> None:
    give_address(app, DEPUTY, "orlov@school.example", "en")
    happens(app, EventKind.ACCOUNT_RESET, account=orlov)
    for _ in range(3):
        kinds(app, DEPUTY)
    (letter,) = delivered(app)
    assert letter["Subject"] == "Letopis: One-time password given"


def test_of_what_happened_long_ago_there_is_a_notice_and_no_letter(app: Flask, orlov: str) -> None:
    give_address(app, DEPUTY, "orlov@school.example")
    happens(app, EventKind.ACCOUNT_RESET, AT - timedelta(days=2, seconds=1), account=orlov)
    assert (kinds(app, DEPUTY), delivered(app)) == (["reset"], [])


def test_letters_of_a_kind_that_is_not_wanted_stay_away(app: Flask, clock: MovingClock) -> None:
    give_address(app, TEACHER, "gromova@school.example")
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        choose(session, workshop.school, person_id(app, TEACHER), NoticeKind.REMARK, letter=False)
    remark(app)
    assert (kinds(app, TEACHER), delivered(app)) == (["remark"], [])


def test_letters_of_safety_cannot_be_refused(app: Flask, orlov: str) -> None:
    person = give_address(app, DEPUTY, "orlov@school.example")
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        choose(session, workshop.school, person, NoticeKind.RESET, letter=False)
    happens(app, EventKind.ACCOUNT_RESET, account=orlov)
    assert (kinds(app, DEPUTY), len(delivered(app))) == (["reset"], 1)


def test_a_round_that_fails_is_told_to_the_servers_log_and_made_again(
    app: Flask, orlov: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    happens(app, EventKind.ACCOUNT_RESET, account=orlov)
    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING):
        patched.setattr(sources, "_of_account", None)
        patched.setattr("webui.notices.following.news_of", None)
        assert kinds(app, DEPUTY) == []
    assert "postman" in caplog.text
    assert kinds(app, DEPUTY) == ["reset"]
