"""The teacher's pages for everybody: axe, dark, 320 pixels, no script, English; the dialogs open, too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.grid import Hand, at_the_grid, class_seed, class_site, open_grid
from tests.browser.live import DESK, PHONE, LiveSite, axe, visit

__all__ = ["class_seed", "class_site"]

CODES = {"н", "б", "у", "осв", "зач", "оп", "а", "безотм"}
PAGES = ("", "/lesson", "/lesson/new", "/results", "/results?take=1")


@pytest.fixture
def hand(browser: Browser, class_site: LiveSite) -> Iterator[Hand]:
    with at_the_grid(browser, class_site) as hand:
        yield hand


def address(hand: Hand) -> str:
    found = re.search(r"/journal/\w+/\w+", hand.page.url)
    assert found
    return found[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_nobody_is_shut_out_of_the_teachers_pages(
    browser: Browser, class_site: LiveSite, width: int, scheme: str
) -> None:
    troubles: dict[str, list[str]] = {}
    with at_the_grid(browser, class_site, width, scheme) as hand:
        journal = address(hand)
        for page in PAGES:
            hand.visited.open(journal + page)
            told = axe(hand.page) + ([str(hand.visited.overflow())] if hand.visited.overflow() else [])
            troubles |= {page: told} if told else {}
    assert troubles == {}


def test_nobody_is_shut_out_of_an_open_cell(hand: Hand) -> None:
    hand.go(1, hand.empty)
    hand.keys("7")
    assert axe(hand.page) == []


def test_nobody_is_shut_out_of_the_preview_of_a_paste(hand: Hand) -> None:
    hand.go(1, hand.empty)
    hand.paste("5\t4\n9\tн\n")
    assert axe(hand.page) == []


def test_nobody_is_shut_out_of_a_conflict(browser: Browser, class_site: LiveSite, hand: Hand) -> None:
    at = hand.empty
    with at_the_grid(browser, class_site) as other:
        for one, mark in ((hand, "5"), (other, "3")):
            one.go(1, at)
            one.keys(mark, "Enter")
            expect(one.page.locator("#state")).not_to_contain_text("Записывается")
        other.page.get_by_role("button", name="Показать").click()
        assert axe(other.page) == []


def test_a_lesson_is_entered_without_a_script(browser: Browser, class_site: LiveSite) -> None:
    with visit(browser, class_site, PHONE, scripts=False) as visited:
        visited.sign_in("Белова Раиса Денисовна")
        page = visited.open("/journals")
        page.get_by_role("link", name=re.compile(r"IV четверть\s*, География")).click()
        page.get_by_role("link", name="Урок списком").click()
        page.get_by_label(re.compile("Белова Анна Максимовна")).fill("4/5 н")
        page.get_by_role("button", name="Записать", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("Записано клеток: 1")
        expect(page.get_by_label(re.compile("Белова Анна Максимовна"))).to_have_value("4/5 н")


def test_without_a_script_the_grid_can_be_read(browser: Browser, class_site: LiveSite) -> None:
    with visit(browser, class_site, scripts=False) as visited:
        visited.sign_in("Белова Раиса Денисовна")
        page = visited.open("/journals")
        page.get_by_role("link", name=re.compile(r"IV четверть\s*, География")).click()
        expect(page.locator("#grid tbody tr")).to_have_count(27)
        expect(page.locator("#tools")).to_be_hidden()


def test_english_pages_have_no_russian_but_what_is_marked_so(browser: Browser, class_site: LiveSite) -> None:
    script = """() => {
      const left = document.body.cloneNode(true)
      for (const one of left.querySelectorAll('[lang=ru], option, script')) one.remove()
      return left.innerText.match(/[а-яё]+/gi) || []
    }"""
    with visit(browser, class_site) as visited:
        journal = address(open_grid(visited))
        visited.open("/home?lang=en")
        paths = ["/journals", *(journal + page for page in PAGES)]
        found = {path: visited.open(path).evaluate(script) for path in paths}
    # What a cell holds is spelled in Russian letters in every language.
    assert {path: set(words) - CODES for path, words in found.items() if set(words) - CODES} == {}
