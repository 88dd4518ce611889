"""A connection lost while one signs, and the page behind: the work goes on, and nothing is asked for twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect
from sqlalchemy import select

from records.lifecycle import RequestState
from signing.request import SignatureRequest
from tests.browser.live import LiveSite, live, visit
from tests.flow.seeds import Seed
from tests.webui.closing.desk import work
from tests.webui.visitors import TEACHER
from webui.closing.words import RU


@pytest.fixture
def school(cut_site_seed: Seed, tmp_path: Path) -> Iterator[LiveSite]:
    """The first half-year is cut off and waits for its teachers; no worker works yet."""
    with live(cut_site_seed.copy(tmp_path / "school").site) as served:
        yield served


def signed(site: LiveSite) -> int:
    """How many signatures were made."""
    done = select(SignatureRequest.record_id).where(SignatureRequest.state == RequestState.SIGNED)
    with site.site.workshop() as workshop, workshop.transaction() as session:
        return len(session.scalars(done).all())


def lose_the_answer(route: Route) -> None:
    """The server hears it, the browser hears nothing."""
    route.fetch(max_redirects=0)
    route.abort()


def test_a_signature_whose_answer_was_lost_is_made_once(browser: Browser, school: LiveSite) -> None:
    with visit(browser, school) as visited:
        page = visited.sign_in(TEACHER)
        visited.open("/tasks")
        page.route("**/tasks/sign", lose_the_answer)
        page.get_by_role("button", name=RU["sign_by_server"]).click(no_wait_after=True)
        page.wait_for_event("requestfailed")
        page.unroute("**/tasks/sign")
        visited.open("/tasks")
        expect(page.get_by_text(RU["busy"], exact=True)).to_be_visible()
        work(school.site)
        visited.open("/tasks")
        expect(page.get_by_text(RU["to_sign"])).to_have_count(0)
    assert signed(school) == 1


def test_from_the_page_behind_nothing_is_signed_a_second_time(browser: Browser, school: LiveSite) -> None:
    with visit(browser, school, scripts=False) as visited:
        page = visited.sign_in(TEACHER)
        visited.open("/tasks")
        page.get_by_role("button", name=RU["sign_by_server"]).click()
        page.wait_for_url("**/works/*")
        page.go_back()
        page.reload()
        expect(page.get_by_text(RU["busy"], exact=True)).to_be_visible()
        expect(page.get_by_role("checkbox")).to_have_count(0)
        work(school.site)
    assert signed(school) == 1
