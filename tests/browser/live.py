"""A real site on loopback and a real browser: Debian's Chromium, driven by Playwright, judged by axe-core.

What a page writes to the console as an error fails the test that opened it: a breach of the content policy, a script
that threw. Nothing but loopback is reached.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from tests.flow.site import Site
from tests.webui.visitors import app_of

DESK, PHONE = 1280, 320
PATIENCE = 60_000  # milliseconds: no story is about time, and the machine may be busy
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
_RUN = """async options => {
  const { violations, incomplete } = await axe.run(options)
  return { violations, incomplete }
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(frozen=True, slots=True)
class LiveSite:
    """A site that answers on loopback."""

    url: str
    app: Flask
    site: Site


@contextmanager
def live(site: Site) -> Iterator[LiveSite]:
    """The site of an installation, served on a free port."""
    with app_of(site) as app:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield LiveSite(f"http://127.0.0.1:{server.server_port}", app, site)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = shutil.which("chromium")
    assert program, "the tests of pages need Debian's chromium, as '.ci/system-packages test' installs it"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Visit:
    """One person's browser on the site, with what its console said."""

    site: LiveSite
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(self.site.url + path)
        return self.page

    def sign_in(self, name: str) -> Page:
        """Sign in by one click, as a demo installation allows."""
        self.open("/sign-in")
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_url("**/home")
        return self.page

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        wider = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return int(wider)


@contextmanager
def visit(
    browser: Browser, site: LiveSite, width: int = DESK, scripts: bool = True, scheme: str = "light"
) -> Iterator[Visit]:
    """A browser of its own, with cookies of its own. Its console must stay clean of errors."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        locale="ru-RU",
        color_scheme="dark" if scheme == "dark" else "light",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    visited = Visit(site, context, page)
    page.on("pageerror", lambda error: visited.complaints.append(str(error)))
    page.on("console", lambda said: visited.complaints.append(said.text) if said.type == "error" else None)
    yield visited
    context.close()
    # A refusal that a test asks for is a line of the console too.
    assert [told for told in visited.complaints if "Failed to load resource" not in told] == []


@dataclass(frozen=True, slots=True)
class Unsure:
    """What a person has to look at: the rule, why axe cannot tell, and the place."""

    rule: str
    why: str
    place: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What axe says of a page: violations, a line a rule with its places, and what it is not sure of."""

    violations: list[str]
    unsure: list[Unsure]


def judged(page: Page) -> Judgement:
    """The page as it stands, against WCAG 2.2 A and AA."""
    page.wait_for_load_state()  # words are there before the style sheet is, and how large a link is depends on that
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    said = page.evaluate(_RUN, {"runOnly": RULES, "resultTypes": ["violations", "incomplete"]})
    unsure = [
        Unsure(rule["id"], _why(node), str(node["target"]))
        for rule in said["incomplete"]
        for node in rule["nodes"]
    ]
    violations = [
        f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in said["violations"]
    ]
    return Judgement(violations, unsure)


def _why(node: dict[str, Any]) -> str:
    data = (*node["any"], *node["all"], *node["none"])[0]["data"]
    return str(data.get("messageKey")) if isinstance(data, dict) else ""


def axe(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, a line a rule with its places."""
    return judged(page).violations
