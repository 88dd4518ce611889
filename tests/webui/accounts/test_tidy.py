"""Tidying: what is over goes, what is read yet stays, and twice is as good as once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.flow.site import AT
from tests.webui.accounts import keys
from tests.webui.accounts.people import give_account, sign_in
from tests.webui.clocks import MovingClock
from tests.webui.visitors import DEPUTY, installation_of, signed_in
from webui.accounts.challenges import LASTS
from webui.accounts.tables import AccountSession, PasskeyChallenge, SignInFailure
from webui.accounts.tidy import SESSIONS_KEPT, TRIES_KEPT, Tidied, tidy


@pytest.fixture
def used(app: Flask, clock: MovingClock) -> Flask:
    """A wrong try, a session that was ended, one that was left open, and a question that nobody answered."""
    give_account(app, DEPUTY, "orlov")
    sign_in(app.test_client(), "orlov", "не тот пароль")
    signed_in(app, DEPUTY).post("/sign-out")
    signed_in(app, DEPUTY)
    keys.question(app.test_client(), keys.ASK)
    return app


def tidied(app: Flask, at: datetime) -> Tidied:
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        return tidy(session, workshop.school, at)


@pytest.mark.parametrize(
    ("later", "gone"),
    [
        (timedelta(0), Tidied(0, 0, 0)),
        (LASTS, Tidied(0, 0, 1)),
        (TRIES_KEPT, Tidied(0, 0, 1)),
        (TRIES_KEPT + timedelta(seconds=1), Tidied(0, 1, 1)),
        (SESSIONS_KEPT + timedelta(seconds=1), Tidied(1, 1, 1)),
        (SESSIONS_KEPT + timedelta(hours=13), Tidied(2, 1, 1)),
    ],
)
def test_each_goes_in_its_time(used: Flask, later: timedelta, gone: Tidied) -> None:
    assert tidied(used, AT + later) == gone


def test_the_second_time_nothing_is_left(used: Flask) -> None:
    later = AT + SESSIONS_KEPT * 2
    assert [tidied(used, later), tidied(used, later)] == [Tidied(2, 1, 1), Tidied(0, 0, 0)]


@pytest.mark.parametrize("table", [AccountSession, SignInFailure, PasskeyChallenge])
def test_another_schools_rows_stay(used: Flask, table: type[AccountSession]) -> None:
    workshop = installation_of(used).workshop
    with workshop.transaction() as session:
        tidy(session, "another", AT + SESSIONS_KEPT * 2)
        assert session.scalar(select(func.count()).select_from(table))
