"""Acts and what is issued anew for them: pages that agree with their data, signs, footnotes, hostile lengths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from records.anchor import Anchor
from records.closing.snapshot import freeze
from records.documents.addenda import act_signs, addenda_sections, footnotes, revision_facts, signed
from records.documents.agreement import disagreements
from records.documents.compose import compose
from records.documents.model import TablePage
from records.documents.pdfa import render
from tests import amended_snapshots as samples
from tests import snapshots, year_snapshots

SEED = b"s" * 32
MADE = {
    "correction_act": samples.correction_act,
    "supplement": samples.supplement,
    "period_journal": samples.period_journal_anew,
    "summary_sheet": samples.summary_sheet_anew,
}


def frozen(body: Mapping[str, Any]) -> Any:
    return freeze(
        body, [{k: v for k, v in p.items() if k not in ("salt", "leaf")} for p in body["pupils"]], SEED
    )


@pytest.mark.parametrize("kind", MADE)
def test_the_pages_agree_with_the_data(kind: str) -> None:
    snapshot = frozen(MADE[kind]())
    pdf = render(compose(snapshot.body), Anchor("", 7, snapshot.body["record"]["id"], snapshot.digest))
    assert disagreements(pdf, snapshot) == ()


@pytest.mark.parametrize("kind", MADE)
def test_another_value_than_the_page_shows_is_found(kind: str) -> None:
    body = MADE[kind]()
    snapshot, first = frozen(body), body["pupils"][0]
    other = {**first, "name": "Иванова Анна"}
    pdf = render(compose(snapshot.body), Anchor("", 7, snapshot.body["record"]["id"], snapshot.digest))
    assert disagreements(pdf, frozen({**body, "pupils": [other, *body["pupils"][1:]]})) != ()


def test_an_act_of_many_changes_goes_on_to_further_pages_and_is_signed_on_the_last() -> None:
    body = samples.correction_act()
    pupil = body["pupils"][0]
    many = {**body, "pupils": [{**pupil, "changes": pupil["changes"] * 20}]}
    pages = [page.content for page in compose(many).pages]
    tables = [page for page in pages if isinstance(page, TablePage)]
    assert [len(page.table.rows) for page in tables] == [16, 16, 8]
    assert [page.closing is not None for page in tables] == [False, False, True]


def test_each_act_has_a_sign_of_its_own() -> None:
    acts = [dict[str, Any]({**samples.CORRECTION, "record": str(n)}) for n in range(1, 6)]
    assert list(act_signs({"corrections": acts}).values()) == ["*", "**", "***", "*4", "*5"]


def test_a_value_that_was_taken_away_leaves_a_dash() -> None:
    assert [signed("4", None), signed("4", "*"), signed("", "**")] == ["4", "4*", "—**"]


@pytest.mark.parametrize("snapshot", [snapshots.period_journal, year_snapshots.summary_sheet])
def test_a_first_revision_says_nothing_of_acts(snapshot: Any) -> None:
    assert [footnotes(snapshot()), revision_facts(snapshot())] == [[], []]


def test_a_class_journal_without_acts_has_no_such_section() -> None:
    assert addenda_sections(year_snapshots.class_journal({})) == []


def test_a_long_basis_and_strange_letters_are_printed_within_the_page() -> None:
    body = samples.correction_act()
    act = {**body["amendment"], "basis": "очень длинное основание <b>и</b> 😀 " * 14, "number": "7-" * 20}
    snapshot = frozen({**body, "amendment": act})
    pdf = render(compose(snapshot.body), Anchor("", 7, snapshot.body["record"]["id"], snapshot.digest))
    assert disagreements(pdf, snapshot) == ()
