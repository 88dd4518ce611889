"""What several workers and browsers do at the same moment, on a real PostgreSQL: told, carried and used up once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from records.errors import InputError
from records.log.audit import EventKind
from tests.flow.site import AT
from tests.webui.accounts.people import give_account
from tests.webui.mail.letters import a_letter, give_address
from tests.webui.notices.told import happens, kinds
from tests.webui.visitors import DEPUTY, DIRECTOR, installation_of, person_id
from webui.mail.codes import Purpose, give_code, take_code
from webui.mail.delivery import deliver
from webui.notices.following import follow
from webui.notices.lettering import write_letters

MANY = 6


def test_an_event_is_told_once_though_many_follow_from_the_beginning(postgresql_app: Flask) -> None:
    opened, together = installation_of(postgresql_app), Barrier(MANY)
    give_address(postgresql_app, DEPUTY, "orlov@school.example")
    happens(postgresql_app, EventKind.ACCOUNT_RESET, account=give_account(postgresql_app, DEPUTY, "orlov"))

    def go_round(_: int) -> int:
        together.wait()
        made = follow(opened.workshop)
        write_letters(opened, AT)
        deliver(opened, AT)
        return made

    with ThreadPoolExecutor(MANY) as pool:
        assert sum(pool.map(go_round, range(MANY))) == 1
    assert kinds(postgresql_app, DEPUTY) == ["reset"]
    assert len(list((opened.settings.data / "mail").glob("*.eml"))) == 1


def test_every_letter_is_carried_once(postgresql_app: Flask) -> None:
    opened, together = installation_of(postgresql_app), Barrier(MANY)
    for _ in range(10):
        a_letter(opened, person_id(postgresql_app, DIRECTOR))

    def go_round(_: int) -> int:
        together.wait()
        # Whoever loses a claim ends the round: the next one finds the rest.
        return sum(deliver(opened, AT) for _ in range(12))

    with ThreadPoolExecutor(MANY) as pool:
        assert sum(pool.map(go_round, range(MANY))) == 10


def test_of_many_who_bring_one_code_one_is_heard(postgresql_app: Flask) -> None:
    workshop, together = installation_of(postgresql_app).workshop, Barrier(MANY)
    person = person_id(postgresql_app, DIRECTOR)
    with workshop.transaction() as session:
        purpose, entropy = Purpose.FORGOTTEN, workshop.entropy
        code = give_code(session, workshop.school, person, purpose, "a@school.example", AT, entropy)

    def take(_: int) -> bool:
        together.wait()
        try:
            with workshop.transaction() as session:
                take_code(session, workshop.school, person, Purpose.FORGOTTEN, code, AT)
        except InputError:
            return False
        return True

    with ThreadPoolExecutor(MANY) as pool:
        assert sum(pool.map(take, range(MANY))) == 1
