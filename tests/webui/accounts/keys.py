"""Passkeys in tests: the questions and answers of the pages, with an authenticator in software."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.webui.accounts.authenticator import HONEST, Authenticator, Bent
from tests.webui.visitors import installation_of
from webui.accounts.tables import Passkey

ASK, ENTER = "/sign-in/passkey/question", "/sign-in/passkey"
ASK_NEW, ADD = "/account/passkeys/question", "/account/passkeys"
ASK_PROOF, PROVE = "/account/prove/question", "/account/prove/passkey"


def question(client: FlaskClient, address: str) -> dict[str, Any]:
    """What the site asks an authenticator."""
    answer = client.post(address)
    assert answer.status_code == 200, answer.text
    asked: dict[str, Any] = json.loads(answer.text)
    return asked


def enrol(
    client: FlaskClient, device: Authenticator, bent: Bent = HONEST, name: str = "Ноутбук"
) -> TestResponse:
    """Add a passkey as the page does."""
    made = device.make(question(client, ASK_NEW), bent)
    return client.post(ADD, data={"credential": made, "name": name})


def enter(client: FlaskClient, device: Authenticator, bent: Bent = HONEST, **more: str) -> TestResponse:
    """Sign in by passkey as the page does."""
    used = device.use(question(client, ASK), bent)
    return client.post(ENTER, data={"credential": used, **more})


def first_code(answer: TestResponse) -> str:
    """The first of the recovery codes that a page shows."""
    return answer.text.split("<li><code>")[1].split("<")[0]


def twin(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser with the same cookie."""
    with client.session_transaction() as cookie:
        held = dict(cookie)
    other = app.test_client()
    with other.session_transaction() as cookie:
        cookie.update(held)
    return other


def sent_at_once(app: Flask, client: FlaskClient, used: str) -> list[int]:
    """The statuses of one answer that four browsers with this one's cookie send at the same moment, in order."""
    twins = [twin(app, client) for _ in range(4)]
    with ThreadPoolExecutor(len(twins)) as pool:
        answers = pool.map(lambda one: one.post(ENTER, data={"credential": used}), twins)
        return sorted(answer.status_code for answer in answers)


def rows(app: Flask) -> list[Passkey]:
    """Every passkey."""
    with installation_of(app).workshop.transaction() as session:
        return list(session.scalars(select(Passkey).order_by(Passkey.created_at, Passkey.id)))
