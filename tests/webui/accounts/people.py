"""Accounts with passwords for tests of signing in, and readings of what the site wrote."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from records.actor import Actor
from records.log.store import LogEvent
from tests.flow.site import AT
from tests.webui.visitors import installation_of, person_id
from webui.accounts.manage import create_account
from webui.accounts.passwords import hash_password
from webui.accounts.tables import Account

PASSWORD = "ветер качает рябину"
NEXT = "лодка плывёт по озеру"


def give_account(app: Flask, name: str, login: str, password: str = PASSWORD) -> str:
    """An account whose owner has already chosen their password; its id."""
    account = one_time(app, name, login)[0]
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        row = session.get_one(Account, (workshop.school, account))
        row.password, row.must_change = hash_password(password, workshop.entropy), False
        row.password_until = None
    return account


def one_time(app: Flask, name: str, login: str) -> tuple[str, str]:
    """An account as the administrator makes it: its id and its one-time password."""
    workshop = installation_of(app).workshop
    person = person_id(app, name)
    actor = Actor("tests", "system", workshop.school)
    with workshop.transaction() as session:
        row, code = create_account(session, actor, person, login, None, AT, workshop.entropy)
        return row.id, code


def sign_in(client: FlaskClient, login: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """What the form of the sign-in sends."""
    return client.post("/sign-in", data={"login": login, "password": password, **more})


def by_password(app: Flask, login: str) -> FlaskClient:
    """A browser in which the password of that login was given."""
    client = app.test_client()
    sign_in(client, login)
    return client


def change_account(app: Flask, account: str, **values: object) -> None:
    """Set columns of an account behind the site's back."""
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        row = session.get_one(Account, (workshop.school, account))
        for name, value in values.items():
            setattr(row, name, value)


def events(app: Flask, kind: str) -> Sequence[dict[str, Any]]:
    """The bodies of the log's events of a kind."""
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        query = select(LogEvent.body).where(LogEvent.school_id == workshop.school, LogEvent.kind == kind)
        return [json.loads(body or b"{}") for body in session.scalars(query.order_by(LogEvent.id))]
