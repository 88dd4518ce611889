"""Every route x everybody x own and foreign things: who gets in, who is told 403, who is told 404.

The expectation is computed here from the table of rights and from who teaches what, not by the code under test. The
foreign school is the cast's, in the same database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.pool import Pool
from werkzeug.routing import Rule

from records.actor import Role
from records.db import transaction
from records.gradebook.tables import Journal
from records.registers.tables import Record
from records.school.tables import Subject
from tests import cast
from tests.flow.seeds import Seed
from tests.records.registers import catalogue
from tests.webui import visitors
from tests.webui.visitors import app_of, installation_of, signed_in
from webui.access import ANYONE, ROUTES, SIGNED_IN
from webui.rights import Permission, Reach, reach

ROLES = {
    visitors.DIRECTOR: {Role.DIRECTOR},
    visitors.DEPUTY: {Role.DEPUTY_HEAD},
    visitors.SECRETARY: {Role.SECRETARY},
    visitors.AUDITOR: {Role.AUDITOR},
    visitors.ADMINISTRATOR: {Role.ADMINISTRATOR},
    visitors.TEACHER: {Role.TEACHER, Role.CLASS_TEACHER},
    visitors.OTHER_TEACHER: {Role.TEACHER},
}
# Алгебра of 9А: Громова teaches it and leads the class.
OWNS = {Reach.OWN_JOURNALS: visitors.TEACHER, Reach.OWN_CLASS: visitors.TEACHER}
OF_A_THING = {"journal", "class_id", "record"}
UNKNOWN = {"event": 999_999}
PERMITTED = sorted(name for name, rule in ROUTES.items() if isinstance(rule, Permission))


@dataclass(frozen=True, slots=True)
class Things:
    """Ids that fill the addresses: of the own school, or of another."""

    journal: str
    period: str
    class_id: str
    record: str


@pytest.fixture(scope="module")
def app(autumn_seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    copy = autumn_seed.copy(tmp_path_factory.mktemp("routes") / "school")
    with app_of(copy.site) as made:
        engine = installation_of(made).workshop.engine
        cast.store(engine)
        with transaction(engine) as session:
            catalogue.enter(session)
        yield made


@pytest.fixture(scope="module")
def lent(app: Flask) -> Iterator[set[int]]:
    """The connections of the database that are out while a request is answered."""
    out = set[int]()
    keep: dict[str, Callable[..., None]] = {
        "checkout": lambda raw, *_: out.add(id(raw)),
        "checkin": lambda raw, *_: out.discard(id(raw)),
    }
    for name, note in keep.items():
        event.listen(Pool, name, note)
    yield out
    for name, note in keep.items():
        event.remove(Pool, name, note)


@pytest.fixture(autouse=True)
def gives_back(lent: set[int]) -> Iterator[None]:
    """However a request ends, no connection stays out: not of a refused one either, which came to no door."""
    yield
    assert not lent


@pytest.fixture(scope="module")
def clients(app: Flask) -> dict[str, FlaskClient]:
    return {name: signed_in(app, name) for name in ROLES}


@pytest.fixture(scope="module")
def own(app: Flask) -> Things:
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        journal = session.scalars(
            select(Journal)
            .join(Subject, (Subject.school_id == Journal.school_id) & (Subject.id == Journal.subject_id))
            .where(Journal.school_id == workshop.school, Subject.name == "Алгебра")
        ).one()
        record = session.scalars(select(Record).where(Record.journal_id == journal.id)).one()
        return Things(journal.id, record.period_id or "", journal.class_id, record.id)


FOREIGN = Things(cast.ALGEBRA, cast.Q1, cast.CLASS, catalogue.RECORD)


def rule_of(app: Flask, endpoint: str) -> Rule:
    return next(app.url_map.iter_rules(endpoint))


def ask(app: Flask, client: FlaskClient, endpoint: str, things: Things, **headers: str) -> int:
    """The status of a request for the endpoint with these ids; whatever else the address names is unknown."""
    rule = rule_of(app, endpoint)
    values: dict[str, Any] = {
        name: getattr(things, name, UNKNOWN.get(name, "unknown")) for name in rule.arguments
    }
    with app.test_request_context():
        address = url_for(endpoint, **values)
    method = "GET" if "GET" in (rule.methods or ()) else "POST"
    with client.open(address, method=method, headers=headers) as answer:
        return answer.status_code


def reaches(name: str, permission: Permission, of_a_thing: bool) -> bool:
    """Whether the person's permission reaches Алгебра of 9А, its class and its record, or the school as a whole."""
    reached = {reach(role, permission) for role in ROLES[name]}
    if Reach.SCHOOL in reached:
        return True
    return of_a_thing and any(far in reached and OWNS[far] == name for far in OWNS)


