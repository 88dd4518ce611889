"""The rules name every table that hangs on a cutoff and every key through which OR REPLACE could delete."""

from __future__ import annotations

import pytest
from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint

import webui.migrate  # noqa: F401  it imports every module that owns tables
from records.closing.rules import RULES, Rule
from records.db import Base

TABLES = Base.metadata.tables
UNIT = {"journal_period", "class_year"}


def _unique_keys(table: Table) -> list[set[str]]:
    kinds = (PrimaryKeyConstraint, UniqueConstraint)
    keys = [{c.name for c in found.columns} for found in table.constraints if isinstance(found, kinds)]
    return keys + [{c.name for c in index.columns} for index in table.indexes if index.unique]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.table)
def test_every_unique_key_is_guarded(rule: Rule) -> None:
    # Rows that agree in a key agree in each part of it, so a guarded part is enough.
    unguarded = [
        key
        for key in _unique_keys(TABLES[rule.table])
        if not any(key.issuperset(listed) for listed in rule.unique)
    ]
    assert unguarded == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.table)
def test_the_primary_key_never_changes(rule: Rule) -> None:
    assert {column.name for column in TABLES[rule.table].primary_key} <= set(rule.keys)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.table)
def test_a_rule_names_columns_that_are_there(rule: Rule) -> None:
    named = {*rule.keys, *rule.once, *(column for key in rule.unique for column in key)}
    assert named <= set(TABLES[rule.table].columns.keys())


# A wish to mend what stands behind a cutoff is made behind it: the act that grants it is what the rules guard.
WISHES = {"correction_request"}


def test_every_table_that_hangs_on_a_cutoff_has_a_rule() -> None:
    hanging = {
        name for name, table in TABLES.items() if UNIT & {key.column.table.name for key in table.foreign_keys}
    }
    assert (hanging | UNIT) - WISHES <= {rule.table for rule in RULES}


def test_no_table_has_two_rules() -> None:
    assert len({rule.table for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.table)
def test_a_guarded_table_has_a_rowid_for_sqlite_to_guard(rule: Rule) -> None:
    assert TABLES[rule.table].dialect_options["sqlite"]["with_rowid"] is True
