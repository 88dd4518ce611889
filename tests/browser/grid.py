"""A class of twenty-seven on a live site, and a hand on the grid: cells by row and column, keys, what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from records.actor import Actor
from records.identity import SystemEntropy
from records.school.imports.apply import apply
from records.school.imports.reader import read_class
from records.school.imports.workbook import read_sheets
from tests.browser.live import DESK, LiveSite, Visit, live, visit
from tests.flow.seeds import Seed
from tests.flow.site import AT
from webui.demo import make_demo
from webui.settings import Environment

SAMPLE = Path(__file__).parents[1] / "samples" / "9А-2025-2026.xlsx"
TEACHER = "Белова Раиса Денисовна"  # teaches География and nothing else
PERIOD = "IV четверть"
PUPILS = 27
_PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""
SAVED = re.compile("Всё записано")


@pytest.fixture(scope="session")
def class_seed(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    """9А as the import leaves it."""
    seed = Seed(tmp_path_factory.mktemp("class") / "seed", None, "")
    make_demo(Environment.read(seed.site.environ()), AT, SystemEntropy())
    value = read_class(read_sheets(SAMPLE)).value
    assert value
    with seed.site.workshop() as workshop, workshop.transaction() as session:
        apply(session, Actor("import", "import", workshop.school), value, AT, workshop.entropy)
    return seed


@pytest.fixture
def class_site(class_seed: Seed, tmp_path: Path) -> Iterator[LiveSite]:
    """A live site of the class, nothing closed."""
    with live(class_seed.copy(tmp_path / "school").site) as served:
        yield served


@dataclass(frozen=True, slots=True)
class Hand:
    """The teacher's hand on the grid of География."""

    visited: Visit

    @property
    def page(self) -> Page:
        """The window."""
        return self.visited.page

    def cell(self, row: int, column: int) -> Locator:
        """A cell by its row and column, from 1; the results follow the mean and the forecast."""
        return self.page.locator(f"#grid tbody tr:nth-child({row}) td:nth-of-type({column + 1})")

    def go(self, row: int, column: int) -> None:
        """Put the focus there."""
        self.cell(row, column).click()

    def keys(self, *keys: str) -> None:
        """Press one key after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def paste(self, text: str) -> None:
        """Paste from a spreadsheet into the cell that has the focus."""
        self.page.evaluate(_PASTE, text)

    def column(self, column: int) -> list[str]:
        """What the page shows in a column."""
        return [
            text.strip()
            for text in self.page.locator(f"#grid tbody tr td:nth-of-type({column + 1})").all_inner_texts()
        ]

    def settled(self) -> None:
        """Wait until everything is written."""
        expect(self.page.locator("#state")).to_have_text(SAVED)

    def reload(self) -> None:
        """Open the page anew, from the server."""
        self.page.reload()
        self.ready()

    def ready(self) -> None:
        """Wait for the program."""
        self.page.wait_for_selector("#grid[data-ready]")

    @property
    def empty(self) -> int:
        """The first column with the fewest entries: room to write."""
        heads = self.page.locator("#grid thead .k").count()
        return min(range(1, heads + 1), key=lambda at: sum(map(bool, self.column(at))))


def open_grid(visited: Visit) -> Hand:
    """Sign in and open the last period of the journal."""
    visited.sign_in(TEACHER)
    visited.open("/journals")
    visited.page.get_by_role("link", name=re.compile(rf"{PERIOD}\s*, География")).click()
    hand = Hand(visited)
    hand.ready()
    return hand


@contextmanager
def at_the_grid(browser: Browser, site: LiveSite, width: int = DESK, scheme: str = "light") -> Iterator[Hand]:
    """The teacher at the grid in a browser of her own."""
    with visit(browser, site, width, scheme=scheme) as visited:
        yield open_grid(visited)
