"""The judge over a school with acts: silent when all is well, and not silent about an act that was tampered with."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.faults.judge import judge
from tests.flow.fixtures import with_acts
from tests.flow.kill import Undisturbed
from tests.flow.seeds import Seed
from tests.flow.site import AT, Site

CHANGES = (
    "UPDATE amended_value SET \"after\" = '2' WHERE place = 'exam'",
    "UPDATE amendment SET number = '9' WHERE kind = 'supplement'",
    "UPDATE amendment SET basis = 'другое' WHERE kind = 'supplement'",
    "DELETE FROM amended_value WHERE place = 'exam'",
    "UPDATE record SET replaced_by_id = NULL",
    "UPDATE record SET state = 'replicated' WHERE state = 'replaced'",
)


@pytest.fixture(scope="session")
def amended_seed(peace: Undisturbed, school: Path) -> Seed:
    """The acts are of the day on which the year was closed: the judge looks on that day."""
    return with_acts(peace.closed, school, AT)


def test_a_school_with_acts_is_in_order(amended: Site) -> None:
    assert judge(amended) == []


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_act_is_noticed(amended: Site, change: str) -> None:
    with amended.owning() as engine, engine.begin() as connection:
        for table in ("amendment", "amended_value", "record"):
            _unguarded(connection, table)
        connection.exec_driver_sql(change)
    assert [line for line in judge(amended) if not line.startswith("verify")] != []


def _unguarded(connection: Connection, table: str) -> None:
    dialect = connection.dialect.name
    run = connection.exec_driver_sql
    if dialect == "postgresql":
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return
    for operation in ("update", "delete"):
        run(f"DROP TRIGGER IF EXISTS letopis_guard_{table}_{operation}")
