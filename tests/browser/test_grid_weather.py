"""The grid when things go wrong: two windows in one cell, a lost connection, an ended session, a closed period."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from records.gradebook.tables import JournalPeriod
from tests.browser.grid import TEACHER, Hand, at_the_grid, class_seed, class_site
from tests.browser.live import LiveSite, axe
from tests.webui.visitors import installation_of

__all__ = ["class_seed", "class_site"]


@pytest.fixture
def hand(browser: Browser, class_site: LiveSite) -> Iterator[Hand]:
    with at_the_grid(browser, class_site) as hand:
        yield hand


@pytest.fixture
def other(browser: Browser, class_site: LiveSite) -> Iterator[Hand]:
    """The same teacher in another browser."""
    with at_the_grid(browser, class_site) as hand:
        yield hand


def test_two_windows_in_one_cell_see_each_other(hand: Hand, other: Hand) -> None:
    at = hand.empty
    hand.go(1, at)
    hand.keys("5", "Enter")
    hand.settled()
    other.go(1, at)
    other.keys("3", "Enter")
    expect(other.page.locator("#state")).to_contain_text("Расхождений: 1")
    other.page.get_by_role("button", name="Показать").click()
    dialog = other.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Стоит «5» — Белова Раиса Денисовна")
    expect(dialog).to_contain_text("Вы ввели «3»")


@pytest.mark.parametrize(("choice", "stands"), [("Записать своё", "3"), ("Оставить, как стоит", "5")])
def test_a_conflict_is_decided_by_its_writer(hand: Hand, other: Hand, choice: str, stands: str) -> None:
    at = hand.empty
    hand.go(1, at)
    hand.keys("5", "Enter")
    hand.settled()
    other.go(1, at)
    other.keys("3", "Enter")
    other.page.get_by_role("button", name="Показать").click()
    other.page.get_by_role("button", name=choice).click()
    other.settled()
    other.reload()
    assert other.column(at)[0] == stands


def test_what_is_typed_without_a_connection_is_sent_when_it_is_back(hand: Hand) -> None:
    at = hand.empty
    hand.visited.context.set_offline(True)
    hand.go(1, at)
    hand.keys("5", "Enter", "4", "Enter", "3", "Enter")
    expect(hand.page.locator("#state")).to_contain_text("Ждут отправки: 3")
    hand.visited.context.set_offline(False)
    hand.settled()
    hand.reload()
    assert hand.column(at)[:3] == ["5", "4", "3"]


def test_the_queue_outlives_the_page(hand: Hand) -> None:
    at = hand.empty
    hand.page.route("**/cells", lambda route: route.abort())
    hand.go(1, at)
    hand.keys("5", "Enter", "4", "Enter")
    expect(hand.page.locator("#state")).to_contain_text("Ждут отправки: 2")
    hand.page.unroute("**/cells")
    hand.page.on("dialog", lambda dialog: dialog.accept())
    hand.reload()
    hand.settled()
    hand.reload()
    assert hand.column(at)[:2] == ["5", "4"]


def test_an_answer_that_was_lost_writes_nothing_twice(hand: Hand) -> None:
    at = hand.empty

    def lose_the_answer(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    hand.page.route("**/cells", lose_the_answer, times=1)
    hand.go(1, at)
    hand.keys("5", "Enter")
    hand.settled()
    hand.reload()
    assert hand.cell(1, at).get_attribute("data-n") == "1"


def test_what_is_refused_for_haste_is_sent_again(hand: Hand) -> None:
    at = hand.empty
    hand.page.route("**/cells", lambda route: route.fulfill(status=429, json={"code": "http.429"}), times=1)
    hand.go(1, at)
    hand.keys("5", "Enter")
    hand.settled()
    hand.reload()
    assert hand.column(at)[0] == "5"


def test_what_was_typed_after_the_session_ended_is_sent_once_one_has_signed_in_again(hand: Hand) -> None:
    at = hand.empty
    hand.visited.context.clear_cookies()
    hand.go(1, at)
    hand.keys("5", "Enter", "4", "Enter")
    expect(hand.page.locator("#state")).to_contain_text("Сеанс истёк")
    beside = hand.visited.context.new_page()
    beside.goto(hand.visited.site.url + "/sign-in")
    beside.get_by_role("button", name=TEACHER).click()
    beside.wait_for_url("**/home")
    hand.page.evaluate("window.dispatchEvent(new Event('online'))")  # not to wait for the next attempt
    hand.settled()
    hand.reload()
    assert hand.column(at)[:2] == ["5", "4"]


def test_a_page_whose_token_is_old_gets_a_fresh_one(hand: Hand) -> None:
    at = hand.empty
    hand.page.evaluate("document.querySelector('meta[name=csrf-token]').content = 'old'")
    hand.go(1, at)
    hand.keys("5", "Enter")
    hand.settled()
    hand.reload()
    assert hand.column(at)[0] == "5"


def test_a_period_that_closes_while_one_types_says_why(hand: Hand) -> None:
    at = hand.empty
    workshop = installation_of(hand.visited.site.app).workshop
    with workshop.transaction() as session:
        session.execute(update(JournalPeriod).values(state="cut"))
    hand.go(1, at)
    hand.keys("5", "Enter", "4", "Enter")
    expect(hand.page.locator("#state")).to_contain_text("Не записано: 2")
    hand.page.get_by_role("button", name="Показать").click()
    dialog = hand.page.get_by_role("dialog")
    expect(dialog.get_by_text("период закрыт")).to_have_count(2)
    assert axe(hand.page) == []
    for _ in range(2):
        hand.page.get_by_role("button", name="Понятно").first.click()
    assert hand.column(at)[:2] == ["", ""]
