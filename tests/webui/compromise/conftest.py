"""The small school with nothing closed, its people signed in, two marks written through a leaked account."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from retention.workshop import Workshop
from tests.webui.compromise.story import SUSPECT_AT, VOID_AT, account_of, write
from tests.webui.visitors import ADMINISTRATOR, DIRECTOR, TEACHER, installation_of, signed_in


@pytest.fixture
def workshop(app: Flask) -> Workshop:
    return installation_of(app).workshop


@pytest.fixture
def teacher(app: Flask) -> FlaskClient:
    return signed_in(app, TEACHER)


@pytest.fixture
def director(app: Flask) -> FlaskClient:
    return signed_in(app, DIRECTOR)


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    return signed_in(app, ADMINISTRATOR)


@pytest.fixture
def leaked(app: Flask, workshop: Workshop, teacher: FlaskClient) -> Flask:
    """A suspect mark in the first column, a void one in the second."""
    write(workshop, account_of(app), 0, "2", SUSPECT_AT)
    write(workshop, account_of(app), 3, "2", VOID_AT)
    return app
