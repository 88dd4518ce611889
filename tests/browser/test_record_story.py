"""A mark's way to a verified record, told by the keyboard alone and with JavaScript off.

A teacher writes it and confirms the draft, the deputy head cuts the journal off, both sign, the auditor verifies and
reads the record's page; the code at the foot of the printed page gets its answer.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Locator, expect
from pypdf import PdfReader

from records.documents.attachment import embedded_snapshot
from tests.browser.hands import Desk, Hand, at_desk
from tests.browser.live import LiveSite
from tests.browser.school import OWN, Own, working
from tests.flow.seeds import Seed
from tests.webui.visitors import AUDITOR, DEPUTY
from webui.archive.words import RU as ARCHIVE
from webui.closing.words import RU as CLOSING
from webui.gradebook.words import RU as GRADEBOOK
from webui.paper.words import RU as PAPER

PERIOD = "II полугодие"
MARK, IN_RECORD = "5/4", b'"marks":["5","4"]'
LOOKS = 100
PRINTED = re.compile(r"[a-z0-9]{20} · \d+ · [0-9a-f]{16}")


@pytest.fixture(scope="module")
def school(bare_seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    copy = bare_seed.copy(tmp_path_factory.mktemp("record") / "school")
    with working(copy.site) as served:
        yield served


def write(desk: Desk, own: Own) -> None:
    """Write the mark: in the grid, or in the list of a lesson where there is no script."""
    desk.go("nav_journals")
    desk.follow(re.compile(rf"^{PERIOD}\s*, {re.escape(own.title)}"))
    if desk.hand is Hand.KEYBOARD:
        desk.page.wait_for_selector("#grid[data-ready]")
        desk.reach(desk.page.locator("#grid td[tabindex='0']"))
        for key in (*MARK, "Enter"):
            desk.page.keyboard.press(key)
        expect(desk.page.locator("#state")).to_have_text(re.compile("Всё записано"))
        return
    desk.follow(GRADEBOOK["lesson_today"])
    desk.fill(desk.page.get_by_label(re.compile(own.pupil)).first, MARK)
    desk.press(GRADEBOOK["save_cells"])
    desk.told(GRADEBOOK["saved_cells"].format(count=1))


def confirm(desk: Desk, own: Own) -> None:
    """Confirm the draft of the journal's period."""
    desk.go("nav_tasks")
    row = desk.page.locator("tr", has_text=own.title).filter(has_text=PERIOD)
    desk.use(row.get_by_role("link").first)
    desk.press(CLOSING["confirm"])
    desk.told(CLOSING["confirmed_now"])


def cut_off(desk: Desk) -> None:
    """Cut off what is confirmed in the class."""
    desk.go("nav_heat")
    desk.choose(desk.page.locator("#period"), f"{PERIOD}, 2025/2026")
    desk.press("Показать")
    desk.follow(re.compile("^9А$"))
    desk.press(CLOSING["cut"])
    desk.told(CLOSING["work_done"])


def sign(desk: Desk) -> None:
    """Sign all that waits."""
    desk.go("nav_tasks")
    desk.press(CLOSING["sign_by_server"])
    desk.told(CLOSING["work_done"])


def verify(desk: Desk) -> None:
    """Have every byte of the archive read."""
    desk.go("nav_archive")
    desk.press(ARCHIVE["verify"])
    desk.told(ARCHIVE["found_none"])


def taken(desk: Desk, own: Own) -> bytes:
    """The record's file, taken away from the record's page."""
    desk.go("nav_records")
    desk.follow(re.compile(re.escape(own.title)))
    with desk.page.expect_download() as download:
        desk.follow(ARCHIVE["take_pdf"])
    return download.value.path().read_bytes()


def custody(desk: Desk) -> None:
    """Every step of the record's way is an entry of the log, once the worker has had a quiet moment."""
    steps = desk.page.locator("ol.custody li")
    for _ in range(LOOKS):
        if steps.count() == steps.filter(has_text=ARCHIVE["proven"]).count() > 0:
            return
        desk.page.reload()
    pytest.fail("the log does not tell of every step")


def answer_for(desk: Desk, pdf: bytes) -> Locator:
    """What the page for paper copies says of the code at the foot."""
    printed = PRINTED.search(PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
    assert printed
    desk.visited.open("/paper")
    desk.fill(desk.page.locator("#code"), printed[0])
    desk.use(desk.page.locator("main form button"))
    return desk.page.locator(".verdict")


@pytest.mark.parametrize("hand", Hand, ids=lambda hand: hand.name.lower())
def test_a_mark_becomes_a_verified_record(browser: Browser, school: LiveSite, hand: Hand) -> None:
    own, at = OWN[hand], partial(at_desk, browser, school, hand)
    with at(own.teacher) as teacher:
        write(teacher, own)
        confirm(teacher, own)
    with at(DEPUTY) as deputy:
        cut_off(deputy)
    with at(own.teacher) as teacher:
        sign(teacher)
    with at(DEPUTY) as deputy:
        sign(deputy)
    with at(AUDITOR) as auditor:
        verify(auditor)
        pdf = taken(auditor, own)
        custody(auditor)
        expect(answer_for(auditor, pdf)).to_have_text(PAPER["in_force"])
    assert IN_RECORD in embedded_snapshot(pdf)
