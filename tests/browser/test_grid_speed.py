"""What keeps the grid quick, proved without a clock: one stroke a mark and few layers.

How quick that is stands in docs/performance.md; no test is about time.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.grid import PUPILS, Hand, at_the_grid, class_seed, class_site
from tests.browser.live import LiveSite

__all__ = ["class_seed", "class_site"]

ABSENT = {4, 11, 20}  # rows
LAYERS = """() => [...document.querySelectorAll("#grid tbody td:not(.n)")]
  .filter((cell) => getComputedStyle(cell).position !== "static").length"""


@pytest.fixture
def hand(browser: Browser, class_site: LiveSite) -> Iterator[Hand]:
    """The teacher at the grid."""
    with at_the_grid(browser, class_site) as opened:
        yield opened


def strokes(hand: Hand, column: int) -> int:
    """Type a lesson's marks and absences down the column, counting keys."""
    hand.go(1, column)
    # «y» is the key of «н» on the Latin layout, and taken for it.
    typed = ["y" if row in ABSENT else "345"[row % 3] for row in range(1, PUPILS + 1)]
    hand.keys(*typed)
    return len(typed)


def test_a_lesson_takes_one_stroke_a_pupil_and_none_to_save(hand: Hand) -> None:
    column = hand.empty
    hand.page.locator("#advance").check()
    pressed = strokes(hand, column)
    hand.settled()
    hand.reload()
    assert (pressed, sum(map(bool, hand.column(column)))) == (PUPILS, PUPILS)


def test_no_cell_is_a_layer_of_its_own_until_something_happens_in_it(hand: Hand) -> None:
    assert hand.page.evaluate(LAYERS) <= 1  # the one that has the focus
