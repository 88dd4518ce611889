"""The postman beside a worker: it goes its rounds while the block lasts, and once more at the end."""

from __future__ import annotations

from threading import Event

import pytest
from flask import Flask

from records.log.audit import EventKind
from tests.webui.accounts.people import give_account
from tests.webui.clocks import MovingClock
from tests.webui.mail.letters import give_address
from tests.webui.notices.told import happens
from tests.webui.visitors import DEPUTY, installation_of
from webui.notices import postman as module
from webui.notices.postman import postman


def test_a_worker_that_is_called_once_leaves_nothing_lying(app: Flask, clock: MovingClock) -> None:
    account = give_account(app, DEPUTY, "orlov")
    give_address(app, DEPUTY, "orlov@school.example")
    happens(app, EventKind.ACCOUNT_RESET, account=account)
    with postman(installation_of(app)):
        pass
    assert len(list((installation_of(app).settings.data / "mail").glob("*.eml"))) == 1


def test_rounds_are_made_while_the_worker_works(
    app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    went = Event()
    monkeypatch.setattr(module, "PAUSE", 0.01)
    monkeypatch.setattr(module, "a_round", lambda _opened: went.set())
    with postman(installation_of(app)):
        assert went.wait(10)
