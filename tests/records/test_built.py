"""A statement that is built once is compiled once for its engine, and no other is taken for it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, Executable, Select, insert, select

from records import built
from records.built import BuiltOnce
from records.db import BUILT_OPTION, reading, transaction
from records.school.tables import School
from records.sql import columns, store

ID = "school-16"


def named(name: str) -> Select[str]:
    """A statement of its own at each call, with a value of its own."""
    return select(School.name).where(School.name == name)


@pytest.fixture
def schools(engine: Engine) -> Engine:
    """An engine on a database with one school."""
    with transaction(engine) as session:
        session.add(School(id=ID, name="Школа", zone="Europe/Moscow", policy={}))
    return engine


def asked(engine: Engine, statement: Executable) -> list[str]:
    with transaction(engine) as session:
        return [name for (name,) in columns(session, statement, {})]


def kept(engine: Engine) -> BuiltOnce:
    found = engine.get_execution_options()[BUILT_OPTION]
    assert isinstance(found, BuiltOnce)
    return found


def test_a_statement_asked_again_is_found(schools: Engine) -> None:
    statement = named("Школа")
    asked(schools, statement)
    (key,), (compiled,) = list(kept(schools)), list(kept(schools).values())
    assert asked(schools, statement) == ["Школа"]
    assert (list(kept(schools)), list(kept(schools).values())) == ([key], [compiled])


def test_a_statement_that_says_the_same_with_another_value_is_another(schools: Engine) -> None:
    found = [asked(schools, named(name)) for name in ("Школа", "Лицей", "Школа")]
    assert (found, len(kept(schools))) == ([["Школа"], [], ["Школа"]], 3)


def test_the_kept_statements_do_not_grow_without_end(
    schools: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built, "MOST", 4)
    for number in range(11):
        asked(schools, named(str(number)))
        assert len(kept(schools)) <= 4


def test_readers_keep_their_own(schools: Engine) -> None:
    with reading(schools) as session:
        columns(session, named("Школа"), {})
    assert len(kept(schools)) == 0


def test_what_is_forgotten_is_compiled_anew(schools: Engine) -> None:
    statement = named("Школа")
    asked(schools, statement)
    del kept(schools)[next(iter(kept(schools)))]
    assert (len(kept(schools)), asked(schools, statement), len(kept(schools))) == (0, ["Школа"], 1)


def test_what_the_session_was_to_write_is_written_before(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(School(id=ID, name="Школа", zone="Europe/Moscow", policy={}))
        assert [name for (name,) in columns(session, named("Школа"), {})] == ["Школа"]


def test_one_row_and_many_are_stored_by_one_statement(owner_engine: Engine) -> None:
    statement, named_alike = insert(School), {"name": "Школа", "zone": "Europe/Moscow", "policy": {}}
    with transaction(owner_engine) as session:
        for lot in (["a"], ["b", "c"]):
            store(session, statement, [{"id": one, **named_alike} for one in lot])
        assert list(session.scalars(select(School.id).order_by(School.id))) == ["a", "b", "c"]
