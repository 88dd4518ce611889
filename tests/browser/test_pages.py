"""Every page that needs no more than its address, for everybody who may open it: axe, 320 pixels, no script.

Pages with ids in their address are the blueprints' own tests' to open.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.live import DESK, PHONE, LiveSite, Visit, axe, visit
from tests.webui.visitors import (
    ADMINISTRATOR,
    AUDITOR,
    DEPUTY,
    DIRECTOR,
    SECRETARY,
    TEACHER,
    signed_in,
)

PEOPLE = (DIRECTOR, DEPUTY, SECRETARY, AUDITOR, ADMINISTRATOR, TEACHER)
OPEN_TO_ANYBODY = ("/", "/paper", "/sign-in", "/nowhere")
# Programs read these.
NO_PAGES = {"/health", "/sign-in", "/sign-in/code"}


def addresses(site: LiveSite, name: str) -> list[str]:
    """Every address without ids that answers the person with a page."""
    client = signed_in(site.app, name)
    rules = [
        rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    found = []
    for path in sorted({rule.rule for rule in rules} - NO_PAGES):
        with client.get(path) as answer:
            if answer.status_code == 200 and answer.mimetype == "text/html":
                found.append(path)
    return found


def troubles(visited: Visit, paths: list[str]) -> dict[str, list[str]]:
    """What is wrong with these pages at both widths, by address."""
    found = {}
    for path in paths:
        page = visited.open(path)
        told = axe(page)
        page.set_viewport_size({"width": PHONE, "height": 700})
        told += axe(page) + ([f"wider by {visited.overflow()}"] if visited.overflow() else [])
        page.set_viewport_size({"width": DESK, "height": 900})
        if told:
            found[path] = told
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_the_pages_for_anybody(
    browser: Browser, browser_site: LiveSite, scheme: str
) -> None:
    with visit(browser, browser_site, scheme=scheme) as visited:
        assert troubles(visited, list(OPEN_TO_ANYBODY)) == {}


@pytest.mark.parametrize(("name", "scheme"), [*((name, "light") for name in PEOPLE), (DEPUTY, "dark")])
def test_nobody_is_shut_out_of_their_pages(
    browser: Browser, browser_site: LiveSite, name: str, scheme: str
) -> None:
    with visit(browser, browser_site, scheme=scheme) as visited:
        visited.sign_in(name)
        assert troubles(visited, addresses(browser_site, name)) == {}


@pytest.mark.parametrize("name", PEOPLE)
def test_the_navigation_leads_on_without_a_script(
    browser: Browser, browser_site: LiveSite, name: str
) -> None:
    with visit(browser, browser_site, scripts=False) as visited:
        page = visited.sign_in(name)
        links = page.locator("nav a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        for link in links:
            visited.open(link)
            assert page.locator("nav a[aria-current]").get_attribute("href") == link


def test_english_pages_have_no_russian_but_what_is_marked_so(
    browser: Browser, browser_site: LiveSite
) -> None:
    script = """() => {
      const left = document.body.cloneNode(true)
      for (const one of left.querySelectorAll('[lang=ru], option, script')) one.remove()
      return left.innerText.match(/[а-яё]+/gi) || []
    }"""
    with visit(browser, browser_site) as visited:
        visited.sign_in(ADMINISTRATOR)
        visited.open("/home?lang=en")
        found = {path: visited.open(path).evaluate(script) for path in addresses(browser_site, ADMINISTRATOR)}
    assert {path: words for path, words in found.items() if words} == {}
