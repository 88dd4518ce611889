"""Which pictures docs/ has: name, whose page it is, its address, and what is done on it before the picture is taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Page

from retention.workshop import Workshop
from tests.browser.picture_school import (
    BUSY,
    CLOSED,
    WAITING,
    Shelf,
    address,
    asked_cell,
    class_teacher,
    shelves,
    token_holder,
)
from tests.webui.visitors import (
    ADMINISTRATOR,
    AUDITOR,
    DEPUTY,
    DIRECTOR,
    SECRETARY,
    installation_of,
)
from webui.closing.words import RU as OF_CLOSING
from webui.keys.words import RU as OF_KEYS

ADMINISTRATION = ("health", "locations", "schedules", "policy")
PHONE_PAGES = {"lesson-phone", "home-phone"}
Step = Callable[[Page], None]


def _as_it_is(_: Page) -> None:
    """Nothing is done."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page; `who` is None for a stranger."""

    name: str
    who: str | None
    path: str
    before: Step = _as_it_is


def pictures(app: Flask) -> Iterator[Picture]:
    """Every picture, in the order of the guides."""
    workshop = installation_of(app).workshop
    quarter = shelves(workshop, BUSY, 4)
    algebra = next(one for one in quarter if one.subject == WAITING)
    yield from _of_anybody()
    yield from _of_teacher(app, algebra)
    yield from _of_signing(workshop, quarter, class_teacher(workshop, BUSY))
    yield from _of_deputy(app, algebra)
    yield from _of_secretary(app)
    yield from _of_director()
    yield from _of_auditor(app)
    yield from _of_administrator()


def _of_anybody() -> Iterator[Picture]:
    yield Picture("status", None, "/")
    yield Picture("sign-in", None, "/sign-in")
    yield Picture("paper", None, "/paper")


def _register_certificate(page: Page) -> None:
    page.get_by_role("button", name=OF_KEYS["qualified_begin"]).click()
    page.wait_for_url("**/keys/qualified/*")


def _decline(page: Page) -> None:
    page.get_by_role("link", name=re.compile(f"^{OF_CLOSING['decline']}")).first.click()
    page.wait_for_url("**/decline/*")


def _by_token(page: Page) -> None:
    page.get_by_role("button", name=OF_CLOSING["sign_by_token"]).click()
    page.wait_for_url("**/tasks/token")


def _of_teacher(app: Flask, algebra: Shelf) -> Iterator[Picture]:
    journal = f"/journal/{algebra.key.journal}/{algebra.key.period}"
    who = algebra.teacher
    yield Picture("home-teacher", who, "/home")
    yield Picture("home-phone", who, "/home")
    yield Picture("journals", who, "/journals")
    yield Picture("grid", who, journal, _type_a_word)
    yield Picture("grid-keys", who, journal, _ask_for_keys)
    yield Picture("lesson", who, f"{journal}/lesson")
    yield Picture("lesson-phone", who, f"{journal}/lesson")
    yield Picture("lesson-new", who, f"{journal}/lesson/new")
    yield Picture("results", who, f"{journal}/results")
    yield Picture("closing", who, f"/closing/{algebra.key.journal}/{algebra.key.period}")
    yield Picture("account", who, "/account")
    of_keys = shelves(installation_of(app).workshop, BUSY, 4)[0].teacher
    yield Picture("keys", of_keys, "/keys")
    yield Picture("key-new", who, "/keys/new")
    yield Picture("key-qualified", who, "/keys", _register_certificate)
    yield Picture("notices", who, "/notices")
    yield Picture("history", who, asked_cell(app, "cell"))
    yield Picture("correction-ask", who, asked_cell(app, "correction"))
    yield Picture("corrections", who, "/corrections")
    yield Picture("design", who, "/design")


