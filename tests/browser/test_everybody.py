"""Every page that a role can come to by links: WCAG 2.2 A and AA by axe, at 1280 and at 320 pixels, light or dark.

A page that nothing leads to says here why. What axe is not sure of was looked at: UNSURE names it with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser.furnished import furnish
from tests.browser.live import DESK, PHONE, LiveSite, Visit, judged, live, visit
from tests.browser.walk import pages
from tests.flow.seeds import Seed
from tests.webui.closing.conftest import reached
from tests.webui.visitors import DEPUTY, EVERYBODY, signed_in

ANYBODY = (
    "/",
    "/paper",
    "/paper?code=1",
    "/sign-in",
    "/sign-in/forgotten",
    "/sign-in/new-password",
    "/nowhere",
)
# What is asked for by an address and is no page that a link leads to, and why.
BY_NO_LINK = {
    "static": "files",
    "status.health": "for programs",
    "gradebook.read_cells": "for the grid's program",
    "gradebook.history": "opened by a tool of the grid",
    "design.page": "for whoever works on the pages; test_design.py judges it",
    "oidc.own": "only where a provider is set up (tests/webui/oidc)",
    "oidc.of_account": "the same",
    "accounts.sign_in_code": "asked for after a password",
    "amending.act": "this school has no act",
    "closing.files": "nothing waits for a file here; test_qualified.py judges it",
    "keys.qualified": "its words are made by a button; test_qualified.py judges it",
    "closing.declining": "nothing waits for a signature here; test_declining.py judges it",
    "accounts.password": "asked for when a password has to be changed",
}
# What axe cannot tell by itself, by rule, reason and width; each was looked at.
UNSURE = {
    ("color-contrast", "nonBmp", DESK): "signs of the table of readiness: the colours of its figures",
    ("color-contrast", "nonBmp", PHONE): "the same",
    (
        "color-contrast",
        "elmPartiallyObscured",
        PHONE,
    ): "scrolls out of a narrow window; measured in the wide one",
    ("color-contrast", "shortTextContent", PHONE): "the same, of a single figure",
}


@pytest.fixture(scope="module")
def school(kept_seed: Seed, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """One site for the module: nobody changes anything here."""
    seed = reached(kept_seed, seeds, "furnished", furnish)
    with live(seed.copy(tmp_path_factory.mktemp("everybody") / "school").site) as served:
        yield served


def troubles(visited: Visit, paths: list[str]) -> dict[str, list[str]]:
    """What is wrong with these pages at both widths, by address."""
    found = {}
    for path in paths:
        page = visited.open(path)
        told = told_at(page, DESK)
        told += told_at(page, PHONE) + ([f"wider by {visited.overflow()}"] if visited.overflow() else [])
        if told:
            found[path] = told
    return found


def told_at(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    said = judged(page)
    unsure = [str(one) for one in said.unsure if (one.rule, one.why, width) not in UNSURE]
    return said.violations + unsure


def test_a_link_leads_to_every_page(school: LiveSite) -> None:
    app = school.app
    found = set(pages(app, app.test_client(), "/"))
    for name in EVERYBODY:
        found |= set(pages(app, signed_in(app, name)))
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    files = {name for name in asked if is_file(app, name)}
    assert asked - found - files - BY_NO_LINK.keys() == set()


def is_file(app: Flask, endpoint: str) -> bool:
    """Whether its view answers with a file: such a view says so by what it returns."""
    return app.view_functions[endpoint].__annotations__.get("return") in ("Response", "Answer")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_the_pages_for_anybody(browser: Browser, school: LiveSite, scheme: str) -> None:
    with visit(browser, school, scheme=scheme) as visited:
        assert troubles(visited, list(ANYBODY)) == {}


@pytest.mark.parametrize(("name", "scheme"), [*((name, "light") for name in EVERYBODY), (DEPUTY, "dark")])
def test_nobody_is_shut_out_of_their_pages(
    browser: Browser, school: LiveSite, name: str, scheme: str
) -> None:
    addresses = sorted(pages(school.app, signed_in(school.app, name)).values())
    with visit(browser, school, scheme=scheme) as visited:
        visited.sign_in(name)
        assert troubles(visited, addresses) == {}
