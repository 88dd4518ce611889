"""Stories of accounts in a real browser, by keyboard alone where a keyboard is enough."""

from __future__ import annotations

import re

import pyotp
from playwright.sync_api import Browser, expect

from tests.browser.live import LiveSite, Visit, visit
from tests.webui.visitors import ADMINISTRATOR, AUDITOR, DEPUTY, DIRECTOR, OTHER_TEACHER, installation_of
from webui.accounts.words import RU

PHRASE = "лодка плывёт по озеру"


def press(visited: Visit, *keys: str) -> None:
    """Keys, one after the other."""
    for key in keys:
        visited.page.keyboard.press(key)


def test_an_administrator_makes_an_account_and_its_owner_chooses_a_password(
    browser: Browser, open_site: LiveSite
) -> None:
    with visit(browser, open_site) as admin:
        page = admin.sign_in(ADMINISTRATOR)
        admin.open("/accounts")
        page.get_by_label(RU["create_person"]).select_option(label=DEPUTY)
        page.get_by_role("button", name=RU["create"], exact=True).click()
        login, code = page.locator("dd code").all_inner_texts()
    with visit(browser, open_site) as owner:
        page = owner.open("/sign-in")
        page.get_by_label(RU["login"]).fill(login)
        page.get_by_label(RU["password"]).fill(code)
        page.keyboard.press("Enter")
        expect(page.get_by_text(RU["password_first"])).to_be_visible()
        page.get_by_label(RU["password_old"]).fill(code)
        page.get_by_label(RU["password_new"], exact=True).fill(PHRASE)
        page.get_by_label(RU["password_again"]).fill(PHRASE)
        page.keyboard.press("Enter")
        expect(page.get_by_text(RU["password_changed"])).to_be_visible()


def test_one_signs_in_by_keyboard_alone(desk: Visit) -> None:
    page = desk.open("/sign-in")
    page.get_by_label(RU["login"]).focus()
    page.keyboard.type("nobody")
    press(desk, "Tab")
    page.keyboard.type("wrong password")
    press(desk, "Tab", "Enter")
    expect(page.get_by_role("alert")).to_be_visible()


def test_the_first_tab_leads_past_the_navigation(desk: Visit) -> None:
    page = desk.sign_in(DIRECTOR)
    press(desk, "Tab", "Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_second_factor_is_set_up_and_asked(browser: Browser, open_site: LiveSite) -> None:
    opened = installation_of(open_site.app)
    with visit(browser, open_site) as visited:
        page = visited.sign_in(DIRECTOR)
        visited.open("/account/second-factor")
        secret = re.sub(r"\s", "", page.locator("code").first.inner_text())
        page.get_by_label(RU["factor_code"]).fill(pyotp.TOTP(secret).at(opened.clock.now()))
        page.keyboard.press("Enter")
        expect(page.locator(".codes li")).to_have_count(10)
        visited.open("/account")
        expect(page.get_by_text(RU["factor_on"])).to_be_visible()


def test_a_delegation_opens_and_its_end_shuts(browser: Browser, open_site: LiveSite) -> None:
    with visit(browser, open_site) as deputy, visit(browser, open_site) as stand_in:
        page = deputy.sign_in(DEPUTY)
        deputy.open("/delegations")
        page.get_by_label(RU["holder"]).select_option(label=AUDITOR)
        page.get_by_label(RU["delegate"]).select_option(label=OTHER_TEACHER)
        page.get_by_label(RU["post"], exact=True).select_option("auditor")
        page.get_by_label(RU["order_label"]).fill("№ 7-к")
        page.get_by_label(RU["until_label"]).fill("2026-06-05")
        page.get_by_role("button", name=RU["hand"], exact=True).click()
        expect(page.get_by_text(RU["delegation_now"])).to_be_visible()
        stand_in.sign_in(OTHER_TEACHER)
        assert stand_in.page.locator("nav").get_by_text("Журнал событий").count() == 1
        page.get_by_role("button", name=re.compile(RU["reclaim"])).click()
        stand_in.open("/home")
        assert stand_in.page.locator("nav").get_by_text("Журнал событий").count() == 0


def test_an_expired_session_leads_back_to_where_one_was(browser: Browser, open_site: LiveSite) -> None:
    with visit(browser, open_site) as visited:
        page = visited.sign_in(ADMINISTRATOR)
        visited.context.clear_cookies()
        visited.open("/accounts")
        page.get_by_role("button", name=ADMINISTRATOR).click()
        page.wait_for_url("**/accounts")


def test_signing_out_forgets_the_page_behind(desk: Visit) -> None:
    page = desk.sign_in(DIRECTOR)
    page.get_by_role("button", name="Выйти").click()
    expect(page.get_by_label(RU["login"])).to_be_visible()
    page.wait_for_load_state()
    page.go_back()
    page.reload()
    expect(page.get_by_label(RU["login"])).to_be_visible()
