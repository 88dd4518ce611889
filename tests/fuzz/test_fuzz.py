"""A short hunt in every run of the tests, always over the same cases; and each case that once crashed."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.school.imports.reader import read_class
from records.school.imports.workbook import parse_sheets
from retention.check import check_path
from signing.external import check_detached
from signing.validate import examine
from tests.fuzz.containers import CONTENT, SIGNED_AT, seed
from tests.fuzz.hunt import CRASHES, hunt, trial
from tests.fuzz.targets import AT, SEEDS, TARGETS, Case, Target, bag, on_record, trust
from tests.records.imports.raw_workbook import raw_workbook
from tests.records.imports.small_class import small_book

SECONDS = {
    "check": 8,
    "containers": 3,
    "import": 8,
    "signatures": 4,
}  # an hour: python -m tests.fuzz --seconds 3600
KEPT = sorted(
    path for path in CRASHES.iterdir() if path.suffix in (".pdf", ".bag", ".xlsx", ".signed", ".cms")
)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_short_hunt_finds_nothing(name: str) -> None:
    assert [crash.what for crash in hunt(TARGETS[name], SECONDS[name], seed=16).crashes] == []


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_once_crashed_is_told_as_damage(path: Path) -> None:
    assert trial(Case(path.suffix, path.read_bytes())) is None


# A timer of the processor rings with the kernel's tick: the case must take many of them.
SAMPLE = Path(__file__).parents[1] / "samples" / "9А-2025-2026.xlsx"


def test_the_seeds_themselves_are_right() -> None:
    assert read_class(parse_sheets(raw_workbook(small_book()))).problems == ()
    assert check_path(SEEDS / "bag", trust(), AT).problems == ()
    assert examine(bag()["data/record.pdf"], on_record(), trust(), AT).findings == ()
    assert check_detached(seed(), CONTENT, SIGNED_AT).subject.rfc4514_string().find("Громова") > 0


def test_a_crash_would_be_seen_and_kept(tmp_path: Path) -> None:
    found = hunt(Target("broken", (lambda chance: Case(".none", b"x"),)), 0.01, seed=1)
    assert [crash.what.splitlines()[-1] for crash in found.crashes] == ["KeyError: '.none'"]
    assert found.crashes[0].keep(tmp_path).read_bytes() == b"x"


def test_a_case_that_costs_too_much_would_be_seen() -> None:
    assert trial(Case(".xlsx", SAMPLE.read_bytes()), seconds=0.001) == "more than 0.001 s of CPU"
