"""What the design system promises: keys named on `?`, a way past the menu, a ring of focus, rest, clean paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import PHONE, LiveSite, Visit, axe, live, visit
from tests.flow.seeds import Seed
from tests.webui.visitors import DEPUTY, TEACHER


@pytest.fixture(scope="module")
def open_house(bare_seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A live site of the small school with nothing closed, for every test here."""
    with live(bare_seed.copy(tmp_path_factory.mktemp("design") / "school").site) as served:
        yield served


@pytest.fixture(scope="module")
def grid(browser: Browser, open_house: LiveSite) -> Iterator[Visit]:
    """A teacher before the spread of an open half-year."""
    with visit(browser, open_house) as visited:
        visited.sign_in(TEACHER)
        page = visited.open("/journals")
        visited.open(str(page.locator("a[href^='/journal/']").first.get_attribute("href")))
        page.wait_for_selector("#grid[data-ready]")
        yield visited


def to_cell(page: Page) -> None:
    page.locator("#grid tbody tr:first-child td:nth-of-type(2)").click()


def test_a_question_mark_names_the_keys_and_escape_leads_back(grid: Visit) -> None:
    page = grid.page
    to_cell(page)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "TD"


def test_the_first_stop_of_tab_leads_past_the_menu(grid: Visit) -> None:
    page = grid.page
    page.reload()
    page.keyboard.press("Tab")
    box = page.locator(".skip").bounding_box()
    assert box
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("target", ["nav a", "header .brand a", ".button", "summary"])
def test_whatever_takes_the_focus_by_keyboard_has_a_ring(
    browser: Browser, open_house: LiveSite, target: str
) -> None:
    with visit(browser, open_house) as visited:
        visited.sign_in(DEPUTY)
        page = visited.open("/delegations")
        page.keyboard.press("Tab")
        page.locator(target).first.focus()
        ring = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert ring >= 2


def test_paper_has_the_page_without_what_is_pressed(grid: Visit) -> None:
    page = grid.page
    page.emulate_media(media="print")
    for pressed in ("header nav", ".skip", "#tools", "#status"):
        expect(page.locator(pressed)).to_be_hidden()
    heads = page.evaluate("getComputedStyle(document.querySelector('#grid thead')).display")
    room = page.evaluate("getComputedStyle(document.querySelector('#spread')).overflow")
    assert (heads, room) == ("table-header-group", "visible")
    page.emulate_media(media="screen")


def test_nothing_moves_for_a_reader_who_wants_rest(grid: Visit) -> None:
    page = grid.page
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).transitionDuration !== '0s').length"
    )
    assert moving == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_the_page_of_the_design_itself(
    browser: Browser, open_house: LiveSite, scheme: str
) -> None:
    with visit(browser, open_house, scheme=scheme) as visited:
        visited.sign_in(TEACHER)
        page = visited.open("/design")
        wide = axe(page)
        page.set_viewport_size({"width": PHONE, "height": 700})
        assert (wide, axe(page), visited.overflow()) == ([], [], 0)
