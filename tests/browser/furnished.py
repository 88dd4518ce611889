"""A school in which every page has something to show: half a year kept, a verification, a leaked password, works."""

from __future__ import annotations

import re

from flask import Flask

from records.actor import Actor
from records.gradebook.cells import CellKey, Edit, Place
from records.gradebook.entering import enter
from records.gradebook.reading import JournalKey
from retention.workshop import Workshop
from tests.browser.walk import pages
from tests.flow.site import AT, Site
from tests.webui.closing.desk import work
from tests.webui.closing.empowered import furnish_powers
from tests.webui.compromise.story import LEAK, ORDER, REASON, TOLD_AT, account_of, typed
from tests.webui.visitors import (
    ADMINISTRATOR,
    AUDITOR,
    OTHER_TEACHER,
    SECRETARY,
    TEACHER,
    app_of,
    installation_of,
    signed_in,
)
from webui.accounts.tables import Account


def furnish(site: Site) -> None:
    """Let people do what leaves something to see."""
    with app_of(site) as app:
        verify = {"how": "whole", "year": "", "share": "10", "seed": ""}
        assert signed_in(app, AUDITOR).post("/archive/verify", data=verify).status_code == 302
        leak(app)
        furnish_powers(installation_of(app).workshop, (SECRETARY, TEACHER))
    work(site)


def leak(app: Flask) -> None:
    """A mark was written with a leaked password; its owner has a new one and is asked about the mark."""
    teacher = signed_in(app, OTHER_TEACHER)
    account = account_of(app, OTHER_TEACHER)
    lesson = pages(app, teacher)["gradebook.lesson"]
    write(installation_of(app).workshop, account, lesson, teacher.get(lesson).text)
    known = {"since": typed(LEAK), "learned": typed(TOLD_AT), "told_director": "", "told_support": ""}
    said = {"account": account.id, "number": ORDER, "reason": REASON, **known}
    administrator = signed_in(app, ADMINISTRATOR)
    case = administrator.post("/compromise", data=said).location
    assert administrator.post(f"{case}/restore").status_code == 200
    with installation_of(app).workshop.transaction() as session:
        session.get_one(Account, (account.school_id, account.id)).must_change = False


def write(workshop: Workshop, account: Account, lesson: str, page: str) -> None:
    """Write into the first cell of a lesson while its account was in other hands."""
    field = re.search(r'name="was:(\w+):(\w+):(\w+)" value="(\d+)', page)
    assert field, "the lesson is open"
    place, column, pupil, seen = field.groups()
    journal, period = lesson.split("/")[2:4]
    edit = Edit(CellKey(Place(place), pupil, column), int(seen), "2")
    actor = Actor(account.person_id, account.id, workshop.school)
    key = JournalKey(workshop.school, journal, period)
    with workshop.transaction() as session:
        enter(session, actor, key, [edit], AT, workshop.entropy)
