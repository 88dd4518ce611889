"""What the database itself refuses of acts: they are only appended, and only to what is cut off."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from tests.records.amendments.drafts import LENA_Q1, draft, entered
from tests.records.closing.frozen import REFUSED, run

VALUE = (
    "INSERT INTO amended_value (school_id, amendment_id, position, journal_id, period_id, pupil_id, place, what, "
    '"before", "after", reason) '
    "SELECT school_id, id, {position}, 'algebra-9a', {period}, 'lena', 'cell/a2.0', 'урок', '5', '4', '' FROM amendment"
)
CHANGES = (
    "UPDATE amendment SET number = '8'",
    "UPDATE amendment SET at = '2026-06-21 09:00:00'",
    "DELETE FROM amendment",
    "UPDATE amended_value SET \"after\" = '2'",
    "UPDATE amended_value SET pupil_id = 'egor'",
    "DELETE FROM amended_value",
)
RECORD = (
    'INSERT INTO file_plan_entry (school_id, id, year_id, "index", heading, article) '
    "VALUES ('school-16', 'entry', '2025', '02-15', 'Журналы', 'п. 1')",
    "INSERT INTO dossier (school_id, id, entry_id, class_id, heading, opened_at) "
    "VALUES ('school-16', 'file', 'entry', '9a', 'Журнал 9А', '2026-06-20 09:00:00')",
    "INSERT INTO record (school_id, id, kind, identity, revision, class_id, year_id, dossier_id, title, state, "
    "created_at) SELECT school_id, 'act', kind, kind || '/' || id, 1, class_id, '2025', 'file', 'Акт', 'composed', "
    "at FROM amendment",
)


@pytest.mark.parametrize("statement", CHANGES)
def test_an_act_never_changes(year_cut: Engine, statement: str) -> None:
    entered(year_cut, draft(LENA_Q1))
    with pytest.raises(IntegrityError, match=REFUSED):
        run(year_cut, statement)


def test_a_value_is_added_to_an_act_without_a_record(year_cut: Engine) -> None:
    entered(year_cut, draft(LENA_Q1))
    assert run(year_cut, VALUE.format(position=2, period="'quarter-1'")) == 1


def test_no_value_is_added_once_the_act_has_its_record(year_cut: Engine) -> None:
    entered(year_cut, draft(LENA_Q1))
    with pytest.raises(IntegrityError, match=REFUSED):
        run(year_cut, *RECORD, VALUE.format(position=2, period="'quarter-1'"))


@pytest.mark.parametrize("period", ["'quarter-2'", "NULL"], ids=["an open period", "an open year"])
def test_nothing_is_amended_before_its_cutoff(school: Engine, period: str) -> None:
    run(school, "UPDATE journal_period SET state = 'cut' WHERE period_id = 'quarter-1'")
    entered(school, draft(LENA_Q1))
    with pytest.raises(IntegrityError, match=REFUSED):
        run(school, VALUE.format(position=2, period=period))


@pytest.mark.parametrize("column", ["replaces_id", "id"])
def test_what_a_record_replaces_never_changes(year_cut: Engine, column: str) -> None:
    entered(year_cut, draft(LENA_Q1))
    with pytest.raises(IntegrityError, match=REFUSED):
        run(year_cut, *RECORD, f"UPDATE record SET {column} = 'other'")


def test_what_replaced_a_record_never_changes(year_cut: Engine) -> None:
    entered(year_cut, draft(LENA_Q1))
    with pytest.raises(IntegrityError, match=REFUSED):
        run(
            year_cut,
            *RECORD,
            "UPDATE record SET replaced_by_id = 'next'",
            "UPDATE record SET replaced_by_id = 'other'",
        )
