"""A leaked password in a real browser: reported without a script, answered by its owner, readable for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.live import DESK, PHONE, LiveSite, axe, visit
from tests.webui.compromise.story import (
    LEAK,
    ORDER,
    REASON,
    SUSPECT_AT,
    TOLD_AT,
    VOID_AT,
    account_of,
    typed,
    write,
)
from tests.webui.visitors import ADMINISTRATOR, TEACHER, installation_of, signed_in
from webui.accounts.tables import Account
from webui.compromise.words import RU


def leak(site: LiveSite) -> None:
    """A suspect mark and a void one."""
    signed_in(site.app, TEACHER)
    workshop, account = installation_of(site.app).workshop, account_of(site.app)
    write(workshop, account, 0, "2", SUSPECT_AT)
    write(workshop, account, 3, "2", VOID_AT)


def allow(site: LiveSite) -> None:
    """The teacher has chosen a new password."""
    account = account_of(site.app)
    with installation_of(site.app).workshop.transaction() as session:
        session.get_one(Account, (account.school_id, account.id)).must_change = False


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_leak_is_reported_answered_and_ended_without_a_script(
    browser: Browser, open_site: LiveSite, width: int
) -> None:
    leak(open_site)
    with visit(browser, open_site, width, scripts=False) as admin:
        page = admin.sign_in(ADMINISTRATOR)
        admin.open("/compromise/new")
        page.locator("select#account").select_option(account_of(open_site.app).id)
        page.locator("#since").fill(typed(LEAK))
        for name in ("learned", "told_director", "told_support"):
            page.locator(f"#{name}").fill(typed(TOLD_AT))
        page.locator("#number").fill(ORDER)
        page.locator("#reason").fill(REASON)
        page.get_by_role("button", name=RU["submit"]).click()
        expect(page.get_by_role("status")).to_have_text(RU["reported_done"])
        page.get_by_role("button", name=RU["restore_submit"]).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(RU["restored_title"])
    allow(open_site)
    with visit(browser, open_site, width, scripts=False) as owner:
        page = owner.sign_in(TEACHER)
        page.locator('.chores.late a[href="/compromise/mine"]').click()
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name=RU["mine_confirm"]).click()
        expect(page.get_by_text(RU["mine_answered"])).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_pages_of_a_case_shut_nobody_out(browser: Browser, open_site: LiveSite, width: int) -> None:
    leak(open_site)
    client = signed_in(open_site.app, ADMINISTRATOR)
    told = dict.fromkeys(("learned", "told_director", "told_support"), typed(TOLD_AT))
    account = account_of(open_site.app).id
    said = {"account": account, "since": typed(LEAK), "number": ORDER, "reason": REASON, **told}
    case = client.post("/compromise", data=said).location
    client.post(f"{case}/restore")
    allow(open_site)
    with visit(browser, open_site, width) as admin:
        admin.sign_in(ADMINISTRATOR)
        for path in (case, "/compromise", "/compromise/new"):
            assert (axe(admin.open(path)), admin.overflow()) == ([], 0)
    with visit(browser, open_site, width, scheme="dark") as owner:
        owner.sign_in(TEACHER)
        for path in ("/home", "/compromise/mine"):
            assert (axe(owner.open(path)), owner.overflow()) == ([], 0)
