"""Names of pupils, and foreign keys that cannot leave the school."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from records.school.tables import Pupil, in_school
from tests import cast
from tests.records.closing.frozen import run


def test_a_name_leaves_out_the_patronymic_that_is_not_there() -> None:
    assert Pupil(surname="Егорова", given="Ева", patronymic=None).name == "Егорова Ева"


@pytest.mark.parametrize(
    ("target", "columns"),
    [("person", ["person.school_id", "person.id"]), ("a(b, c)", ["a.school_id", "a.b", "a.c"])],
)
def test_a_foreign_key_carries_the_school(target: str, columns: list[str]) -> None:
    key = in_school(target, *("x", "y")[: len(columns) - 1])
    assert [element.target_fullname for element in key.elements] == columns


def test_a_journal_has_no_teacher_of_another_school(engine: Engine, owner_engine: Engine) -> None:
    cast.store(engine)
    run(owner_engine, "INSERT INTO school (id, name, zone, policy) VALUES ('other', 'Школа', 'Europe/Moscow', '{}')",
        "INSERT INTO person (school_id, id, name) VALUES ('other', 'ivanov', 'Иванов')")  # fmt: skip
    with pytest.raises(IntegrityError):
        run(engine, "UPDATE journal SET teacher_id = 'ivanov' WHERE id = 'algebra-9a'")
