"""A passkey's story in a real browser, with Chromium's own authenticator (Chrome DevTools Protocol, WebAuthn)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.live import LiveSite, Visit, axe, visit
from tests.webui.visitors import DIRECTOR
from webui.accounts.words import RU


@pytest.fixture
def at_localhost(open_site: LiveSite) -> LiveSite:
    """The same site by the name for which passkeys hold."""
    return replace(open_site, url=open_site.url.replace("127.0.0.1", "localhost"))


@pytest.fixture
def desk(browser: Browser, at_localhost: LiveSite) -> Iterator[Visit]:
    """A window with an authenticator that knows its user."""
    with visit(browser, at_localhost) as visited:
        devtools = visited.context.new_cdp_session(visited.page)
        devtools.send("WebAuthn.enable")
        device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
        known = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, **known}})
        yield visited


def enrol(desk: Visit) -> None:
    """The director's passkey."""
    page = desk.sign_in(DIRECTOR)
    desk.open("/account/passkeys/new")
    page.get_by_label(RU["passkey_name"]).fill("Ноутбук в кабинете 12")
    page.get_by_role("button", name=RU["passkey_make"]).click()
    expect(page.locator(".codes li")).to_have_count(10)


def test_a_passkey_is_made_and_opens_the_site_without_a_password(desk: Visit) -> None:
    enrol(desk)
    page = desk.open("/account")
    expect(page.get_by_role("row", name="Ноутбук в кабинете 12")).to_be_visible()
    page.get_by_role("button", name="Выйти", exact=True).click()
    page.get_by_role("button", name=RU["passkey_use"]).click()
    page.wait_for_url("**/home")
    expect(page.locator("header .who")).to_contain_text(DIRECTOR)


def test_a_passkey_confirms_what_a_found_session_may_not_do(desk: Visit) -> None:
    enrol(desk)
    page = desk.open("/account")
    page.get_by_role("button", name=RU["passkey_remove"]).click()  # there is something to ask now
    expect(page.get_by_role("heading", name=RU["proof_title"])).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name=RU["proof_passkey"]).click()
    page.get_by_role("button", name=RU["proved_go"]).click()
    expect(page.get_by_text(RU["passkey_removed"])).to_be_visible()


def test_where_the_browser_has_no_passkey_the_page_says_so(browser: Browser, at_localhost: LiveSite) -> None:
    with visit(browser, at_localhost) as visited:
        page = visited.open("/sign-in")
        refuse = "() => Promise.reject(new DOMException('', 'NotAllowedError'))"
        page.evaluate(f"() => {{ navigator.credentials.get = {refuse}; }}")
        page.get_by_role("button", name=RU["passkey_use"]).click()
        expect(page.get_by_role("alert")).to_have_text(RU["passkey_failed"])


@pytest.mark.parametrize("scripts", [True, False])
def test_without_a_program_the_page_says_what_else_there_is(
    browser: Browser, at_localhost: LiveSite, scripts: bool
) -> None:
    with visit(browser, at_localhost, scripts=scripts) as visited:
        page = visited.sign_in(DIRECTOR)
        visited.open("/account/passkeys/new")
        shown = page.get_by_role("button", name=RU["passkey_make"]).is_visible()
        assert (shown, page.get_by_text(RU["new_passkey_without"]).is_visible()) == (scripts, not scripts)


@pytest.mark.parametrize("path", ["/sign-in", "/account", "/account/passkeys/new"])
def test_the_pages_of_passkeys_fit_a_phone_and_break_no_rule(
    browser: Browser, at_localhost: LiveSite, path: str
) -> None:
    with visit(browser, at_localhost, width=320) as visited:
        if path != "/sign-in":
            visited.sign_in(DIRECTOR)
        page = visited.open(path)
        assert (visited.overflow(), axe(page)) == (0, [])
