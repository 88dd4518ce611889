"""What several do at the same moment, on a real PostgreSQL: tries of a password, and two accounts of one login."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.errors import StateError
from tests.flow.site import AT
from tests.webui.accounts import keys
from tests.webui.accounts.authenticator import Authenticator
from tests.webui.accounts.people import by_password, events, give_account, sign_in
from tests.webui.visitors import AUDITOR, DEPUTY, DIRECTOR, SECRETARY, installation_of, person_id
from webui.accounts import manage, signing_in
from webui.accounts.passwords import hash_password
from webui.accounts.tables import Account
from webui.accounts.throttle import HERE, Seat, locked


def test_of_many_tries_at_once_no_more_are_looked_at_than_allowed(
    postgresql_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_account(postgresql_app, DEPUTY, "orlov")
    looked_at: list[object] = []
    monkeypatch.setattr(signing_in, "matches", lambda digest, _given: looked_at.append(digest))
    together = Barrier(8)

    def count(session: Session, seat: Seat, at: datetime) -> bool:
        together.wait()  # nobody's try has been judged yet
        return locked(session, seat, at)

    monkeypatch.setattr(signing_in, "locked", count)

    def attempt(_: int) -> int:
        return sign_in(postgresql_app.test_client(), "orlov", "не тот пароль совсем").status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(attempt, range(8)))
    assert statuses == {401}
    assert sum(digest is not None for digest in looked_at) <= HERE
    assert len(events(postgresql_app, "account.locked")) == 1


def test_of_two_accounts_with_one_login_made_at_once_one_is_refused_in_words(
    postgresql_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop, together = installation_of(postgresql_app).workshop, Barrier(2)

    def slowly(code: str, entropy: object) -> str:
        together.wait()  # both have seen that the login is free
        return hash_password(code, workshop.entropy)

    monkeypatch.setattr(manage, "hash_password", slowly)

    def create(person: str) -> Callable[[], str]:
        def run() -> str:
            actor = Actor("tests", "system", workshop.school)
            try:
                with workshop.transaction() as session:
                    manage.create_account(session, actor, person, "same", None, AT, workshop.entropy)
            except StateError as error:
                return error.code
            return "made"

        return run

    with ThreadPoolExecutor(2) as pool:
        tried = [pool.submit(create(person_id(postgresql_app, name))) for name in (SECRETARY, AUDITOR)]
        assert sorted(one.result() for one in tried) == ["account.taken", "made"]
    with workshop.transaction() as session:
        assert session.scalar(select(func.count()).where(Account.login == "same")) == 1


def test_of_two_answers_of_a_passkey_at_the_same_moment_one_opens(postgresql_app: Flask) -> None:
    give_account(postgresql_app, DIRECTOR, "lebedeva")
    device = Authenticator(counts=False)
    keys.enrol(by_password(postgresql_app, "lebedeva"), device)
    entering = postgresql_app.test_client()
    used = device.use(keys.question(entering, keys.ASK))
    assert keys.sent_at_once(postgresql_app, entering, used) == [302, 401, 401, 401]
