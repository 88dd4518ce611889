"""The small school's site, a provider on loopback, and a browser that goes between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.flow.site import AT, Site
from tests.webui.accounts.people import PASSWORD, give_account, sign_in
from tests.webui.clocks import MovingClock
from tests.webui.oidc.provider import CLIENT, SECRET, LocalProvider, running
from tests.webui.visitors import TEACHER, app_of, installation_of
from webui.oidc.setting import OidcSetting

BACK = "http://localhost:8000/sign-in/oidc/back"


@dataclass(frozen=True)
class Trip:
    """A browser of the site and the provider that it is sent to."""

    client: FlaskClient
    provider: LocalProvider

    def out(self, start: str = "/sign-in/oidc") -> str:
        """Where the provider sends the browser back to, as a path of the site."""
        return self.answer(self.client.get(start).location)

    def answer(self, address: str) -> str:
        """What the provider answers to that address of its own."""
        answered = requests.get(address, allow_redirects=False, timeout=5)
        back = urlsplit(answered.headers["Location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == BACK
        return f"{back.path}?{back.query}"

    def enter(self) -> TestResponse:
        """Sign in through the provider."""
        return self.client.get(self.out())

    def said(self, answer: TestResponse) -> str:
        """The page that the answer leads to."""
        return self.client.get(answer.location).text


@pytest.fixture(scope="session")
def running_provider() -> Iterator[LocalProvider]:
    with running(LocalProvider(lambda: AT, BACK)) as provider:
        yield provider


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def provider(running_provider: LocalProvider, clock: MovingClock) -> LocalProvider:
    running_provider.person = {"sub": "subject-1"}
    running_provider.forge, running_provider.down = lambda token: None, False
    running_provider.now = clock.now
    running_provider.codes.clear()
    running_provider.asked.clear()
    return running_provider


@pytest.fixture
def app(bare: Site, provider: LocalProvider, clock: MovingClock) -> Iterator[Flask]:
    with app_of(bare) as made:
        set_up(made, provider, clock)
        yield made


def set_up(app: Flask, provider: LocalProvider, clock: MovingClock, **values: object) -> None:
    """Let the site sign people in through the provider."""
    opened = installation_of(app)
    setting = replace(OidcSetting(provider.issuer, CLIENT, title="Школьный вход"), **values)  # type: ignore[arg-type]
    app.extensions["letopis"] = replace(
        opened,
        clock=clock,
        settings=replace(opened.settings, oidc=setting),
        environment=replace(opened.environment, oidc_secret=SECRET),
    )


@pytest.fixture
def trip(app: Flask, provider: LocalProvider) -> Trip:
    return Trip(app.test_client(), provider)


@pytest.fixture
def teacher(app: Flask) -> str:
    """The teacher's account, with a password."""
    return give_account(app, TEACHER, "gromova")


@pytest.fixture
def linked(app: Flask, provider: LocalProvider, teacher: str) -> str:
    """The same account, linked by its owner to `subject-1`."""
    client = app.test_client()
    assert sign_in(client, "gromova", PASSWORD).status_code == 302
    trip = Trip(client, provider)
    assert client.get(trip.answer(going_on(client))).location == "/account/oidc"
    return teacher


def going_on(client: FlaskClient) -> str:
    """The address behind «Продолжить», after «Связать»."""
    page = client.post("/account/oidc").text
    return page.partition('rel="noreferrer" href="')[2].partition('"')[0].replace("&amp;", "&")