def _of_signing(workshop: Workshop, quarter: list[Shelf], leader: str) -> Iterator[Picture]:
    ready = [one for one in quarter if one.subject != WAITING]
    signer = next(one.teacher for one in reversed(ready[:6]))
    yield Picture("tasks", signer, "/tasks")
    yield Picture("decline", signer, "/tasks", _decline)
    yield Picture("token", token_holder(workshop), "/tasks", _by_token)
    yield Picture("confirm", ready[-1].teacher, f"/closing/{ready[-1].key.journal}/{ready[-1].key.period}")
    yield Picture("home-class-teacher", leader, "/home")


def _of_deputy(app: Flask, algebra: Shelf) -> Iterator[Picture]:
    yield Picture("home-deputy", DEPUTY, "/home")
    yield Picture("heat", DEPUTY, f"/heat?period={algebra.key.period}")
    yield Picture("cut", DEPUTY, address(app, DEPUTY, f"/heat?period={algebra.key.period}", BUSY))
    yield Picture("remark", DEPUTY, f"/closing/{algebra.key.journal}/{algebra.key.period}")
    yield Picture("countersign", DEPUTY, "/tasks")
    yield Picture("corrections-desk", DEPUTY, "/corrections/desk")
    yield Picture("search", DEPUTY, "/search?q=зайцев")
    yield Picture("delegations", DEPUTY, "/delegations")


def _of_secretary(app: Flask) -> Iterator[Picture]:
    yield Picture("home-secretary", SECRETARY, "/home")
    yield Picture("year", SECRETARY, "/year")
    yield Picture("class-year", SECRETARY, address(app, SECRETARY, "/year", CLOSED))
    yield Picture("keys-staff", SECRETARY, "/keys/staff")
    yield Picture("powers", SECRETARY, "/keys/powers")
    yield Picture("records", SECRETARY, "/archive/records")
    yield Picture("expected", SECRETARY, "/archive/expected")


def _of_director() -> Iterator[Picture]:
    yield Picture("home-director", DIRECTOR, "/home")
    yield Picture("batch", DIRECTOR, "/tasks")
    yield Picture("compromise", DIRECTOR, "/compromise")
    yield Picture("compromise-new", DIRECTOR, "/compromise/new")
    yield Picture("appointments", DIRECTOR, "/appointments")


def _of_auditor(app: Flask) -> Iterator[Picture]:
    yield Picture("home-auditor", AUDITOR, "/home")
    yield Picture("archive", AUDITOR, "/archive")
    yield Picture("check", AUDITOR, address(app, AUDITOR, "/archive", r"\d\d\.\d\d\.\d{4} \d\d:\d\d"))
    record = address(app, AUDITOR, "/archive/records?q=алгебра", r"[^<]*Алгебра[^<]*")
    yield Picture("custody", AUDITOR, record)
    yield Picture("signatures", AUDITOR, f"{record}/signatures")
    yield Picture("audit", AUDITOR, "/audit")
    yield Picture("audit-event", AUDITOR, "/audit/30")


def _of_administrator() -> Iterator[Picture]:
    yield Picture("home-administrator", ADMINISTRATOR, "/home")
    yield Picture("accounts", ADMINISTRATOR, "/accounts")
    yield Picture("works", ADMINISTRATOR, "/works")
    for name in ADMINISTRATION:
        yield Picture(name, ADMINISTRATOR, f"/administration/{name}")


def _type_a_word(page: Page) -> None:
    """A cell near the end of the quarter stands open with a word half typed in the Latin layout."""
    _point(page, 4, 17)
    page.keyboard.type("jc")


def _ask_for_keys(page: Page) -> None:
    """The dialog that names the keys."""
    _point(page, 1, 1)
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")


def _point(page: Page, row: int, column: int) -> None:
    """Put the focus on a cell of the grid, counted from 1."""
    page.wait_for_selector("#grid[data-ready]")
    page.locator(f"#grid tbody tr:nth-child({row}) td:nth-of-type({column + 1})").click()
