"""Visitors of the site in tests: an application over an installation, and clients that are signed in.

A client sends the CSRF token with every change, as the pages do; `Stranger` is the one that does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.test import TestResponse

from records.db import close_engine
from records.school.tables import Person, School
from tests.flow.site import Site
from webui.app import create_app
from webui.installation import Installation, open_installation
from webui.settings import Environment

RAW = "0123456789abcdef0123456789abcdef01234567"

DIRECTOR = "Лебедева Анна Петровна"
DEPUTY = "Орлов Павел Сергеевич"
SECRETARY = "Соколова Ольга Викторовна"
AUDITOR = "Зайцев Игорь Андреевич"
ADMINISTRATOR = "Никитин Роман Ильич"
TEACHER = "Громова Мария Ивановна"  # teaches Алгебра and leads 9А in the small school
OTHER_TEACHER = "Кузнецова Татьяна Алексеевна"  # teaches Английский язык (1 группа)
EVERYBODY = (DIRECTOR, DEPUTY, SECRETARY, AUDITOR, ADMINISTRATOR, TEACHER, OTHER_TEACHER)


class Client(FlaskClient):
    """A browser: it keeps cookies and sends the CSRF token with every change."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """A request."""
        if kwargs.get("method", "GET") not in ("GET", "HEAD", "OPTIONS"):
            kwargs["headers"] = {**dict(kwargs.get("headers") or {}), "X-CSRFToken": self.csrf()}
        answer = super().open(*args, **kwargs)
        bare = {name: text for name, text in answer.headers.items() if not text.isascii()}
        assert not bare, f"a real server refuses to send {bare}"
        return answer

    def csrf(self) -> str:
        """The token that fits the session of this browser."""
        with self.session_transaction() as cookie:
            cookie.setdefault("csrf_token", RAW)
            raw = cookie["csrf_token"]
        signer = URLSafeTimedSerializer(self.application.secret_key or "", salt="wtf-csrf-token")
        return str(signer.dumps(raw))


class Stranger(FlaskClient):
    """A browser that was sent here by another site: it has the cookies and no token."""


@contextmanager
def app_of(site: Site) -> Iterator[Flask]:
    """The site of an installation."""
    opened = open_installation(Environment.read(site.environ()))
    app = create_app(opened)
    app.test_client_class = Client
    yield app
    close_engine(opened.workshop.engine)


def installation_of(app: Flask) -> Installation:
    """The installation that the application serves."""
    opened = app.extensions["letopis"]
    assert isinstance(opened, Installation)
    return opened


def person_id(app: Flask, name: str) -> str:
    """The id of a member of staff."""
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        query = select(Person.id).where(Person.school_id == workshop.school, Person.name == name)
        return session.scalars(query).one()


def signed_in(app: Flask, name: str) -> FlaskClient:
    """The browser of a member of staff who has signed in by one click, as a demo installation allows."""
    client = app.test_client()
    answer = client.post("/sign-in/demo", data={"person": person_id(app, name)})
    assert answer.status_code == 302, answer.text
    return client


def set_policy(app: Flask, **rules: object) -> None:
    """Set these rules of the school's policy; the others stay."""
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        school = session.get_one(School, workshop.school)
        school.policy = {**school.policy, **rules}
