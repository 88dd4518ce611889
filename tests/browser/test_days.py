"""Days at the school from sign-in to result, told by the keyboard alone and with JavaScript off.

A year goes from the class teacher over secretary, deputy head and director into the archive and is read by the auditor;
an administrator gives an account, and its owner takes it over.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hands import Desk, Hand, at_desk
from tests.browser.live import LiveSite, visit
from tests.browser.school import working
from tests.browser.test_record_story import sign, verify
from tests.flow.seeds import Seed
from tests.webui.visitors import ADMINISTRATOR, AUDITOR, DEPUTY, DIRECTOR, SECRETARY, TEACHER
from webui.accounts.words import RU as ACCOUNTS
from webui.archive.words import RU as ARCHIVE
from webui.closing.words import RU as CLOSING

PHRASE = "лодка плывёт по озеру"
HANDS = pytest.mark.parametrize("hand", Hand, ids=lambda hand: hand.name.lower())


@pytest.fixture
def school(ready_seed: Seed, tmp_path: Path) -> Iterator[LiveSite]:
    """Both half-years are in the archive, the year is open, and a worker works."""
    with working(ready_seed.copy(tmp_path / "school").site) as served:
        yield served


def confirm_year(desk: Desk) -> None:
    """The class teacher confirms the draft of the summary sheet."""
    desk.go("nav_tasks")
    desk.use(desk.page.locator("section[aria-labelledby='years'] a").first)
    desk.press(CLOSING["confirm"])
    desk.told(CLOSING["confirmed_now"])


def cut_off_year(desk: Desk) -> None:
    """The secretary cuts the year of the class off."""
    desk.go("nav_year")
    desk.use(desk.page.locator("table.data tbody th a").first)
    desk.press(CLOSING["cut_year"])
    desk.told(CLOSING["work_done"])


@HANDS
def test_a_year_goes_into_the_archive_from_hand_to_hand(
    browser: Browser, school: LiveSite, hand: Hand
) -> None:
    at = partial(at_desk, browser, school, hand)
    with at(TEACHER) as teacher:
        confirm_year(teacher)
    with at(SECRETARY) as secretary:
        cut_off_year(secretary)
    for name in (TEACHER, DEPUTY, DIRECTOR):
        with at(name) as signer:
            sign(signer)
    with at(SECRETARY) as secretary:
        secretary.go("nav_year")
        expect(secretary.page.locator("table.data tbody")).to_contain_text(CLOSING["next_none"])
    with at(AUDITOR) as auditor:
        verify(auditor)
        auditor.go("nav_expected")
        rows = auditor.page.locator("main tbody tr")
        expect(rows.filter(has=auditor.page.get_by_text(ARCHIVE["missing"], exact=True))).to_have_count(0)
        expect(rows.filter(has=auditor.page.get_by_text(ARCHIVE["present"], exact=True))).not_to_have_count(0)


@HANDS
def test_an_account_is_given_and_taken_over(browser: Browser, open_site: LiveSite, hand: Hand) -> None:
    with at_desk(browser, open_site, hand, ADMINISTRATOR) as administrator:
        administrator.go("nav_accounts")
        administrator.choose(administrator.page.get_by_label(ACCOUNTS["create_person"]), DEPUTY)
        administrator.press(ACCOUNTS["create"])
        told = administrator.page.locator("dd code")
        expect(told).to_have_count(2)
        login, code = told.all_inner_texts()
    with visit(browser, open_site, scripts=hand is Hand.KEYBOARD) as visited:
        owner = Desk(hand, visited)
        page = visited.open("/sign-in")
        owner.fill(page.get_by_label(ACCOUNTS["login"]), login)
        owner.fill(page.get_by_label(ACCOUNTS["password"]), code)
        page.keyboard.press("Enter")
        owner.told(ACCOUNTS["password_first"])
        owner.fill(page.get_by_label(ACCOUNTS["password_old"]), code)
        for field in ("password_new", "password_again"):
            owner.fill(page.get_by_label(ACCOUNTS[field], exact=True), PHRASE)
        page.keyboard.press("Enter")
        owner.told(ACCOUNTS["password_changed"])
