"""Who signs is the school's policy of the day a record was composed; changed later, it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from records.lifecycle import RecordState
from records.registers.tables import Record
from retention.steps.asked import requests_of
from retention.validation import validate_record
from retention.verify import verify_archive
from retention.workshop import Workshop
from tests.flow.site import AT, Site
from tests.webui.closing.desk import cut, set_policy, sign_all

ONE = {"steps": [{"role": "director"}], "visible": False}
FOUR = {"steps": [{"role": role} for role in ("class_teacher", "teacher", "deputy_head", "director")]}
TURNED = {"steps": [{"role": "director"}, {"role": "teacher"}]}


@pytest.fixture
def workshop(bare: Site) -> Iterator[Workshop]:
    with bare.workshop() as opened:
        yield opened


def set_rule(workshop: Workshop, rule: dict[str, Any] | None) -> None:
    kinds = ("period_journal", "class_journal", "summary_sheet")
    without_teacher = {"steps": [step for step in (rule or {}).get("steps", ()) if step["role"] != "teacher"]}
    rules = (
        {kind: rule if kind == "period_journal" else {**rule, **without_teacher} for kind in kinds}
        if rule
        else {}
    )
    set_policy(workshop, {"signatures": rules})


def roles(workshop: Workshop) -> set[tuple[str, ...]]:
    """The roles that signed, of every record in the archive."""
    with workshop.reading() as session:
        rows = session.scalars(select(Record).where(Record.state == RecordState.REPLICATED.value)).all()
        return {
            tuple(one.role for one in requests_of(session, workshop.school, row.id) if one.signed_at)
            for row in rows
        }


def check_whole(workshop: Workshop) -> None:
    """Nothing is wrong with any record, in the archive's own eyes and in those of a stranger with the file alone."""
    report = verify_archive(workshop, None, AT, lambda *_: None)
    assert [p.code for p in report.problems if p.code != "period.overdue"] == []
    assert {p.code for p in report.warnings} <= {"period.overdue"}
    with workshop.reading() as session:
        rows = session.scalars(select(Record).where(Record.state == RecordState.REPLICATED.value)).all()
    assert rows
    for row in rows:
        found = validate_record(workshop, row.id, AT)
        assert (found.problems, all(map(found.role, found.signatures))) == ((), True)


def check_bags(site: Site) -> None:
    """Each bag stands by itself, without the catalogue."""
    trust = site.location("safe") / "registers" / "trust.pem"
    for bag in site.location("safe").glob("records/*/*"):
        for path in (bag, bag / "data" / "record.pdf"):
            ran = site.run("check", str(path), "--trust", str(trust))
            assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize("rule", [ONE, FOUR, TURNED], ids=["one", "four", "turned"])
def test_a_school_says_who_signs(bare: Site, workshop: Workshop, rule: dict[str, Any]) -> None:
    set_rule(workshop, rule)
    cut(bare)
    for _ in rule["steps"]:
        sign_all(bare)

    assert roles(workshop) == {tuple(step["role"] for step in rule["steps"])}
    check_whole(workshop)
    check_bags(bare)


def test_a_rule_that_changes_between_two_signatures_changes_nothing(
    cut_site: Site, workshop: Workshop
) -> None:
    sign_all(cut_site)
    set_rule(workshop, FOUR)
    sign_all(cut_site)

    assert roles(workshop) == {("teacher", "deputy_head")}
    check_whole(workshop)
    check_bags(cut_site)


def test_a_rule_that_changes_before_the_first_signature_changes_nothing(
    cut_site: Site, workshop: Workshop
) -> None:
    set_rule(workshop, ONE)
    for _ in range(2):
        sign_all(cut_site)

    assert roles(workshop) == {("teacher", "deputy_head")}
    check_whole(workshop)


def test_a_rule_that_changes_after_sealing_is_no_finding_and_the_year_is_assembled(
    kept: Site, workshop: Workshop
) -> None:
    set_rule(workshop, FOUR)
    check_whole(workshop)

    ran = kept.run("close-year", "--class", "9А")
    assert ran.code == 0, ran.err
    assert roles(workshop) == {
        ("teacher", "deputy_head"),
        ("class_teacher", "teacher", "deputy_head", "director"),
        ("class_teacher", "deputy_head", "director"),
    }
    set_rule(workshop, None)
    check_whole(workshop)
    check_bags(kept)
