"""The published JSON Schema of snapshot v1 describes the snapshots that are taken, and nothing looser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from records.documents.attachment import embedded_snapshot
from tests import amended_snapshots, report_snapshots, snapshots, year_snapshots
from tests.flow.site import Site
from tests.records.documents.samples import renditions

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "snapshot-v1.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
VECTORS = sorted((ROOT / "tests" / "vectors" / "v1").glob("*/data/record.pdf"))


def made_up() -> Iterator[dict[str, Any]]:
    yield snapshots.period_journal()
    yield year_snapshots.class_journal(renditions())
    yield year_snapshots.summary_sheet()
    yield amended_snapshots.correction_act()
    yield amended_snapshots.supplement()
    yield report_snapshots.signature_report()


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.parents[1].name)
def test_the_snapshots_of_released_records_follow_it(path: Path) -> None:
    VALIDATOR.validate(json.loads(embedded_snapshot(path.read_bytes())))


def test_every_snapshot_of_a_closed_year_follows_it(closed: Site) -> None:
    pdfs = list(closed.location("safe").glob("records/*/*/data/record.pdf"))
    assert pdfs
    for pdf in pdfs:
        VALIDATOR.validate(json.loads(embedded_snapshot(pdf.read_bytes())))


@pytest.mark.parametrize("body", list(made_up()), ids=lambda body: str(body["kind"]))
def test_no_member_may_be_left_out_or_added(body: dict[str, Any]) -> None:
    body = _short(body)
    for holder in _objects(body):
        for name in list(holder):
            value = holder.pop(name)
            assert not VALIDATOR.is_valid(body), name
            holder[name] = value
        holder["стороннее"] = 1
        assert not VALIDATOR.is_valid(body)
        del holder["стороннее"]
    VALIDATOR.validate(body)


def _short(value: Any) -> Any:
    """The same with no more than two elements in each list: what is asked of their kind is asked of one."""
    if isinstance(value, dict):
        return {name: _short(member) for name, member in value.items()}
    return [_short(element) for element in value[:2]] if isinstance(value, list) else value


def _objects(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Objects with fixed members: the body, those of its head, and the first of each list."""
    yield body
    for name, value in body.items():
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, dict) and name not in ("people", "policy"):
            yield first


@pytest.mark.parametrize("wrong", [1.5, {"a": 1}, True])
def test_a_value_of_another_type_is_refused(wrong: object) -> None:
    body = deepcopy(snapshots.period_journal())
    body["lessons"][0]["topic"] = wrong
    assert not VALIDATOR.is_valid(body)


def test_what_is_issued_anew_follows_it() -> None:
    VALIDATOR.validate(amended_snapshots.period_journal_anew())
    VALIDATOR.validate(amended_snapshots.class_journal_anew(renditions()))
    VALIDATOR.validate(amended_snapshots.summary_sheet_anew())
