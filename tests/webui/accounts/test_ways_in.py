"""A reset leaves nothing by which a stranger who knew the password could come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.flow.site import AT
from tests.webui.accounts import keys
from tests.webui.accounts.authenticator import Authenticator
from tests.webui.accounts.people import give_account, sign_in
from tests.webui.visitors import ADMINISTRATOR, DEPUTY, DIRECTOR, installation_of, person_id, signed_in
from webui.accounts.tables import Passkey, RecoveryCode
from webui.mail.tables import MailAddress, MailCode
from webui.oidc.tables import Identity


def furnish(app: Flask, name: str, login: str) -> str:
    """An account with every way in that there is; its id."""
    account, workshop = give_account(app, name, login), installation_of(app).workshop
    client = app.test_client()
    sign_in(client, login)
    keys.enrol(client, Authenticator(login.encode()))
    school, person = workshop.school, person_id(app, name)
    code = {"purpose": "forgotten", "address": "a@school.example", "until": AT + timedelta(hours=1)}
    where = {"address": "a@school.example", "language": "ru", "set_at": AT, "confirmed_at": AT}
    known = {"issuer": "https://id.example", "subject": login, "linked_by": person, "linked_at": AT}
    with workshop.transaction() as session:
        session.add(Identity(school_id=school, id=login, account_id=account, **known))
        session.add(MailCode(school_id=school, id=login, person_id=person, digest=login, **code))
        session.add(MailAddress(school_id=school, person_id=person, **where))
    return account


@pytest.fixture
def after(app: Flask) -> Flask:
    """Two furnished accounts, and the first was reset."""
    first = furnish(app, DEPUTY, "orlov")
    furnish(app, DIRECTOR, "lebedeva")
    assert signed_in(app, ADMINISTRATOR).post(f"/accounts/{first}/reset").status_code == 200
    return app


def count(app: Flask, *tables: type) -> list[int | None]:
    with installation_of(app).workshop.transaction() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_passkeys_identities_and_codes_go_and_anothers_stay(after: Flask) -> None:
    assert count(after, Passkey, RecoveryCode, Identity, MailCode) == [1, 10, 1, 1]


def test_the_address_for_letters_must_be_confirmed_anew(after: Flask) -> None:
    with installation_of(after).workshop.transaction() as session:
        rows = session.scalars(select(MailAddress)).all()
    confirmed = {row.person_id: row.confirmed_at is not None for row in rows}
    assert confirmed == {person_id(after, DEPUTY): False, person_id(after, DIRECTOR): True}
