"""A record declined and sent again in a real browser, by the keyboard and without scripts; its pages by axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import DESK, PHONE, LiveSite, Visit, axe, live, visit
from tests.flow.seeds import Seed
from tests.webui.closing.desk import work
from tests.webui.visitors import DEPUTY, TEACHER

LINK = re.compile("Отказаться.*Алгебра")
WHY = "урок 08.10, второй столбец: отметки сдвинуты на строку"


@pytest.fixture
def site(cut_site_seed: Seed, tmp_path: Path) -> Iterator[LiveSite]:
    """A live site whose first half-year waits for its signatures."""
    with live(cut_site_seed.copy(tmp_path / "waiting").site) as served:
        yield served


def check(visited: Visit) -> None:
    """Nobody is shut out of the page, wide or narrow."""
    for width in (DESK, PHONE):
        visited.page.set_viewport_size({"width": width, "height": 900})
        assert (axe(visited.page), visited.overflow()) == ([], 0)
    visited.page.set_viewport_size({"width": DESK, "height": 900})


def decline(page: Page) -> None:
    """By the keyboard alone: the link, the reason, the button."""
    page.get_by_role("link", name=LINK).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Что не так").focus()
    page.keyboard.type(WHY)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Отказ записан.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_record_is_declined_and_sent_again(browser: Browser, site: LiveSite, scheme: str) -> None:
    with visit(browser, site, scripts=scheme == "light", scheme=scheme) as visited:
        visited.sign_in(TEACHER)
        page = visited.open("/tasks")
        check(visited) if scheme == "light" else None
        decline(page)
        expect(page.get_by_text(WHY)).to_be_visible()
    with visit(browser, site, scheme=scheme) as visited:
        visited.sign_in(DEPUTY)
        page = visited.page
        page.get_by_role("link", name="отказано: исправьте или отправьте снова").click()
        expect(page.get_by_text(WHY)).to_be_visible()
        check(visited)
        page.get_by_label("Почему исправлять не нужно").fill("столбец верен")
        page.get_by_role("button", name="Отправить снова").click()
        work(site.site)
        expect(page.get_by_text("Всё сделано.")).to_be_visible()
        page = visited.open("/declined")
        expect(page.get_by_text("Никто не отказывался подписать.")).to_be_visible()


def test_nobody_is_shut_out_of_the_form(browser: Browser, site: LiveSite) -> None:
    for scheme in ("light", "dark"):
        with visit(browser, site, scheme=scheme) as visited:
            visited.sign_in(TEACHER)
            visited.open("/tasks").get_by_role("link", name=LINK).click()
            expect(visited.page.get_by_label("Что не так")).to_be_visible()
            check(visited)
