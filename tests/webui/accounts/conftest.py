"""The site over the small school, and a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.flow.site import AT, Site
from tests.webui.visitors import app_of, installation_of
from webui.installation import Installation


@dataclass
class MovingClock:
    """A clock that stands until it is moved."""

    moment: datetime = AT

    def now(self) -> datetime:
        """The moment it shows."""
        return self.moment

    def pass_by(self, time: timedelta) -> None:
        """Let some time pass."""
        self.moment += time


@pytest.fixture
def app(bare: Site) -> Iterator[Flask]:
    with app_of(bare) as made:
        yield made


@pytest.fixture
def clock(app: Flask) -> MovingClock:
    moving = MovingClock()
    app.extensions["letopis"] = replace(installation_of(app), clock=moving)
    return moving


@pytest.fixture
def opened(app: Flask) -> Installation:
    return installation_of(app)


@pytest.fixture
def real(app: Flask) -> Flask:
    """The same installation, not a demo."""
    opened = installation_of(app)
    app.extensions["letopis"] = replace(opened, settings=replace(opened.settings, demo=False))
    return app
