"""Work under way in a real browser: its figures come as a stream, and what came of it shows by itself."""

from __future__ import annotations

import os
import subprocess
import sys

from playwright.sync_api import Browser, expect

from retention.desk import ask_verification
from tests.browser.live import LiveSite, visit
from tests.flow.site import AT
from tests.webui.closing.desk import actor
from tests.webui.visitors import SECRETARY


def begun(site: LiveSite) -> str:
    """A verification that waits for a worker; its batch."""
    with site.site.workshop() as workshop:
        return ask_verification(workshop, actor(workshop, SECRETARY), None, AT)


def work(site: LiveSite) -> None:
    """A worker in a process of its own: this one has the browser's loop."""
    environ = {**os.environ, **site.site.environ()}
    command = [sys.executable, "-c", "from webui.cli import main; main()", "work", "--once", "--workers", "1"]
    subprocess.run(command, env=environ, check=True, capture_output=True)


def test_the_page_shows_by_itself_what_came_of_the_work(browser: Browser, browser_site: LiveSite) -> None:
    batch = begun(browser_site)
    with visit(browser, browser_site) as desk:
        desk.sign_in(SECRETARY)
        page = desk.open(f"/works/{batch}")
        expect(page.locator("#figures")).to_have_text("0")
        work(browser_site)
        expect(page.locator(".notice.good")).to_be_visible()


def test_a_page_that_was_closed_finds_the_work_done(browser: Browser, browser_site: LiveSite) -> None:
    batch = begun(browser_site)
    with visit(browser, browser_site) as desk:
        desk.sign_in(SECRETARY)
        desk.open(f"/works/{batch}")
        desk.open("/home")
        work(browser_site)
        expect(desk.open(f"/works/{batch}").locator(".notice.good")).to_be_visible()


def test_without_scripts_the_page_reloads_itself(browser: Browser, browser_site: LiveSite) -> None:
    batch = begun(browser_site)
    with visit(browser, browser_site, scripts=False) as desk:
        desk.sign_in(SECRETARY)
        page = desk.open(f"/works/{batch}")
        work(browser_site)
        expect(page.locator(".notice.good")).to_be_visible()
