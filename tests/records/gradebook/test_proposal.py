"""The proposed mark: weighted mean in hundredths, thresholds of the policy, nothing from too few marks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from records.gradebook.proposal import Proposal, ProposalRules, propose, propose_year
from records.school.policy import Policy

RULES = ProposalRules({"КР": 3}, (("5", 450), ("4", 350), ("3", 250), ("2", 0)), 2)
# Compared with the page's own reckoning, too.
SHARED = json.loads((Path(__file__).parents[2] / "front" / "proposals.json").read_text())


@pytest.mark.parametrize("case", SHARED, ids=lambda case: case["name"])
def test_the_proposal_of_the_shared_cases(case: dict[str, object]) -> None:
    marks = [(kind, mark) for kind, mark in case["marks"]]  # type: ignore[attr-defined]
    assert propose(RULES, marks) == Proposal(case["mean"], case["count"], case["mark"])  # type: ignore[arg-type]


def test_the_year_needs_no_more_than_one_period() -> None:
    assert propose_year(RULES, ["4"]) == Proposal(400, 1, "4")


def test_the_year_is_the_mean_of_its_periods() -> None:
    assert propose_year(RULES, ["4", "5", "5", "4"]) == Proposal(450, 4, "5")


def test_words_count_for_nothing_in_the_year() -> None:
    assert propose_year(RULES, ["осв", "н/а"]) == Proposal(None, 0, None)


def test_the_rule_is_data_of_the_policy() -> None:
    policy = Policy.from_json(
        {"proposal": {"weights": {"ДЗ": 4}, "thresholds": {"4": 340, "5": 460}, "fewest": 5}}
    )
    assert policy.proposal == ProposalRules({"ДЗ": 4}, (("5", 460), ("4", 340)), 5)


def test_a_policy_without_the_rule_has_the_usual_one() -> None:
    assert Policy.from_json({}).proposal == ProposalRules()
