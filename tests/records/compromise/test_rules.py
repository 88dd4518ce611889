"""An operation is judged by its moment alone; each border belongs to what begins with it; days are working days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from records.compromise.model import (
    CellVersion,
    DecisionVersion,
    Event,
    Moments,
    Report,
    Verdict,
    parse_reference,
)
from records.compromise.rules import (
    CompromiseRules,
    Duty,
    check_report,
    deadlines,
    judge,
    what_stands,
    working_days_after,
)
from records.errors import InputError
from records.gradebook.cells import CellKey, Place
from records.school.policy import Policy

LEAK = datetime(2025, 10, 1, 8, tzinfo=UTC)
DIRECTOR, SUPPORT = LEAK + timedelta(hours=3), LEAK + timedelta(hours=5)
BACK = LEAK + timedelta(days=2)
TOLD = Moments(LEAK, DIRECTOR, SUPPORT)
INSTANT = timedelta(microseconds=1)
REPORT = Report("a", "gromova", "gromova.mi", "№ 7", "Пароль на доске.", LEAK + timedelta(hours=1), TOLD)

moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (LEAK - INSTANT, Verdict.UNTOUCHED),
        (LEAK, Verdict.SUSPECT),
        (DIRECTOR, Verdict.SUSPECT),
        (SUPPORT - INSTANT, Verdict.SUSPECT),
        (SUPPORT, Verdict.VOID),
        (BACK, Verdict.VOID),
    ],
)
def test_a_moment_decides_what_an_operation_is_worth(at: datetime, verdict: Verdict) -> None:
    assert judge(TOLD, at) is verdict


@pytest.mark.parametrize(
    ("at", "verdict"), [(BACK - INSTANT, Verdict.VOID), (BACK, Verdict.UNTOUCHED)], ids=["before", "after"]
)
def test_what_the_owner_does_after_getting_the_account_back_is_untouched(
    at: datetime, verdict: Verdict
) -> None:
    assert judge(replace(TOLD, restored=BACK), at) is verdict


@pytest.mark.parametrize("missing", ["told_director", "told_support"])
@given(at=moments)
def test_nothing_is_void_while_one_of_the_two_was_not_told(missing: str, at: datetime) -> None:
    assert judge(replace(TOLD, **dict[str, Any]({missing: None})), at) is not Verdict.VOID


@given(since=moments, director=moments, support=moments, at=moments)
def test_void_begins_with_the_later_of_the_two(
    since: datetime, director: datetime, support: datetime, at: datetime
) -> None:
    assume(since <= min(director, support))
    void = judge(Moments(since, director, support), at) is Verdict.VOID
    assert void == (at >= director and at >= support)


@given(since=moments, director=st.none() | moments, support=st.none() | moments, at=moments)
def test_nothing_before_the_leak_is_touched(
    since: datetime, director: datetime | None, support: datetime | None, at: datetime
) -> None:
    assume(at < since)
    assert judge(Moments(since, director, support), at) is Verdict.UNTOUCHED


@given(first=moments, second=moments)
def test_a_later_operation_is_never_judged_more_mildly(first: datetime, second: datetime) -> None:
    order = list(Verdict)
    earlier, later = sorted((first, second))
    assert order.index(judge(TOLD, earlier)) <= order.index(judge(TOLD, later))


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (date(2025, 10, 1), 0, date(2025, 10, 1)),
        (date(2025, 10, 1), 1, date(2025, 10, 2)),
        (date(2025, 10, 3), 1, date(2025, 10, 6)),
        (date(2025, 10, 4), 3, date(2025, 10, 8)),
        (date(2025, 10, 31), 1, date(2025, 11, 5)),
    ],
    ids=["none", "the next", "over the weekend", "from a Saturday", "over a holiday"],
)
def test_working_days_pass_over_weekends_and_holidays(day: date, count: int, last: date) -> None:
    rules = CompromiseRules(holidays=(date(2025, 11, 3), date(2025, 11, 4)))
    assert working_days_after(rules, day, count) == last


@given(day=days, count=st.integers(0, 20))
def test_a_deadline_leaves_as_many_working_days_as_the_rule_says(day: date, count: int) -> None:
    last = working_days_after(CompromiseRules(), day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == count


def test_telling_counts_from_the_knowledge_and_the_rest_from_the_report() -> None:
    due = deadlines(CompromiseRules(), date(2025, 10, 1), date(2025, 10, 2))
    assert due == {
        Duty.TELL: date(2025, 10, 2),
        Duty.NOTICE: date(2025, 10, 7),
        Duty.ACCESS: date(2025, 10, 7),
        Duty.ANSWER: date(2025, 10, 7),
    }


def test_the_policy_of_the_school_sets_the_days() -> None:
    policy = Policy.from_json({"compromise": {"answer_days": 5, "holidays": ["2025-11-04"], "weekend": [6]}})
    assert policy.compromise == CompromiseRules(answer_days=5, holidays=(date(2025, 11, 4),), weekend=(6,))


def test_a_complete_report_is_taken() -> None:
    check_report(REPORT, SUPPORT)


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (replace(REPORT, number=" "), "compromise.number"),
        (replace(REPORT, reason=""), "compromise.reason"),
        (replace(REPORT, number="7" * 61), "compromise.too_long"),
        (replace(REPORT, learned=LEAK - INSTANT), "compromise.order"),
        (replace(REPORT, learned=DIRECTOR + INSTANT), "compromise.order"),
        (replace(REPORT, moments=replace(TOLD, told_support=SUPPORT + INSTANT)), "compromise.future"),
    ],
    ids=["no order", "no reason", "too long", "known before the leak", "told before known", "future"],
)
def test_an_incomplete_report_is_refused(report: Report, code: str) -> None:
    with pytest.raises(InputError) as refusal:
        check_report(report, SUPPORT)
    assert refusal.value.code == code


@given(values=st.lists(st.sampled_from(["", "2", "3", "4", "5"])), lost=st.sets(st.integers(1, 8)))
def test_what_stands_is_the_last_version_that_is_not_lost(values: list[str], lost: set[int]) -> None:
    versions = list(enumerate(values, start=1))
    kept = [value for seq, value in versions if seq not in lost]
    assert what_stands(versions, lost) == (kept[-1] if kept else "")


@pytest.mark.parametrize(
    "reference",
    [
        CellVersion("algebra", "q1", CellKey(Place.LESSON, "lena", "a1.0"), 3),
        CellVersion("algebra", "q1", CellKey(Place.PERIOD, "lena"), 1),
        CellVersion("algebra", "", CellKey(Place.EXAM, "lena"), 2),
        DecisionVersion("9a", "lena", 1),
        Event(42),
    ],
    ids=str,
)
def test_a_reference_is_read_as_it_was_spelled(reference: CellVersion | DecisionVersion | Event) -> None:
    assert parse_reference(str(reference)) == reference
