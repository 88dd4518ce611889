"""Every page that needs no more than its address, for everybody who may open it: without a script, and in English."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.live import LiveSite, visit
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
