"""The page of notices: the number in the head, read and unread, one's own only; and the choice of letters."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from records.log.audit import EventKind
from tests.flow.site import AT
from tests.webui.accounts.people import give_account
from tests.webui.clocks import MovingClock
from tests.webui.notices.told import happens, kinds
from tests.webui.visitors import DEPUTY, TEACHER, installation_of, person_id, signed_in
from webui.notices.kinds import ALWAYS, CHOSEN, NoticeKind
from webui.notices.saying import device, say
from webui.notices.tables import Notice
from webui.notices.telling import News, tell
from webui.notices.words import EN, RU


@pytest.fixture
def client(app: Flask, clock: MovingClock) -> FlaskClient:
    account = give_account(app, DEPUTY, "orlov")
    for kind in (EventKind.ACCOUNT_RESET, EventKind.PASSWORD_CHANGED):
        happens(app, kind, account=account)
    assert len(kinds(app, DEPUTY)) == 2
    return signed_in(app, DEPUTY)


def notices(app: Flask) -> list[Notice]:
    with installation_of(app).workshop.reading() as session:
        return list(session.scalars(select(Notice).order_by(Notice.kind)))


def number(page: str) -> str:
    """The number beside the bell."""
    return page.partition('<span class="count">')[2].partition("<")[0]


def test_the_head_of_every_page_counts_what_is_not_read(client: FlaskClient) -> None:
    assert number(client.get("/account").text) == "2"


def test_nothing_unread_shows_no_number(app: Flask, clock: MovingClock) -> None:
    assert number(signed_in(app, TEACHER).get("/account").text) == ""


def test_the_page_says_what_happened(client: FlaskClient) -> None:
    page = client.get("/notices").text
    assert RU["reset"] in page
    assert EN["reset"] in client.get("/notices?lang=en").text


def test_one_is_marked_as_read_and_as_unread_again(app: Flask, client: FlaskClient) -> None:
    one = notices(app)[0].id
    client.post(f"/notices/{one}", data={"read": "yes"})
    assert number(client.get("/notices").text) == "1"
    client.post(f"/notices/{one}", data={"read": "no"})
    assert number(client.get("/notices").text) == "2"


def test_all_are_marked_as_read(client: FlaskClient) -> None:
    client.post("/notices")
    assert number(client.get("/notices").text) == ""


def test_anothers_notice_is_not_there(app: Flask, client: FlaskClient) -> None:
    other = signed_in(app, TEACHER)
    assert RU["reset"] not in other.get("/notices").text
    assert other.post(f"/notices/{notices(app)[0].id}", data={"read": "yes"}).status_code == 404


def test_reading_all_reads_nobody_elses(app: Flask, client: FlaskClient) -> None:
    signed_in(app, TEACHER).post("/notices")
    assert number(client.get("/notices").text) == "2"


@pytest.mark.parametrize("page", ["-1", "9", "x", "99999999999999999999"])
def test_a_page_that_is_not_there_is_empty_or_the_first(client: FlaskClient, page: str) -> None:
    assert client.get(f"/notices?page={page}").status_code == 200


def test_choices_are_kept(client: FlaskClient) -> None:
    client.post("/notices/letters", data={"remark": "1"})
    page = client.get("/notices/letters").text
    assert page.count("checked") == 1


def test_what_always_goes_out_is_no_choice(client: FlaskClient) -> None:
    page = client.get("/notices/letters").text
    assert not any(f'name="{kind.value}"' in page for kind in ALWAYS)
    assert all(f'name="{kind.value}"' in page for kind in CHOSEN)


def test_an_english_page_marks_what_is_russian_and_escapes_it(app: Flask, clock: MovingClock) -> None:
    workshop = installation_of(app).workshop
    said = {"journal": "Алгебра <b>, 9А", "until": "2026-05-29", "journal_id": "j", "period_id": "p"}
    with workshop.transaction() as session:
        tell(workshop, session, News(person_id(app, TEACHER), NoticeKind.REMARK, "k", AT, said))
    page = signed_in(app, TEACHER).get("/notices?lang=en").text
    assert '<span lang="ru">Алгебра &lt;b&gt;, 9А</span>' in page


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_its_words(kind: NoticeKind) -> None:
    assert {kind.value, f"{kind.value}_text"} <= RU.keys() & EN.keys()


def test_a_day_that_was_not_given_is_said() -> None:
    said = say(NoticeKind.REMARK, {"journal": "Алгебра, 9А", "until": ""}, "ru", "Europe/Moscow")
    assert "Срок: не указан." in said.text


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 YaBrowser/25.10 Safari/537.36",
            "Яндекс Браузер, Windows",
        ),
        ("curl/8.0", ""),
    ],
)
def test_a_browser_is_called_by_a_name_that_we_know(agent: str, name: str) -> None:
    assert device(agent) == name
