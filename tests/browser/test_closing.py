"""A half-year of a class closed in a real browser, from the teachers' confirmations to the copies; its pages by axe.

With scripts and without them: the pages are the same, only the progress is told otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import DESK, PHONE, LiveSite, Visit, axe, visit
from tests.flow.small import JOURNALS
from tests.webui.closing.desk import work
from tests.webui.visitors import AUDITOR, DEPUTY, SECRETARY, TEACHER

TEACHERS = tuple(dict.fromkeys(journal.teacher for journal in JOURNALS))


@contextmanager
def at_work(browser: Browser, site: LiveSite, name: str, scripts: bool) -> Iterator[Visit]:
    """A person signed in at a desk."""
    with visit(browser, site, scripts=scripts) as visited:
        visited.sign_in(name)
        yield visited


def confirm(browser: Browser, site: LiveSite, teacher: str, scripts: bool) -> None:
    """Confirm every draft of the first half-year that waits for this teacher."""
    with at_work(browser, site, teacher, scripts) as visited:
        rows = visited.open("/tasks").locator("tr", has_text=re.compile(r"(?<!I)I полугодие"))
        for address in rows.get_by_role("link").evaluate_all(
            "all => all.map(one => one.getAttribute('href'))"
        ):
            page = visited.open(address)
            page.get_by_role("button", name="Подтвердить этот черновик").click()
            expect(page.get_by_text("Черновик подтверждён.")).to_be_visible()


def cut_off(browser: Browser, site: LiveSite, scripts: bool) -> None:
    """Cut off what is confirmed."""
    with at_work(browser, site, DEPUTY, scripts) as visited:
        page = visited.open("/heat")
        page.get_by_role("link", name="9А", exact=True).click()
        page.get_by_role("button", name="Закрыть отмеченные").click()
        work(site.site)
        told(page, scripts)


def sign(browser: Browser, site: LiveSite, name: str, scripts: bool) -> str:
    """Sign all that waits; the text of the receipt."""
    with at_work(browser, site, name, scripts) as visited:
        page = visited.open("/tasks")
        page.get_by_role("button", name="Подписать отмеченные").click()
        work(site.site)
        told(page, scripts)
        return page.locator("main").inner_text()


def told(page: Page, scripts: bool) -> None:
    """The page says that all is done: by itself, or when it is loaded anew."""
    if not scripts:
        page.reload()
    expect(page.get_by_text("Всё сделано.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_half_year_is_closed_in_the_browser(browser: Browser, open_site: LiveSite, scripts: bool) -> None:
    for teacher in TEACHERS:
        confirm(browser, open_site, teacher, scripts)
    cut_off(browser, open_site, scripts)
    for teacher in TEACHERS:
        sign(browser, open_site, teacher, scripts)
    receipt = sign(browser, open_site, DEPUTY, scripts)
    assert receipt.count("сохранён в хранилищах") == len(JOURNALS)


def hrefs(page: Page, start: str) -> list[str]:
    """The addresses on a page that begin so."""
    found = page.locator(f"a[href^='{start}']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    return sorted({address for address in found if not address.endswith((".pdf", ".zip"))})


@pytest.mark.parametrize(
    ("name", "first", "start"),
    [
        (TEACHER, "/tasks", "/closing/"),
        (DEPUTY, "/heat", "/heat/"),
        (DEPUTY, "/heat", "/closing/"),
        (SECRETARY, "/year", "/year/"),
        (AUDITOR, "/archive/records", "/archive/record/"),
    ],
)
def test_nobody_is_shut_out_of_a_dark_page_of_one_thing(
    browser: Browser, browser_site: LiveSite, name: str, first: str, start: str
) -> None:
    with visit(browser, browser_site, scheme="dark") as visited:
        visited.sign_in(name)
        page = visited.open(hrefs(visited.open(first), start)[0])
        wide = axe(page)
        page.set_viewport_size({"width": PHONE, "height": 700})
        assert (wide, axe(page), visited.overflow()) == ([], [], 0)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_nobody_is_shut_out_of_a_report(browser: Browser, browser_site: LiveSite, width: int) -> None:
    with visit(browser, browser_site, width=width) as visited:
        visited.sign_in(AUDITOR)
        page = visited.open("/archive")
        page.get_by_role("button", name="Начать проверку").click()
        work(browser_site.site)
        expect(page.get_by_text("Нарушений не найдено.")).to_be_visible()
        assert (axe(page), visited.overflow()) == ([], 0)


def test_a_tick_is_taken_away_by_the_keyboard(browser: Browser, open_site: LiveSite) -> None:
    for teacher in TEACHERS:
        confirm(browser, open_site, teacher, True)
    with at_work(browser, open_site, DEPUTY, True) as visited:
        page = visited.open("/heat")
        page.get_by_role("link", name="9А", exact=True).click()
        tick = page.get_by_role("checkbox", name="Закрыть: Алгебра")
        tick.focus()
        page.keyboard.press("Space")
        expect(tick).not_to_be_checked()
