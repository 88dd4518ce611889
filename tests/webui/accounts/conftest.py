"""What the tests of accounts share: the installation, and somebody who has signed in by a password."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webui.accounts.people import by_password, give_account
from tests.webui.clocks import MovingClock
from tests.webui.visitors import DEPUTY, installation_of
from webui.installation import Installation


@pytest.fixture
def opened(app: Flask) -> Installation:
    return installation_of(app)


@pytest.fixture
def real(app: Flask) -> Flask:
    """The same installation, not a demo."""
    opened = installation_of(app)
    app.extensions["letopis"] = replace(opened, settings=replace(opened.settings, demo=False))
    return app


@pytest.fixture
def client(app: Flask, clock: MovingClock) -> FlaskClient:
    """The deputy head's browser, signed in by the password."""
    give_account(app, DEPUTY, "orlov")
    return by_password(app, "orlov")
