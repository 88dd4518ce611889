"""Signing keys that are their owners': made in Chromium by a code from the office, used, lost, revoked."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import PHONE, LiveSite, Visit, axe, visit
from tests.browser.test_closing import TEACHERS, confirm, cut_off, told
from tests.flow.small import JOURNALS
from tests.webui.closing.desk import work
from tests.webui.visitors import DEPUTY, SECRETARY, TEACHER, set_policy
from webui.closing.words import RU as CLOSING
from webui.keys.words import RU


@contextmanager
def at(browser: Browser, site: LiveSite, name: str) -> Iterator[Visit]:
    """A person signed in, in a browser of their own."""
    with visit(browser, site) as visited:
        visited.sign_in(name)
        yield visited


def codes_for(browser: Browser, site: LiveSite, names: list[str]) -> dict[str, str]:
    """The office registers the agreements and gives the codes: name -> code."""
    with at(browser, site, SECRETARY) as desk:
        page = desk.open("/keys/staff")
        for number, name in enumerate(names, 1):
            page.get_by_label(RU["person"], exact=True).select_option(label=name)
            page.get_by_label(RU["number"]).fill(f"{number}/НЭП")
            page.get_by_role("button", name=RU["agree"]).click()
            expect(page.get_by_text(RU["agreed_now"])).to_be_visible()
        for name in names:
            page.get_by_role("checkbox", name=name).check()
        page.get_by_role("button", name=RU["give"]).click()
        expect(page.get_by_role("heading", name=RU["codes_title"])).to_be_visible()
        slips = page.locator(".slip")
        return {slip.locator("b").inner_text(): slip.locator("code").inner_text() for slip in slips.all()}


def make_key(page: Page, code: str, label: str) -> None:
    """Make a key in this browser, by a code."""
    page.get_by_label(RU["code"]).fill(code)
    page.get_by_label(RU["label"]).fill(label)
    page.get_by_role("button", name=RU["make"]).click()
    expect(page.get_by_text(RU["added"])).to_be_visible()


def sign_all(page: Page, site: LiveSite) -> str:
    """Sign what waits with this browser's key; the text of the receipt."""
    page.goto(site.url + "/tasks")
    page.get_by_role("button", name=CLOSING["sign_by_browser"]).click()
    page.get_by_role("button", name=CLOSING["key_sign"]).click()
    page.wait_for_url("**/works/*")
    work(site.site)
    told(page, scripts=True)
    return page.locator("main").inner_text()


@pytest.fixture
def own_keys_only(open_site: LiveSite) -> LiveSite:
    """A school that lets no key lie on its server, at an address where browsers hold keys."""
    set_policy(open_site.app, server_keys=False)
    return open_site


def test_a_half_year_is_signed_by_keys_that_no_server_has(browser: Browser, own_keys_only: LiveSite) -> None:
    site, signers = own_keys_only, [*TEACHERS, DEPUTY]
    codes = codes_for(browser, site, signers)
    for teacher in TEACHERS:
        confirm(browser, site, teacher, scripts=True)
    cut_off(browser, site, scripts=True)
    for name in signers:
        with at(browser, site, name) as desk:
            make_key(desk.open("/keys/new"), codes[name], "Кабинет 12")
            receipt = sign_all(desk.page, site)

    assert receipt.count("сохранён в хранилищах") == len(JOURNALS)
    with ThreadPoolExecutor(
        1
    ) as aside:  # Playwright's loop runs in this thread, and validation wants its own
        verified = aside.submit(site.site.run, "verify", "--json").result()
    assert (verified.code, verified.json["problems"]) == (0, [])
    assert not list((site.site.data / "authority" / "people").glob("*/*.pem"))


def test_a_key_lets_a_further_one_in_and_is_revoked(browser: Browser, open_site: LiveSite) -> None:
    code = codes_for(browser, open_site, [TEACHER])[TEACHER]
    with at(browser, open_site, TEACHER) as first, at(browser, open_site, TEACHER) as second:
        make_key(first.open("/keys/new"), code, "Кабинет 12")
        page = first.open("/keys/new")
        page.get_by_role("button", name=RU["take_code"]).click()
        shown = page.locator("output.one-time")
        expect(shown).to_be_visible()
        make_key(second.open("/keys/new"), shown.inner_text(), "Ноутбук")

        page = second.open("/keys")
        expect(page.get_by_role("row", name="Ноутбук")).to_contain_text(RU["here"])
        row = page.get_by_role("row", name="Кабинет 12")
        expect(row).to_contain_text(RU["elsewhere"])
        row.locator("summary").click()
        row.get_by_label(RU["reason"]).select_option("lost")
        row.get_by_role("button", name=RU["revoke"]).click()
        expect(page.get_by_text(RU["revoked_now"])).to_be_visible()
        expect(page.get_by_role("row", name="Кабинет 12")).to_contain_text(RU["why_lost"])

        page = first.open("/keys/new")
        expect(page.get_by_role("button", name=RU["make"])).to_be_visible()
        expect(page.get_by_role("button", name=RU["take_code"])).to_have_count(0)  # its key is revoked


def test_a_wrong_code_makes_no_key(browser: Browser, open_site: LiveSite) -> None:
    with at(browser, open_site, TEACHER) as desk:
        page = desk.open("/keys/new")
        page.get_by_label(RU["code"]).fill("0000-0000-0000")
        page.get_by_label(RU["label"]).fill("Кабинет 12")
        page.get_by_role("button", name=RU["make"]).click()
        expect(page.get_by_role("alert")).to_contain_text("Код не подошёл")
        kept = page.evaluate("import('/static/keys/store.js').then(one => one.held()).then(all => all.size)")

        assert kept == 0
        assert axe(page) == []


def test_a_browser_without_the_key_says_so(browser: Browser, own_keys_only: LiveSite) -> None:
    site = own_keys_only
    for teacher in TEACHERS:
        confirm(browser, site, teacher, scripts=True)
    cut_off(browser, site, scripts=True)
    with at(browser, site, TEACHER) as desk:
        page = desk.open("/tasks")
        page.get_by_role("button", name=CLOSING["sign_by_browser"]).click()

        expect(page.get_by_text(CLOSING["key_none_here"])).to_be_visible()
        assert axe(page) == []


def test_nobody_is_shut_out_of_the_pages_of_keys(browser: Browser, open_site: LiveSite) -> None:
    codes_for(browser, open_site, [TEACHER])
    with at(browser, open_site, SECRETARY) as desk:
        for address in ("/keys/staff", "/keys", "/keys/new"):
            page = desk.open(address)
            wide = axe(page)
            page.set_viewport_size({"width": PHONE, "height": 700})
            assert (address, wide, axe(page), desk.overflow()) == (address, [], [], 0)
            page.set_viewport_size({"width": 1280, "height": 900})
