"""A token's owner in Chromium: the certification request sent, the request file taken, its answer brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import PHONE, LiveSite, Visit, axe, visit
from tests.browser.test_closing import TEACHERS, confirm, cut_off, told
from tests.webui.closing.desk import work
from tests.webui.closing.own_token import code_for, new_token, request_of
from tests.webui.visitors import TEACHER, set_policy
from webui.closing.words import RU as CLOSING
from webui.closing.words_token import RU
from webui.keys.words import RU as KEYS


def fits(desk: Visit, page: Page) -> None:
    """Nobody is shut out of the page, however narrow."""
    assert axe(page) == []
    page.set_viewport_size({"width": PHONE, "height": 700})
    assert (axe(page), desk.overflow()) == ([], 0)
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_teacher_signs_with_a_token(
    browser: Browser, open_site: LiveSite, tmp_path: Path, scripts: bool
) -> None:
    site, token = open_site, new_token(tmp_path / "desk")
    set_policy(site.app, server_keys=False)
    request_of(token, code_for(site.app, TEACHER))
    for teacher in TEACHERS:
        confirm(browser, site, teacher, scripts=True)
    cut_off(browser, site, scripts=True)

    with visit(browser, site, scripts=scripts) as desk:
        desk.sign_in(TEACHER)
        page = desk.open("/keys/new")
        if scripts:
            fits(desk, page)
        page.get_by_label(KEYS["token_file"]).set_input_files(token.folder / "letopis-key.csr")
        page.get_by_label(KEYS["token_label"]).fill("Мой токен")
        page.get_by_role("button", name=KEYS["token_add"]).click()
        expect(page.get_by_text(KEYS["added_token"])).to_be_visible()
        expect(page.get_by_role("row", name="Мой токен")).to_contain_text(KEYS["on_token"])
        if scripts:
            fits(desk, page)
        page = desk.open("/tasks")
        page.get_by_role("button", name=CLOSING["sign_by_token"]).click()
        if scripts:
            fits(desk, page)
        with page.expect_download() as taken:
            page.get_by_role("button", name=RU["take"]).click()
        taken.value.save_as(token.folder / "asked.json")
        token.signed((token.folder / "asked.json").read_bytes())
        page.get_by_label(RU["answer"]).set_input_files(token.folder / "asked-signed.json")
        page.get_by_role("button", name=RU["send"]).click()
        page.wait_for_url("**/works/*")
        work(site.site)
        told(page, scripts=scripts)

        assert "сделано" in page.locator("main").inner_text()
