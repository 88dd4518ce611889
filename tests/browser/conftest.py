"""What tests in a real browser may ask for: one Chromium a module, a site of the small school for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.live import LiveSite, Visit, chromium, live, visit
from tests.flow.seeds import Seed
from tests.flow.site import Site
from tests.webui.closing.conftest import asked_site_seed, cut_site_seed, kept_seed, ready_seed
from tests.webui.conftest import autumn, autumn_seed, bare, bare_seed, seeds

__all__ = [
    "asked_site_seed",
    "autumn",
    "autumn_seed",
    "bare",
    "bare_seed",
    "browser",
    "browser_site",
    "cut_site_seed",
    "desk",
]
__all__ += ["kept_seed", "open_site", "ready_seed", "seeds"]


@pytest.fixture(scope="module")
def browser(autumn_seed: Seed) -> Iterator[Browser]:
    """Debian's Chromium, for a module.

    Playwright keeps a loop running in this thread, and signing wants its own: seeds come first, and the browser ends
    before tests of another folder begin in this process.
    """
    with chromium() as started:
        yield started


@pytest.fixture
def browser_site(autumn: Site) -> Iterator[LiveSite]:
    """A live site of the small school with its first half-year closed."""
    with live(autumn) as served:
        yield served


@pytest.fixture
def open_site(bare: Site) -> Iterator[LiveSite]:
    """A live site of the small school with nothing closed."""
    with live(bare) as served:
        yield served


@pytest.fixture
def desk(browser: Browser, browser_site: LiveSite) -> Iterator[Visit]:
    """A window of a desktop computer on the site."""
    with visit(browser, browser_site) as opened:
        yield opened
