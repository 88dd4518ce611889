"""A report on signatures becomes a record in a real browser: ordered, signed with the server's key, archived."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from records.documents.attachment import embedded_snapshot
from tests.browser.hands import Desk, Hand, at_desk
from tests.browser.live import DESK, PHONE, LiveSite, axe, visit
from tests.browser.school import working
from tests.flow.seeds import Seed
from tests.webui.visitors import AUDITOR, DEPUTY
from webui.archive.words import RU as ARCHIVE
from webui.archive.words_report import RU as REPORT
from webui.closing.words import RU as CLOSING

TITLE = re.compile("^Отчёт о проверке подписей от .*Алгебра")


@pytest.fixture
def school(autumn_seed: Seed, tmp_path: Path) -> Iterator[LiveSite]:
    """The first half-year is in the archive, and a worker is at work."""
    with working(autumn_seed.copy(tmp_path / "school").site) as served:
        yield served


def order(desk: Desk) -> None:
    """Open the report on a record, and make it one."""
    desk.go("nav_records")
    desk.follow(re.compile("^Журнал: Алгебра"))
    desk.follow(REPORT["report_open"])
    desk.press(REPORT["report_order"])
    desk.told(REPORT["report_ordered"])
    expect(desk.page.get_by_text(ARCHIVE["signature_report"], exact=True)).to_be_visible()


def sign(desk: Desk) -> None:
    """Sign it once it is printed."""
    for _ in range(60):
        desk.go("nav_tasks")
        if desk.page.get_by_role("button", name=CLOSING["sign_by_server"]).count():
            break
        desk.page.wait_for_timeout(500)
    desk.press(CLOSING["sign_by_server"])
    desk.told(CLOSING["work_done"])


def taken(desk: Desk) -> bytes:
    """The archived report, reached from the page of the record that it judges."""
    desk.go("nav_records")
    desk.follow(re.compile("^Журнал: Алгебра"))
    desk.follow(TITLE)
    expect(desk.page.get_by_text(ARCHIVE["replicated"], exact=True).first).to_be_visible()
    with desk.page.expect_download() as download:
        desk.follow(ARCHIVE["take_pdf"])
    return download.value.path().read_bytes()


@pytest.mark.parametrize("hand", Hand, ids=lambda hand: hand.name.lower())
def test_a_report_is_ordered_signed_and_archived(browser: Browser, school: LiveSite, hand: Hand) -> None:
    with at_desk(browser, school, hand, DEPUTY) as deputy:
        order(deputy)
        sign(deputy)
    with at_desk(browser, school, hand, AUDITOR) as auditor:
        pdf = taken(auditor)
    assert b'"schema":"letopis/signature-report/1"' in embedded_snapshot(pdf)
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "Отчёт о проверке электронных подписей" in text
    for scheme in ("light", "dark"):
        with visit(browser, school, scheme=scheme) as visited:
            visited.sign_in(DEPUTY)
            page = visited.open("/archive/records")
            page.get_by_role("link", name=re.compile("^Журнал: Алгебра")).first.click()
            for step in (REPORT["report_open"], None):
                for width in (DESK, PHONE):
                    page.set_viewport_size({"width": width, "height": 900})
                    assert (axe(page), visited.overflow()) == ([], 0)
                if step:
                    page.get_by_role("link", name=step).click()
