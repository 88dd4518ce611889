"""«Мои дела» in Chromium where the school asks for КЭП: what is said, what comes first, and the plug-in signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from retention.signatures import answer_questions
from retention.workshop import Workshop
from tests.browser.live import DESK, PHONE, LiveSite, Visit, axe, live, visit
from tests.browser.test_closing import told
from tests.browser.test_qualified import at
from tests.flow.seeds import Seed
from tests.flow.site import AT
from tests.flow.small import JOURNALS
from tests.retention.verification.archive import Archive
from tests.signing.gost_people import GostOwner, Wanted, needs_engine
from tests.webui.closing.desk import actor, person, sign_all, waiting, work
from tests.webui.closing.own_key import answers, owner, questions, registered, trusted
from tests.webui.visitors import DEPUTY, installation_of
from webui.closing.words import RU
from webui.closing.words_keys import RU as KEYS

pytestmark = needs_engine


@pytest.fixture
def asked(asked_site_seed: Seed, tmp_path: Path) -> Iterator[LiveSite]:
    """The policy asks the teachers for their own keys, the deputy head for КЭП; the half-year waits."""
    with live(asked_site_seed.copy(tmp_path / "asked").site) as served:
        yield served


@pytest.fixture
def mixed(cut_site_seed: Seed, tmp_path: Path) -> Iterator[LiveSite]:
    """Three records wait for the deputy head: any key, her own, КЭП."""
    with live(cut_site_seed.copy(tmp_path / "mixed").site) as served:
        aside(sign_all, served.site)
        found = sorted(waiting(of(served))[actor(of(served), DEPUTY).person])
        for record, key in zip(found[1:], ("own", "qualified"), strict=True):
            said = "UPDATE signature_request SET asked_key = :key WHERE position = 1 AND record_id = :record"
            Archive(served.site).edit(said, key=key, record=record)
        yield served


def aside(act: Callable[..., Any], *given: Any) -> Any:
    """Playwright's loop runs in this thread, and signing wants its own."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(act, *given).result()


def of(site: LiveSite) -> Workshop:
    return installation_of(site.app).workshop


def by_teachers(site: LiveSite) -> None:
    """Every teacher signs with a key of their own."""
    workshop = of(site)
    for id in waiting(workshop):
        one = owner(workshop, person(workshop, id))
        answer_questions(workshop, one.actor, answers(one, questions(workshop, one)), AT)
    work(site.site)


def keys(site: LiveSite, folder: Path) -> GostOwner:
    """The deputy head gets a key in a browser, and a qualified certificate."""
    workshop, deputy = of(site), actor(of(site), DEPUTY)
    made = trusted(workshop, folder / "outside").issue(Wanted.named(DEPUTY))
    owner(workshop, deputy)
    registered(workshop, deputy, made)
    return made


def check(visited: Visit) -> None:
    """Nobody is shut out of the page, wide or narrow."""
    for width in (DESK, PHONE):
        visited.page.set_viewport_size({"width": width, "height": 900})
        assert (axe(visited.page), visited.overflow()) == ([], 0)
    visited.page.set_viewport_size({"width": DESK, "height": 900})


def test_a_half_year_that_asks_for_qualified_signatures_is_signed_with_them(
    browser: Browser, asked: LiveSite, tmp_path: Path
) -> None:
    aside(by_teachers, asked)
    mine = aside(keys, asked, tmp_path)
    with at(browser, asked, DEPUTY, mine) as desk:
        page = desk.open("/tasks")
        expect(page.get_by_text(KEYS["asks_qualified"])).to_have_count(len(JOURNALS))
        expect(page.get_by_role("button", name=RU["sign_by_browser"])).to_have_count(0)
        page.get_by_role("button", name=RU["sign_by_qualified"]).click()
        page.get_by_role("button", name=RU["key_sign"]).click()
        page.wait_for_url("**/works/*")
        aside(work, asked.site)
        told(page, scripts=True)
        assert page.locator("main").inner_text().count("сохранён в хранилищах") == len(JOURNALS)
    verified = aside(asked.site.run, "verify", "--json")
    assert (verified.code, verified.json["problems"]) == (0, [])


def test_what_a_key_is_not_good_enough_for_is_named_and_left_out(
    browser: Browser, mixed: LiveSite, tmp_path: Path
) -> None:
    with visit(browser, mixed) as visited:
        visited.sign_in(DEPUTY)
        page = visited.open("/tasks")
        check(visited)
        expect(page.get_by_text(KEYS["no_means_qualified"])).to_be_visible()
        expect(page.get_by_role("checkbox")).to_have_count(1)

        aside(keys, mixed, tmp_path)
        page = visited.open("/tasks")
        check(visited)
        expect(page.get_by_role("checkbox")).to_have_count(3)
        buttons = page.locator("#sign button")
        assert buttons.all_inner_texts() == [RU["sign_by_qualified"], RU["sign_by_browser"]]
        buttons.nth(1).click()
        expect(page.get_by_text(KEYS["left_out"])).to_be_visible()
        check(visited)
