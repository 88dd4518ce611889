"""The navigation says where one is: on a page of it, or below one that leads there."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from records.gradebook.tables import JournalPeriod
from records.registers.tables import Record
from tests.webui import visitors
from tests.webui.visitors import installation_of, signed_in
from webui.navigation import BELOW, ENTRIES
from webui.routes import ROUTES, Audience

IN_THE_BAR = {entry.endpoint for entry in ENTRIES}
# Answers for programs, and files.
NO_PAGES = {
    *("administration.policy_file", "gradebook.read_cells", "archive.progress", "archive.signatures_json"),
    *("archive.bag", "archive.head", "archive.pdf", "closing.asked_file", "closing.asked_files"),
    *("closing.draft", "closing.file", "closing.year_draft"),
}


def here(client: FlaskClient, address: str) -> list[tuple[str, str]]:
    """(place, name) of the entries of the navigation that are marked."""
    page = client.get(address)
    assert page.status_code == 200
    bar = re.search(r"<nav .*?</nav>", page.text, re.DOTALL)
    assert bar
    return re.findall(r'<a href="[^"]*" aria-current=(\w+)>([^<]*)</a>', bar[0])


def test_every_page_behind_a_permission_has_its_place(autumn_app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in autumn_app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not isinstance(ROUTES.get(rule.endpoint, Audience.ANYONE), Audience)
    }
    assert pages - IN_THE_BAR - set(BELOW) == NO_PAGES


def test_what_stands_below_leads_from_an_entry() -> None:
    assert {one for above in BELOW.values() for one in above} <= IN_THE_BAR
    assert not IN_THE_BAR & set(BELOW)


def test_a_journal_stands_below_the_journals(autumn_app: Flask) -> None:
    workshop, deputy = installation_of(autumn_app).workshop, signed_in(autumn_app, visitors.DEPUTY)
    with workshop.reading() as session:
        row = session.scalars(select(JournalPeriod).where(JournalPeriod.school_id == workshop.school)).first()
    assert row
    assert here(deputy, "/journals") == [("page", "Журналы")]
    assert here(deputy, f"/journal/{row.journal_id}/{row.period_id}") == [("true", "Журналы")]
    assert here(deputy, f"/closing/{row.journal_id}/{row.period_id}") == [("true", "Закрытие периода")]


def test_a_page_stands_below_the_first_entry_that_one_sees(autumn_app: Flask) -> None:
    workshop = installation_of(autumn_app).workshop
    with workshop.reading() as session:
        record = session.scalars(select(Record).where(Record.school_id == workshop.school)).first()
    assert record
    teacher = signed_in(autumn_app, visitors.TEACHER)
    own = next(
        address
        for address in re.findall(r'href="(/journal/[^"]+)"', teacher.get("/journals").text)
        if teacher.get(address.replace("/journal/", "/closing/")).status_code == 200
    )
    assert here(teacher, own.replace("/journal/", "/closing/")) == [("true", "Мои дела")]
    assert here(signed_in(autumn_app, visitors.AUDITOR), f"/archive/record/{record.id}") == [
        ("true", "Документы")
    ]


def test_a_page_of_ones_own_stands_nowhere(autumn_app: Flask) -> None:
    assert here(signed_in(autumn_app, visitors.TEACHER), "/account") == []
