"""A day of accounts on both databases: on PostgreSQL behind row-level security, in the role that owns no table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from retention.publication import publish
from tests.flow.seeds import Seed
from tests.flow.site import AT
from tests.webui.accounts.people import NEXT, sign_in
from tests.webui.visitors import (
    ADMINISTRATOR,
    DEPUTY,
    OTHER_TEACHER,
    TEACHER,
    app_of,
    installation_of,
    person_id,
    signed_in,
)
from webui.audit.words import RU


@pytest.fixture
def app(bare: Seed, tmp_path: Path) -> Iterator[Flask]:
    copy = bare.copy(tmp_path / "school")
    with app_of(copy.site) as made:
        yield made
    copy.drop()


def test_an_account_is_made_used_and_blocked(app: Flask) -> None:
    admin, owner = signed_in(app, ADMINISTRATOR), app.test_client()
    page = admin.post("/accounts", data={"person": person_id(app, DEPUTY)}).text
    login, code = re.findall(r"<dd><code>(.+?)</code></dd>", page)
    sign_in(owner, login, code)
    owner.post("/account/password", data={"old": code, "new": NEXT, "again": NEXT})
    before = owner.get("/home").status_code
    account = re.findall(r"/accounts/(\w+)/block", admin.get("/accounts").text)[0]
    admin.post(f"/accounts/{account}/block")
    assert (before, owner.get("/home").status_code) == (200, 302)


def test_a_delegation_opens_a_journal_and_its_end_shuts_it(app: Flask) -> None:
    stand_in, deputy = signed_in(app, OTHER_TEACHER), signed_in(app, DEPUTY)
    teacher = signed_in(app, TEACHER)
    sheet = re.findall(r'href="(/journal/\w+/\w+)"', teacher.get("/journals").text)[0]
    before = stand_in.get(sheet).status_code
    order = {"role": "teacher", "order": "№ 7-к", "since": "2026-05-26", "until": "2026-05-30"}
    people = {"holder": person_id(app, TEACHER), "person": person_id(app, OTHER_TEACHER)}
    deputy.post("/delegations", data={**order, **people})
    during = stand_in.get(sheet).status_code
    which = re.findall(r"/delegations/(\w+)/end", deputy.get("/delegations").text)[0]
    deputy.post(f"/delegations/{which}/end")
    assert (before, during, stand_in.get(sheet).status_code) == (403, 200, 403)


def test_every_line_of_the_log_is_proved(app: Flask) -> None:
    deputy = signed_in(app, DEPUTY)
    publish(installation_of(app).workshop, AT)
    page = deputy.get(f"/audit?person={person_id(app, DEPUTY)}").text
    assert (RU["proved"] in page, RU["waiting"] in page, RU["wrong"] in page) == (True, False, False)


def test_five_wrong_passwords_lock_the_seat(app: Flask) -> None:
    admin = signed_in(app, ADMINISTRATOR)
    page = admin.post("/accounts", data={"person": person_id(app, DEPUTY)}).text
    login, code = re.findall(r"<dd><code>(.+?)</code></dd>", page)
    statuses = [sign_in(app.test_client(), login, word).status_code for word in (*["не тот"] * 5, code)]
    assert statuses == [401] * 6
