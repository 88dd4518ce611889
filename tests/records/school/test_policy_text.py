"""A policy as a text: what may stand in it is read as it is, everything else is named and refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.digest import Json
from records.errors import InputError
from records.school.policy import Policy
from records.school.policy_text import LONGEST, changes, read_text, spelled, values

SCALE = {"marks": ["1", "2", "3", "4", "5"], "special": ["зач"], "absences": ["н"]}
TERM = {"index": "02-15", "heading": "Журналы", "years": 5, "article": "п. 5.9"}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
known = st.sampled_from([path.split(".")[0] for path in values({})])


def fault(policy: object) -> str:
    with pytest.raises(InputError) as error:
        read_text(json.dumps(policy))
    assert error.value.code == "policy.wrong"
    return error.value.en


@pytest.mark.parametrize(
    "policy",
    [
        {},
        {"labels": {"class": "Группа"}},
        {"blocking": ["remark.open"]},
        {"terms": {"class_journal": {**TERM, "years": 10}}},
        {"terms": {"class_journal": {**TERM, "years": None}}},
        {"scale": SCALE},
        {"deadlines": {"lesson_days": 3, "written_kinds": ["КР"]}},
        {"corrections": {"days": None, "until_period_mark": True}},
        {"proposal": {"weights": {"КР": 2}, "fewest": 2}},
        {"compromise": {"weekend": [6], "holidays": ["2026-01-01"]}},
        {
            "masked_roles": ["auditor"],
            "second_factor": ["director"],
            "passkey": [],
            "forgotten_password": False,
        },
        {"ogrn": "1025203724171"},
    ],
)
def test_what_may_be_set_is_read_as_it_is(policy: dict[str, object]) -> None:
    assert read_text(json.dumps(policy)) == policy


@pytest.mark.parametrize(
    ("policy", "named"),
    [
        ([], "JSON"),
        ({"labels": {"pupils": "x"}}, "labels"),
        ({"labels": {"class": ""}}, "labels"),
        ({"labels": {"class": "a\u0000b"}}, "labels"),
        ({"nothing": 1}, "nothing"),
        ({"blocking": ["anything"]}, "blocking"),
        ({"terms": {"class_journal": {**TERM, "years": 4}}}, "terms.class_journal.years"),
        ({"terms": {"summary_sheet": {**TERM, "years": 24}}}, "terms.summary_sheet.years"),
        ({"terms": {"class_journal": {"years": 6}}}, "terms.class_journal"),
        ({"terms": {"letters": TERM}}, "terms.letters"),
        ({"scale": {"marks": ["5"]}}, "special"),
        ({"scale": {**SCALE, "marks": ["A"]}}, "proposal.thresholds"),
        ({"deadlines": {"lesson_days": True}}, "deadlines.lesson_days"),
        ({"deadlines": {"lesson_days": 400}}, "deadlines.lesson_days"),
        ({"deadlines": 1}, "deadlines"),
        ({"corrections": {"days": -1}}, "corrections.days"),
        ({"proposal": {"weights": {"КР": 0}}}, "proposal.weights"),
        ({"compromise": {"weekend": [7]}}, "compromise.weekend"),
        ({"compromise": {"holidays": ["1 января"]}}, "compromise.holidays"),
        ({"masked_roles": ["pupil"]}, "masked_roles"),
        ({"forgotten_password": "no"}, "forgotten_password"),
        *(
            ({"ogrn": wrong}, "ogrn")
            for wrong in ("1025203724172", "102520372417", "", 1025203724171, "١" * 13)
        ),
    ],
)
def test_what_may_not_is_named(policy: object, named: str) -> None:
    assert named in fault(policy)


@pytest.mark.parametrize("text", ["", "{", '{"a": }', "[" * 5000, '{"labels": {}' + " " * LONGEST + "}"])
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_text(text)


@given(st.dictionaries(known | st.text(max_size=12), json_values, max_size=4))
def test_whatever_is_read_is_a_policy(policy: dict[str, object]) -> None:
    try:
        found = read_text(json.dumps(policy))
    except InputError:
        return
    assert Policy.from_json(found)


def test_nothing_set_is_the_default() -> None:
    assert values({})["deadlines.written_days"] == 5


def test_what_is_spelled_is_read_back() -> None:
    policy: dict[str, Json] = {"labels": {"class": "Группа"}, "scale": SCALE}
    assert read_text(spelled(policy)) == policy


def test_a_change_names_its_path_and_both_values() -> None:
    assert changes({}, {"deadlines": {"lesson_days": 2}}) == {"deadlines.lesson_days": (0, 2)}


def test_setting_the_default_changes_nothing() -> None:
    assert changes({}, {"deadlines": {"lesson_days": 0}}) == {}