def has(name: str, permission: Permission) -> bool:
    return any(reach(role, permission) is not Reach.NONE for role in ROLES[name])


def test_every_declared_route_exists(app: Flask) -> None:
    assert set(ROUTES) == {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("endpoint", sorted(name for name, rule in ROUTES.items() if rule is not ANYONE))
def test_nobody_gets_in_without_signing_in(app: Flask, own: Things, endpoint: str) -> None:
    assert ask(app, app.test_client(), endpoint, own) == 302


@pytest.mark.parametrize("endpoint", sorted(name for name, rule in ROUTES.items() if rule is not ANYONE))
def test_a_program_that_is_not_signed_in_is_told_401(app: Flask, own: Things, endpoint: str) -> None:
    assert ask(app, app.test_client(), endpoint, own, Accept="application/json") == 401


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("endpoint", PERMITTED)
def test_whoever_has_not_the_permission_is_told_403(
    app: Flask, clients: dict[str, FlaskClient], own: Things, endpoint: str, name: str
) -> None:
    permission = ROUTES[endpoint]
    assert isinstance(permission, Permission)
    status = ask(app, clients[name], endpoint, own)
    arguments = rule_of(app, endpoint).arguments
    listed = not arguments  # a list shows what is in reach, be it little
    allowed = has(name, permission) if listed else reaches(name, permission, bool(arguments & OF_A_THING))
    if not allowed:
        assert status == 403
    else:
        # What a form names may be unknown, what the address names here is not.
        in_address = arguments <= {"journal", "period", "class_id", "record"}
        reading = "GET" in (rule_of(app, endpoint).methods or ())
        refusals = {400, 409, 422} if in_address and reading else {400, 404, 409, 422}
        assert status < 400 or status in refusals


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("endpoint", PERMITTED)
def test_what_belongs_to_another_school_is_not_there(
    app: Flask, clients: dict[str, FlaskClient], endpoint: str, name: str
) -> None:
    permission = ROUTES[endpoint]
    assert isinstance(permission, Permission)
    if not rule_of(app, endpoint).arguments & OF_A_THING:
        return
    expected = 404 if has(name, permission) else 403
    assert ask(app, clients[name], endpoint, FOREIGN) == expected


@pytest.mark.parametrize("endpoint", sorted(name for name, rule in ROUTES.items() if rule is SIGNED_IN))
def test_a_page_of_ones_own_knows_nothing_of_ids_that_are_not(app: Flask, own: Things, endpoint: str) -> None:
    # A client of its own: some of these end the session.
    assert ask(app, signed_in(app, visitors.TEACHER), endpoint, own) in (200, 302, 400, 404)


def test_a_view_that_asks_no_loader_shows_nothing(
    app: Flask, clients: dict[str, FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "audit.events", lambda: "все события")
    answer = clients[visitors.AUDITOR].get("/audit")
    assert (answer.status_code, "все события" in answer.text) == (500, False)


def test_the_site_of_a_school_signs_nobody_of_another_in(app: Flask) -> None:
    answer = app.test_client().post("/sign-in/demo", data={"person": cast.MARIA.person})
    assert answer.status_code == 404


def test_the_small_school_is_where_the_tests_think_it_is(own: Things) -> None:
    assert "" not in (own.journal, own.period, own.class_id, own.record)


def test_no_static_file_leads_out_of_its_folder(app: Flask) -> None:
    assert app.test_client().get("/static/../app.py").status_code == 404
    assert Path(str(app.static_folder)).name == "static"
