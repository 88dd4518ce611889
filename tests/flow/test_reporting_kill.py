"""A report killed at any boundary and asked for again ends as a run that nobody interrupted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.amending import LATER
from tests.flow.fixtures import once
from tests.flow.kill import KINDS, Undisturbed, trial, turn_of, undisturbed
from tests.flow.reporting import report_signatures

KILLS = 9


@pytest.fixture(scope="session")
def calm(peace: Undisturbed, school: Path) -> Undisturbed:
    """The report made on the closed school by a run that nobody interrupted."""
    return once(
        school, "reported", lambda: undisturbed(peace.closed, school / "reported", report_signatures, LATER)
    )


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_killed_report_is_made_by_the_next_run(
    peace: Undisturbed, calm: Undisturbed, kind: str, turn: int, tmp_path: Path
) -> None:
    number = turn_of(calm.boundaries, KILLS, kind, turn)
    assert trial(peace.closed, calm, number, tmp_path / "school", report_signatures, LATER) == []


def test_every_kind_of_boundary_has_its_turn(calm: Undisturbed) -> None:
    turns = [turn_of(calm.boundaries, KILLS, kind, turn) for kind in KINDS for turn in range(KILLS)]
    assert {calm.boundaries[number] for number in turns} == set(calm.boundaries)
    assert {"ask", "compose_report.enter_record", "reporting.publish"} < set(calm.boundaries)
