"""Two ways to use a page: by the keyboard alone, or with JavaScript off. A story is told once and done by both.

The keyboard walks by Tab to what it wants, so that what cannot be reached fails; nothing here points or clicks then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.live import LiveSite, Visit, visit
from webui.words import RU as SHARED

_STOPS = 250
_HERE = "one => one === document.activeElement"
_HIDING = "xpath=ancestor::details[not(@open)][1]/summary"
# Chrome of a Russian asks for day, month and year in turn.
_FORMATS = {"date": r"\3\2\1", "datetime-local": r"\3\2\1"}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")

Name = str | re.Pattern[str]


class Hand(Enum):
    """How a person uses the site."""

    KEYBOARD = "keyboard alone"
    PLAIN = "without scripts"


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at the site, in a browser of their own."""

    hand: Hand
    visited: Visit

    @property
    def page(self) -> Page:
        """The window."""
        return self.visited.page

    def sign_in(self, name: str) -> None:
        """Sign in by the button of a demo installation."""
        self.visited.open("/sign-in")
        self.press(name)
        self.page.wait_for_url("**/home*")

    def go(self, word: str) -> None:
        """Follow an entry of the navigation, by its key in webui/words.py."""
        entry = self.page.locator("nav a").filter(has_text=re.compile(rf"^\s*{re.escape(SHARED[word])}\s*$"))
        self.use(entry.first)

    def follow(self, name: Name, within: Locator | None = None) -> None:
        """Follow a link."""
        self.use((within or self.page).get_by_role("link", name=name).first)

    def press(self, name: Name, within: Locator | None = None) -> None:
        """Press a button."""
        self.use((within or self.page).get_by_role("button", name=name).first)

    def use(self, target: Locator) -> None:
        """Follow a link or press a button."""
        self._shown(target)
        if self.hand is Hand.PLAIN:
            target.click()
            return
        self.reach(target)
        self.page.keyboard.press("Enter")

    def fill(self, target: Locator, text: str) -> None:
        """Type into a field in place of what stands there; days as 2026-06-05."""
        if self.hand is Hand.PLAIN:
            target.fill(text)
            return
        self.reach(target)
        if form := _FORMATS.get(target.get_attribute("type") or ""):
            self.page.keyboard.type(_DAY.sub(form, text))
        else:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)

    def choose(self, target: Locator, text: str) -> None:
        """Choose an option of a list by what it says."""
        if self.hand is Hand.PLAIN:
            target.select_option(label=text)
            return
        self.reach(target)
        self.page.keyboard.press("Home")
        said = "one => one.selectedOptions[0].label"
        for _ in range(target.locator("option").count()):
            if target.evaluate(said) == text:
                return
            self.page.keyboard.press("ArrowDown")
        assert target.evaluate(said) == text

    def tick(self, target: Locator) -> None:
        """Set a tick."""
        if self.hand is Hand.PLAIN:
            target.check()
        elif not target.is_checked():
            self.reach(target)
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def reach(self, target: Locator) -> None:
        """Walk by Tab until the focus is there."""
        for _ in range(_STOPS):
            if target.evaluate(_HERE):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def told(self, text: str) -> None:
        """Wait until the page says so, by itself or, without scripts, when it is loaded anew."""
        said = self.page.get_by_text(text).first
        expect(said).to_be_visible()

    def _shown(self, target: Locator) -> None:
        """Open the menu that hides it."""
        target.wait_for(state="attached")
        if not target.is_visible():
            self.use(target.locator(_HIDING))


@contextmanager
def at_desk(browser: Browser, site: LiveSite, hand: Hand, name: str, width: int = 1280) -> Iterator[Desk]:
    """A person signed in, with the navigation in sight."""
    with visit(browser, site, width, scripts=hand is Hand.KEYBOARD) as visited:
        desk = Desk(hand, visited)
        desk.sign_in(name)
        yield desk
