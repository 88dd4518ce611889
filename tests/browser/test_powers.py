"""In Chromium: the secretary enters a power of attorney, the deputy head signs a half-year under it; all holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import PHONE, LiveSite, axe, visit
from tests.browser.test_qualified import at, closed, sign_here
from tests.flow.small import JOURNALS
from tests.signing.gost_people import Wanted, needs_engine
from tests.signing.powers import NUMBER, Organisation
from tests.webui.closing.desk import actor
from tests.webui.closing.empowered import giver
from tests.webui.closing.own_key import registered
from tests.webui.visitors import DEPUTY, SECRETARY, installation_of
from webui.closing.words import RU as CLOSING
from webui.keys.words_powers import RU

pytestmark = needs_engine


@pytest.fixture
def organisation(open_site: LiveSite, tmp_path: Path) -> Organisation:
    """Who gives powers; its authority is trusted."""
    return giver(installation_of(open_site.app).workshop, tmp_path / "organisation")


def enter(page: Page, organisation: Organisation, folder: Path) -> None:
    """The office's form, filled in from the link on the page of keys."""
    given = organisation.gives(NUMBER, DEPUTY)
    (folder / "ON_EMCHD.xml").write_bytes(given.xml)
    (folder / "ON_EMCHD.xml.sig").write_bytes(given.cms)
    page.get_by_role("link", name=RU["title"]).click()
    page.get_by_label(RU["person"]).select_option(label=DEPUTY)
    page.get_by_label(RU["xml"]).set_input_files(folder / "ON_EMCHD.xml")
    page.get_by_label(RU["signature"], exact=True).set_input_files(folder / "ON_EMCHD.xml.sig")
    page.get_by_role("button", name=RU["add"]).click()
    expect(page.get_by_text(RU["added"])).to_be_visible()


def test_a_half_year_is_signed_under_a_power(
    browser: Browser, open_site: LiveSite, organisation: Organisation, tmp_path: Path
) -> None:
    closed(browser, open_site)
    with visit(browser, open_site, width=PHONE, scripts=False) as office:
        office.sign_in(SECRETARY)
        enter(office.open("/keys/staff"), organisation, tmp_path)
        assert office.overflow() == 0
    own = organisation.authority.issue(Wanted.named(DEPUTY))
    workshop = installation_of(open_site.app).workshop
    with ThreadPoolExecutor(1) as aside:  # Playwright's loop runs in this thread, and a chain wants its own
        aside.submit(registered, workshop, actor(workshop, DEPUTY), own).result()
    with at(browser, open_site, DEPUTY, own) as desk:
        page = desk.open("/tasks")
        page.get_by_role("button", name=CLOSING["sign_by_qualified"]).click()
        expect(page.get_by_text(NUMBER)).to_be_visible()
        assert axe(page) == []
        sign_here(page, open_site)
    safe = open_site.site.location("safe") / "records"
    assert len([*safe.rglob(f"power-{NUMBER}.issuers.pem")]) == len(JOURNALS)
    with visit(browser, open_site) as office:
        office.sign_in(SECRETARY)
        page = office.open("/keys/powers")
        assert axe(page) == []
        page.get_by_text(RU["revoke"], exact=False).first.click()
        page.get_by_label(RU["why"]).fill("Сменил должность")
        page.get_by_role("button", name=RU["revoke"]).click()
        expect(page.get_by_text(RU["revoked_now"])).to_be_visible()
    with ThreadPoolExecutor(1) as aside:
        verified = aside.submit(open_site.site.run, "verify", "--json").result()
    assert (verified.code, verified.json["problems"]) == (0, [])
