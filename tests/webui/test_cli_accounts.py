"""`letopis account`: the first accounts of an installation are made on the server itself."""

from __future__ import annotations

import re

import pytest

from tests.flow.site import Site
from tests.webui.accounts.people import events, sign_in
from tests.webui.said import refusal
from tests.webui.visitors import ADMINISTRATOR, DEPUTY, OTHER_TEACHER, app_of, signed_in

NEW = "Петрова Вера Павловна"
APPOINT = ("account", "appoint", OTHER_TEACHER, "administrator", "--order", "№ 1 от 25.05.2026")


def made(site: Site, *words: str) -> tuple[str, str]:
    """Login and one-time password, as the command shows them."""
    out = site.run("account", *words).out
    found = re.search(r"Логин: (\S+)\nВременный пароль: (\S+)", out)
    assert found, out
    return found.group(1), found.group(2)


def test_a_new_account_signs_in_with_what_the_command_showed(bare: Site) -> None:
    login, code = made(bare, "create", NEW)
    with app_of(bare) as app:
        assert sign_in(app.test_client(), login, code).status_code == 302


def test_a_reset_account_signs_in_with_what_the_command_showed(bare: Site) -> None:
    login, _ = made(bare, "create", DEPUTY, "--login", "zavuch")
    _, code = made(bare, "reset", login)
    with app_of(bare) as app:
        assert sign_in(app.test_client(), "zavuch", code).status_code == 302


def test_a_blocked_account_does_not_sign_in_and_an_unblocked_one_does(bare: Site) -> None:
    login, code = made(bare, "create", DEPUTY)
    statuses = []
    for verb in ("block", "unblock"):
        bare.run("account", verb, login.upper())
        with app_of(bare) as app:
            statuses.append(sign_in(app.test_client(), login, code).status_code)
    assert statuses == [401, 302]


def test_the_list_tells_everybody(bare: Site) -> None:
    made(bare, "create", DEPUTY)
    told = {row["name"]: row["login"] for row in bare.run("account", "list", "--json").json}
    assert (told[DEPUTY], told[ADMINISTRATOR]) == ("orlov.ps", "")


def test_an_appointment_is_made_by_order(bare: Site) -> None:
    assert bare.run(*APPOINT).code == 0
    with app_of(bare) as app:
        assert signed_in(app, OTHER_TEACHER).get("/accounts").status_code == 200


def test_an_appointment_is_not_made_twice(bare: Site) -> None:
    bare.run(*APPOINT)
    assert refusal(bare.run(*APPOINT)) == "staff.appointed"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("block", "nobody"), "account.no_login"),
        (("appoint", NEW, "auditor", "--order", "№ 1"), "account.no_person"),
        (("create", "Ан"), "person.name"),
        (("create", NEW, "--login", "с кириллицей"), "account.login"),
    ],
)
def test_a_wrong_command_is_told_in_words(bare: Site, words: tuple[str, ...], code: str) -> None:
    assert refusal(bare.run("account", *words)) == code


def test_the_command_is_told_in_the_log(bare: Site) -> None:
    made(bare, "create", DEPUTY)
    with app_of(bare) as app:
        assert [event["actor"]["account"] for event in events(app, "account.created")] == ["system"]


@pytest.mark.parametrize(
    ("roles", "led_to_it"), [(("deputy_head", "director"), True), (("director",), False), ((), False)]
)
def test_a_second_factor_is_required_of_the_named_posts(
    bare: Site, roles: tuple[str, ...], led_to_it: bool
) -> None:
    assert bare.run("account", "require", "deputy_head").code == 0
    assert bare.run("account", "require", *roles).code == 0
    with app_of(bare) as app:
        assert (signed_in(app, DEPUTY).get("/home").location == "/account/second-factor") is led_to_it


def test_a_passkey_is_required_of_the_named_posts(bare: Site) -> None:
    assert bare.run("account", "require", "deputy_head", "--by", "passkey").code == 0
    with app_of(bare) as app:
        assert signed_in(app, DEPUTY).get("/home").location == "/account/passkeys/new"
